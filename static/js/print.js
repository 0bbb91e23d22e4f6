// A button that prints the page; without this script it stays hidden, and the browser's own menu prints.
document.querySelectorAll("[data-print]").forEach((button) => {
  "use strict";
  button.hidden = false;
  button.addEventListener("click", () => window.print());
});
