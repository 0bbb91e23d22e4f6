// Asks once more in a <dialog>. Without this script the button does what it says: it leads to a page that asks,
// or sends a form whose tick box ([data-confirm-fallback]) must be ticked.
document.querySelectorAll("[data-confirm]").forEach((button) => {
  "use strict";
  const dialog = document.getElementById(button.dataset.confirm);
  if (!dialog || !dialog.showModal) return;
  const form = button.form;
  const fallback = form && form.querySelector("[data-confirm-fallback]");
  const box = fallback && fallback.querySelector("input[type=checkbox]");
  let agreed = false;
  if (fallback) fallback.hidden = true;
  if (box) box.required = false; // a hidden box must not stop the form silently

  button.addEventListener("click", (event) => {
    if (agreed || (form && !form.noValidate && !form.checkValidity())) return;
    event.preventDefault();
    dialog.returnValue = "";
    dialog.showModal();
    dialog.addEventListener("close", () => {
      if (dialog.returnValue !== "yes") return button.focus();
      agreed = true;
      if (box) box.checked = true;
      button.click();
      agreed = false;
    }, { once: true });
  });
});
