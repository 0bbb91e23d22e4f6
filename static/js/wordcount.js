// Counts a text as the server does (entries/rules/length.py, line by line): words are what stands between spaces.
// <textarea data-count-words="ID of the counter" data-limit-min="800" data-limit-max="1500" data-count-unit="words"
//   data-uncounted="title notes sources" data-headings='{"notes": ["chu thich"], "sources": ["references"]}'>
document.querySelectorAll("textarea[data-count-words]").forEach((text) => {
  "use strict";
  const counter = document.getElementById(text.dataset.countWords);
  if (!counter) return;
  const language = document.documentElement.lang;
  const least = Number(text.dataset.limitMin || 0);
  const most = Number(text.dataset.limitMax) || Infinity;
  const uncounted = (text.dataset.uncounted || "").split(" ");
  const headings = JSON.parse(text.dataset.headings || "{}");
  const title = document.getElementById("title");
  const number = counter.querySelector("[data-word-count]");
  const short = counter.querySelector("[data-short]");
  const long = counter.querySelector("[data-long]");
  // What the server takes out of every text: signs that nobody sees.
  const hidden = /[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\uffa0\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff]/g;
  const marks = /[\u0300-\u036f]/g;
  let timer;

  const clean = (value) => value.replace(/\r\n|[\r\v\f\u0085\u2028\u2029]/g, "\n").replace(hidden, "").normalize("NFC");
  const fold = (value) => value.toLowerCase().normalize("NFD").replace(marks, "").replace(/đ/g, "d")
    .replace(/\s+/g, " ").trim();
  const line = (value) => value.replace(/\s+/g, " ").trim().toLowerCase();
  const units = {
    words: (value) => (value.match(/\S+/g) || []).length,
    characters: (value) => [...value].filter((sign) => sign !== "\n").length,
    letters: (value) => [...value.replace(/\s+/g, "")].length,
  };
  const size = units[text.dataset.countUnit] || units.words;

  const heading = (value) => {
    if (!value.trim() || value.trim().length > 60) return null;
    const words = fold(value).replace(/^(?:[ivx]{1,5}|[0-9]{1,2})[.):]? +/, "").replace(/^[ .:*#]+|[ .:*#]+$/g, "");
    return Object.keys(headings).find((name) => headings[name].includes(words)) || null;
  };
  const parts = () => {
    const lines = clean(text.value).split("\n");
    const own = title ? clean(title.value) : "";
    const found = { body: [], notes: [], sources: [], title: [own] };
    const first = lines.findIndex((each) => each.trim());
    if (first >= 0 && line(own) && line(lines[first]) === line(own)) found.title = lines.splice(first, 1);
    const begins = {};
    lines.forEach((each, at) => { const name = heading(each); if (name) begins[name] = at; });
    let here = "body";
    lines.forEach((each, at) => {
      here = Object.keys(begins).find((name) => begins[name] === at) || here;
      found[here].push(each);
    });
    return found;
  };

  const tell = (element, by) => {
    if (!element) return;
    element.hidden = by <= 0;
    element.querySelector("b").textContent = by.toLocaleString(language);
  };
  const count = () => {
    const found = parts();
    const length = Object.keys(found).filter((name) => !uncounted.includes(name))
      .reduce((sum, name) => sum + size(found[name].join("\n")), 0);
    number.textContent = length.toLocaleString(language);
    tell(short, text.value.trim() ? least - length : 0);
    tell(long, length - most);
    counter.classList.toggle("is-off", length > most);
  };
  const soon = () => { clearTimeout(timer); timer = setTimeout(count, 150); };
  text.addEventListener("input", soon);
  if (title) title.addEventListener("input", soon);
  count();
});
