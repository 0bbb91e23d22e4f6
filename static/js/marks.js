// The judge's desk: shows the running total and how many criteria have a mark. The server's total is the one that counts.
// <form data-marks> … <fieldset data-weight="0.3" [data-bonus: may stay empty]> radios or a number or a select </fieldset> … <b data-total>
(() => {
  "use strict";
  const language = document.documentElement.lang;

  const valueOf = (criterion) => {
    const field = criterion.querySelector("input[type=radio]:checked, input:not([type=radio]), select");
    const typed = field ? field.value.trim().replace(",", ".") : "";
    return typed === "" || Number.isNaN(Number(typed)) ? null : Number(typed);
  };

  document.querySelectorAll("form[data-marks]").forEach((form) => {
    const criteria = [...form.querySelectorAll("[data-weight]")];
    const needed = criteria.map((criterion) => !("bonus" in criterion.dataset));
    const total = form.querySelector("[data-total]");
    const given = form.querySelector("[data-given]");
    const left = form.querySelector("[data-left]");

    const show = () => {
      const values = criteria.map(valueOf);
      const count = values.filter((value, i) => value !== null && needed[i]).length;
      const sum = values.reduce((all, value, i) => all + (value || 0) * Number(criteria[i].dataset.weight), 0);
      // a ten-thousandth away from the binary fraction, so that 7.675 is not shown as 7.67
      if (total) total.textContent = count ? (Math.round((sum + 1e-9) * 100) / 100).toLocaleString(language) : "–";
      if (given) given.textContent = count;
      if (left) left.hidden = count === needed.filter(Boolean).length;
      criteria.forEach((criterion, i) => criterion.classList.toggle("is-given", values[i] !== null));
    };
    form.addEventListener("input", show);
    form.addEventListener("reset", () => setTimeout(show));
    show();
  });
})();
