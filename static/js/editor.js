// Puts the editor in the place of a plain field once the page stands: <div data-editor data-library data-word>
// names the parts.
// On a slow or costly line it comes when it is asked for. Whoever types in the plain field already is not disturbed.
document.querySelectorAll("[data-editor]").forEach((box) => {
  const area = box.querySelector("textarea"), offer = box.querySelector("[data-editor-offer]");
  const line = navigator.connection || {};
  if (!area || area.disabled || area.readOnly) return;

  const load = async () => {
    offer.hidden = true;
    try {
      const { library, word, editor } = box.dataset;
      const [pm, paste, own] = await Promise.all([library, word, editor].map((part) => import(part)));
      if (document.activeElement === area) area.addEventListener("blur", () => own.mount(pm, paste, box), { once: true });
      else own.mount(pm, paste, box);
    } catch {
      offer.hidden = false; // the plain field stays, and says so where it matters
    }
  };
  offer.querySelector("button").addEventListener("click", load);
  if (line.saveData || /2g/.test(line.effectiveType)) offer.hidden = false;
  else if (document.readyState === "complete") load();
  else addEventListener("load", load);
});
