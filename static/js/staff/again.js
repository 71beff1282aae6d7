// A page that waits for the worker looks again by itself; without a script there is a link that does.
const EVERY = 2000;

if (document.querySelector("[data-again]")) {
  setTimeout(() => location.reload(), EVERY);
}
