// The screening desk by single keys, and the work kept in hand while it is read. Without it everything is a button.
// [data-key="a"]: what the key presses · [data-desk-lines]: boxes 1 to 9 · [data-desk-why]: reasons, asked for first
(() => {
  "use strict";
  const form = document.querySelector("form[data-desk]");
  const help = document.querySelector("[data-desk-help]");
  const KEPT = "contest-desk-keys";
  const EVERY = 120_000; // milliseconds between two calls that keep the work in hand

  const onOff = help && help.querySelector("[data-desk-switch]");
  const status = help && help.querySelector("[data-desk-status]");
  const kept = (value) => {
    try {
      if (value !== undefined) localStorage.setItem(KEPT, value);
      return localStorage.getItem(KEPT);
    } catch { return null; } // storage may be closed to pages
  };
  if (help) {
    help.hidden = false;
    onOff.checked = kept() !== "off";
    onOff.addEventListener("change", () => kept(onOff.checked ? "on" : "off"));
  }

  const isWriting = (at) =>
    at.closest("textarea, select, [contenteditable], input:not([type=checkbox]):not([type=radio]):not([type=submit])");

  const isExplained = (why) =>
    why.querySelector("input[type=checkbox]:checked") || why.querySelector("textarea").value.trim();

  const press = (key) => {
    const lines = form ? [...form.querySelectorAll("[data-desk-lines] input[type=checkbox]")] : [];
    if (key >= "1" && key <= "9") {
      if (lines[key - 1]) lines[key - 1].click();
      return Boolean(lines[key - 1]);
    }
    if (key === "t") {
      lines.forEach((line) => { line.checked = true; });
      return lines.length > 0;
    }
    const button = document.querySelector(`[data-key="${key}"]`);
    const why = form && form.querySelector("[data-desk-why]");
    if (!button) return false;
    if ((key === "r" || key === "f") && why && !isExplained(why)) {
      why.querySelectorAll("details").forEach((each) => { each.open = true; });
      why.querySelector("input[type=checkbox]").focus();
      status.textContent = status.dataset.needs;
    } else button.click();
    return true;
  };

  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey || event.repeat) return;
    if (event.key === "Escape" && isWriting(event.target)) return event.target.blur();
    if ((onOff && !onOff.checked) || isWriting(event.target) || document.querySelector("dialog[open]")) return;
    // Programs for typing Vietnamese swallow letters: then the place of the key tells.
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.code.replace(/^(Key|Digit)/, "").toLowerCase();
    if (/^[1-9arfntu]$/.test(key) && press(key)) event.preventDefault();
  });

  if (form) {
    let last = Date.now();
    const keep = () => {
      if (Date.now() - last < EVERY) return;
      last = Date.now();
      const sent = new URLSearchParams({ csrf_token: form.elements.csrf_token.value, act: "keep" });
      fetch(form.dataset.holdUrl, { method: "POST", body: sent }).catch(() => {}); // the page says it when it matters
    };
    ["keydown", "input", "scroll", "pointerdown"].forEach((act) =>
      document.addEventListener(act, keep, { passive: true }));
  }
})();
