// Finds a unit while its name is typed. <div data-unit-search="address of the search"> as forms.html prints it.
document.querySelectorAll("[data-unit-search]").forEach((box) => {
  "use strict";
  const words = box.querySelector("input.input");
  const asked = box.querySelector("input[name$='-asked']");
  const none = box.querySelector("input[type=checkbox]");
  const status = box.querySelector("[data-unit-status]");
  const name = none.name.replace(/-none$/, "");
  let chosen = box.querySelector(`input[type=hidden][name="${name}"]`);
  if (!chosen) {
    // Radio buttons stand there: from now on the list takes their place.
    box.querySelector("fieldset").remove();
    chosen = Object.assign(document.createElement("input"), { type: "hidden", name });
    words.after(chosen);
  }
  const list = Object.assign(document.createElement("ul"), { id: `${words.id}-list`, className: "choices", hidden: true });
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", box.querySelector("label").textContent.trim());
  words.after(list);
  for (const [key, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-controls": list.id, "aria-expanded": "false" })) {
    words.setAttribute(key, value);
  }
  let timer, here = -1, latest = 0;

  const close = () => {
    list.hidden = true;
    here = -1;
    words.setAttribute("aria-expanded", "false");
    words.removeAttribute("aria-activedescendant");
  };
  const take = (option) => {
    words.value = asked.value = option.dataset.name;
    chosen.value = option.dataset.id;
    none.checked = false;
    close();
  };
  const go = (to) => {
    const options = [...list.children];
    if (!options.length) return;
    here = (to + options.length) % options.length;
    options.forEach((option, place) => option.setAttribute("aria-selected", String(place === here)));
    words.setAttribute("aria-activedescendant", options[here].id);
    options[here].scrollIntoView({ block: "nearest" });
  };
  const show = (units) => {
    list.replaceChildren(...units.map((unit, place) => {
      const option = Object.assign(document.createElement("li"), { id: `${list.id}-${place}`, textContent: unit.name });
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      Object.assign(option.dataset, { id: unit.id, name: unit.name });
      if (unit.above) {
        const above = Object.assign(document.createElement("span"), { className: "soft", textContent: ` (${unit.above})` });
        option.append(above);
      }
      option.addEventListener("pointerdown", (event) => { event.preventDefault(); take(option); });
      return option;
    }));
    list.hidden = !units.length;
    here = -1;
    words.setAttribute("aria-expanded", String(units.length > 0));
    status.textContent = units.length ? status.dataset.some.replace("{}", units.length) : status.dataset.none;
  };
  const look = async () => {
    const mine = ++latest;
    if (!words.value.trim()) { close(); return; }
    try {
      const answer = await fetch(`${box.dataset.unitSearch}?q=${encodeURIComponent(words.value)}`);
      if (answer.ok && mine === latest) show((await answer.json()).units);
    } catch {
      close(); // without the server the words are looked up when the form is sent
    }
  };
  words.addEventListener("input", () => {
    chosen.value = asked.value = "";
    none.checked = false;
    clearTimeout(timer);
    timer = setTimeout(look, 120);
  });
  words.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (list.hidden) look(); else go(here + (event.key === "ArrowDown" ? 1 : -1));
    } else if (event.key === "Enter" && !list.hidden && here >= 0) {
      event.preventDefault();
      take(list.children[here]);
    } else if (event.key === "Escape") {
      close();
    }
  });
  words.addEventListener("blur", close);
  none.addEventListener("change", () => { if (none.checked) words.value = asked.value = chosen.value = ""; });
});
