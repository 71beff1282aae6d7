/* A recording at another site is asked for when somebody presses play, and not before. Without script there is a link. */

const MAY = "allow-scripts allow-same-origin allow-presentation allow-popups";

function frame(box) {
  const made = document.createElement("iframe");
  made.title = box.dataset.title;
  made.allow = "autoplay; fullscreen; picture-in-picture; encrypted-media";
  made.allowFullscreen = true;
  made.sandbox = MAY;
  // Both providers look at which site asks; they are told that, and not which page.
  made.referrerPolicy = "strict-origin";
  made.src = box.dataset.embed;
  return made;
}

for (const box of document.querySelectorAll("[data-embed]")) {
  const press = box.querySelector("[data-press]");
  const note = box.querySelector("[data-note]");
  press.hidden = note.hidden = false;
  press.addEventListener("click", () => {
    const made = frame(box);
    box.querySelector("[data-place]").replaceChildren(made);
    note.hidden = true;
    made.focus();
  });
}
