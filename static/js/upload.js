/* Says at once that a file is too large, before minutes are spent on sending it. The server says so too. */

for (const form of document.querySelectorAll("[data-upload]")) {
  const field = form.querySelector("[type=file]");
  const error = form.querySelector("[role=alert]");

  const check = () => {
    const large = [...field.files].some((file) => file.size > Number(form.dataset.largest));
    error.querySelector("span").textContent = large ? error.dataset.words : "";
    error.hidden = !large;
    field.toggleAttribute("aria-invalid", large);
    return !large;
  };

  field.addEventListener("change", check);
  form.addEventListener("submit", (event) => {
    if (!check()) event.preventDefault();
  });
}
