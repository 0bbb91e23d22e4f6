// Says at once that a chosen file is too large, beside the field, instead of sending it all to be told so.
document.querySelectorAll("input[type=file][data-limit]").forEach((input) => {
  const told = document.createElement("p");
  told.className = "error";
  told.setAttribute("role", "alert");
  input.addEventListener("change", () => {
    const large = [...input.files].some((file) => file.size > input.dataset.limit);
    told.textContent = large ? input.dataset.tooLarge : "";
    told.remove();
    if (!large) return;
    input.value = "";
    input.before(told);
  });
});
