// The form of a part of an instrument: says so before something unsaved is left. Everything else works without it.
const form = document.querySelector("form[data-unsaved]");
let changed = "changed" in form.dataset;

form.addEventListener("input", () => (changed = true));
form.addEventListener("submit", () => (changed = false));
window.addEventListener("beforeunload", (event) => {
  if (changed) event.preventDefault();
});

// A link from the list of mistakes leads into a folded question.
function unfold() {
  const target = location.hash && document.getElementById(location.hash.slice(1));
  for (let fold = target?.closest?.("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
  target?.querySelector?.("input:not([type=hidden]), textarea")?.focus({ preventScroll: true });
}
window.addEventListener("hashchange", unfold);
unfold();
