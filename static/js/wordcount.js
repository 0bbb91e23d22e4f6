// Counts words as the server does: tokens between white space.
// <textarea data-count-words="ID of the counter" data-limit-min="800" data-limit-max="1500">
document.querySelectorAll("textarea[data-count-words]").forEach((text) => {
  "use strict";
  const counter = document.getElementById(text.dataset.countWords);
  if (!counter) return;
  const language = document.documentElement.lang;
  const least = Number(text.dataset.limitMin || 0);
  const most = Number(text.dataset.limitMax || Infinity);
  const number = counter.querySelector("[data-word-count]");
  const short = counter.querySelector("[data-short]");
  const long = counter.querySelector("[data-long]");
  let timer;

  const tell = (element, by) => {
    if (!element) return;
    element.hidden = by <= 0;
    element.querySelector("b").textContent = by.toLocaleString(language);
  };
  const count = () => {
    const words = (text.value.match(/\S+/g) || []).length;
    number.textContent = words.toLocaleString(language);
    tell(short, words ? least - words : 0);
    tell(long, words - most);
    counter.classList.toggle("is-off", words > most);
  };
  text.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(count, 150); });
  count();
});
