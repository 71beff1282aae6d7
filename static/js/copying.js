/* A button that copies the address beside it. Without script the address can be marked and copied by hand. */

for (const field of document.querySelectorAll("[data-copying]")) {
  const source = field.querySelector("[data-copy-from]");
  const tools = field.querySelector("[data-copy-tools]");
  const said = tools.querySelector("[data-copied]");
  if (!navigator.clipboard) continue;
  tools.hidden = false;
  source.addEventListener("focus", () => source.select());
  tools.querySelector("button").addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(source.value);
      said.textContent = said.dataset.copied;
    } catch {
      source.select();
    }
  });
}
