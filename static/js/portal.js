/* Mark an element as done without leaving one's place on the page. Without script the form does it. */

const form = document.querySelector("[data-mark]");

/** Shows the part of the form for an element that is done, or for one that is open, and keeps the focus there. */
function show(done) {
  for (const part of form.querySelectorAll("[data-when]")) part.hidden = (part.dataset.when === "done") !== done;
  form.querySelector("[data-when]:not([hidden]) button").focus();
}

/** The ordinary way, for when there is no network or one was logged out meanwhile: its page says what is wrong. */
function submitPlainly(choice) {
  const field = document.createElement("input");
  Object.assign(field, { type: "hidden", name: "done", value: choice });
  form.append(field);
  form.submit();
}

form?.addEventListener("submit", async (event) => {
  event.preventDefault();
  const body = new FormData(form, event.submitter);
  try {
    const answer = await fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" } });
    if (!answer.ok || answer.redirected) throw new Error(answer.statusText);
    show((await answer.json()).done);
  } catch {
    submitPlainly(body.get("done"));
  }
});
