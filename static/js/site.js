/* What a little script makes easier on every page. Everything works without it. */

const menu = document.querySelector(".menu");

/** Folds the menu and gives the focus back to the word that opened it. */
function foldMenu() {
  if (!menu?.open) return;
  const inside = menu.contains(document.activeElement);
  menu.open = false;
  if (inside) menu.querySelector("summary").focus();
}

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") foldMenu();
});

document.addEventListener("click", (event) => {
  if (menu?.open && !menu.contains(event.target)) menu.open = false;

  // <a href="the way without script" data-dialog="id of a dialog">
  const opener = event.target.closest("[data-dialog]");
  const dialog = opener && document.getElementById(opener.dataset.dialog);
  if (dialog) {
    event.preventDefault();
    dialog.showModal();
  }
});

// <form data-forget="prefix">: what this browser keeps under names that begin so goes when the form is sent (logging out).
document.addEventListener("submit", (event) => {
  const prefix = event.target.dataset.forget;
  if (!prefix) return;
  for (const key of Object.keys(localStorage)) if (key.startsWith(prefix)) localStorage.removeItem(key);
});

// A form that came back with errors: the summary is what to read first.
document.querySelector("[data-focus]")?.focus();
