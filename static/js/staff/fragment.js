// A fold with data-fragment holds a link to a page; when it is opened, the part of the page that matters comes into it.
for (const fold of document.querySelectorAll("details[data-fragment]")) {
  const load = async () => {
    const answer = await fetch(fold.dataset.fragment, { headers: { "X-Requested-With": "XMLHttpRequest" } });
    if (!answer.ok || answer.redirected) return; // The link still leads to the page.
    const part = document.createElement("div");
    part.innerHTML = await answer.text();
    fold.querySelector("summary").nextElementSibling.replaceWith(part);
  };
  fold.addEventListener("toggle", () => load().catch(() => {}), { once: true });
}
