// Says at once that a chosen file is too large, or that several are together, beside the field, instead of sending it
// all to be told so.
document.querySelectorAll("input[type=file][data-limit]").forEach((input) => {
  const told = document.createElement("p");
  told.className = "error";
  told.setAttribute("role", "alert");
  input.addEventListener("change", () => {
    const sizes = [...input.files].map((file) => file.size);
    const { limit, tooLarge, atOnce, tooMuch } = input.dataset;
    const isMuch = atOnce && sizes.reduce((sum, size) => sum + size, 0) > atOnce;
    told.textContent = sizes.some((size) => size > limit) ? tooLarge : isMuch ? tooMuch : "";
    told.remove();
    if (!told.textContent) return;
    input.value = "";
    input.before(told);
  });
});
