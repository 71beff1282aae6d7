/* A text field with data-file is filled from a file of the editor's own: its content is shown, to be looked at and
   saved like anything written. Nothing is sent before that; what it must be, the server checks. */

const LARGEST = 1_000_000; // bytes

function addFile(area) {
  const label = document.createElement("label");
  const file = document.createElement("input");
  Object.assign(file, { type: "file", accept: area.dataset.file });
  label.className = "staff__file";
  label.append(area.dataset.fileLabel, " ", file);
  area.before(label);
  file.addEventListener("change", async () => {
    const [chosen] = file.files;
    if (!chosen || chosen.size > LARGEST) return;
    area.value = await chosen.text();
    area.dispatchEvent(new Event("input", { bubbles: true }));
    area.dispatchEvent(new Event("change", { bubbles: true }));
  });
}

function start() {
  for (const area of document.querySelectorAll("textarea[data-file]")) addFile(area);
}

document.readyState === "loading" ? document.addEventListener("DOMContentLoaded", start) : start();
