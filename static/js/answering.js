/* The questions of a mapping. The draft stays in this browser until it is delivered, one part is shown at a time, and a
   delivery that finds no network loses nothing. Without script the same form is sent the ordinary way, without draft. */

const OLD = 60 * 24 * 60 * 60 * 1000; // a draft nobody came back to
const PATIENCE = 30 * 1000; // for an answer of the server
const PREFIX = "mapping-";
const person = document.body.dataset.person;
const keyOf = (round) => `${PREFIX}${person}-${round}`;

/** The browser's own store, or nothing where it is switched off. */
function store() {
  try {
    return window.localStorage;
  } catch {
    return null;
  }
}

const drafts = {
  /** The answers of a draft; none if there is no draft, or it can't be read. */
  read(key) {
    try {
      return JSON.parse(store().getItem(key)).answers;
    } catch {
      return {};
    }
  },
  /** Whether the browser kept it. */
  write(key, answers) {
    try {
      store().setItem(key, JSON.stringify({ at: Date.now(), answers }));
      return true;
    } catch {
      return false;
    }
  },
  forget(key) {
    store()?.removeItem(key);
  },
  /** Whether this browser keeps anything at all. */
  work() {
    const kept = this.write(PREFIX, {});
    this.forget(PREFIX);
    return kept;
  },
  /** Drafts of others who used this browser, and those nobody came back to. */
  forgetStrange() {
    const kept = store();
    for (const key of Object.keys(kept ?? {})) {
      if (!key.startsWith(PREFIX)) continue;
      let at = 0;
      try {
        at = JSON.parse(kept.getItem(key)).at;
      } catch {
        // Not one of ours any more: away with it.
      }
      if (!key.startsWith(keyOf("")) || !(Date.now() - at < OLD)) kept.removeItem(key);
    }
  },
};

const isChoice = (field) => field.type === "radio" || field.type === "checkbox";
const fieldsOf = (form) => [...form.elements].filter((field) => isChoice(field) || field.matches("textarea, input[type=text]"));

function answersIn(form) {
  const given = fieldsOf(form).filter((field) => (isChoice(field) ? field.checked : field.value));
  return Object.fromEntries(given.map((field) => [field.name, field.value]));
}

function fill(form, answers) {
  for (const field of fieldsOf(form)) {
    if (isChoice(field)) field.checked = answers[field.name] === field.value;
    else field.value = answers[field.name] ?? "";
  }
}

/** "Don't know" and a chosen step exclude each other. */
function settle(field) {
  const question = field.closest("[data-question]");
  if (!question || !isChoice(field)) return;
  const others = field.type === "checkbox" ? "[type=radio]" : "[type=checkbox]";
  if (field.checked) for (const other of question.querySelectorAll(others)) other.checked = false;
}

/** Whether a question is answered; null for one that may be left out. */
function isAnswered(question) {
  const steps = [...question.querySelectorAll("[type=radio]")];
  if (!steps.length) return null;
  if (question.querySelector("[type=checkbox]:checked")) return true;
  const chosen = new Set(steps.filter((step) => step.checked).map((step) => step.name));
  return chosen.size === new Set(steps.map((step) => step.name)).size;
}

/** What the server answers, as {status, url, html}; null when there was no contact. */
async function ask(address, form) {
  const body = form && { method: "POST", body: new URLSearchParams(new FormData(form)) };
  try {
    const answer = await fetch(address, { ...body, signal: AbortSignal.timeout(PATIENCE) });
    return { status: answer.status, url: answer.url, html: await answer.text() };
  } catch {
    return null;
  }
}

const pageOf = (answer) => new DOMParser().parseFromString(answer.html, "text/html");

/** Puts the page that came into this one, if it belongs to the same person; otherwise goes where it is from. */
function arrive(answer) {
  const page = pageOf(answer);
  if (page.body.dataset.person !== person) return location.assign(answer.url);
  history.replaceState(null, "", answer.url);
  document.title = page.title;
  const main = page.querySelector("main");
  document.querySelector("main").replaceWith(main);
  begin();
  scrollTo(0, 0);
  (main.querySelector("[data-focus]") ?? main).focus();
}

class Sheet {
  constructor(form) {
    this.form = form;
    this.key = keyOf(form.dataset.answering);
    this.questions = [...form.querySelectorAll("[data-question]")];
    this.busy = false;
    this.ahead = 0;
    // What came back from the server is newer than the draft.
    if (!("sent" in form.dataset)) fill(form, drafts.read(this.key));
    this.kept = this.keep();
    this.listen();
    this.turnPages();
  }

  one(name) {
    return this.form.querySelector(`[data-${name}]`);
  }

  listen() {
    this.form.addEventListener("input", (event) => {
      settle(event.target);
      this.one("undo").hidden = true;
      this.keep();
    });
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (!this.busy) this.deliver();
    });
    this.one("clear").addEventListener("click", () => this.clear());
    this.one("undo").addEventListener("click", () => this.restore());
  }

  /** Writes the draft and says whether the browser took it. An empty form has none. */
  keep() {
    const answers = answersIn(this.form);
    const some = Object.keys(answers).length > 0;
    if (some) this.kept = drafts.write(this.key, answers);
    else this.kept = drafts.work();
    if (!some) drafts.forget(this.key);
    this.say(this.kept ? (some ? "kept" : "") : "lost");
    this.one("clear").hidden = !some;
    this.count();
    return this.kept;
  }

  get mayBeLost() {
    return !this.kept && Object.keys(answersIn(this.form)).length > 0;
  }

  say(name) {
    const said = this.one("draft");
    const words = (name && said.dataset[name]) || "";
    if (said.textContent !== words) said.textContent = words;
  }

  count() {
    const states = this.questions.map(isAnswered).filter((state) => state !== null);
    const done = states.filter(Boolean).length;
    for (const line of this.form.querySelectorAll("[data-progress]")) {
      line.textContent = line.dataset.progress.replace("#", done);
      line.hidden = false;
    }
    for (const line of this.form.querySelectorAll("[data-room]")) {
      const left = line.dataset.room - line.closest("[data-question]").querySelector("textarea").value.length;
      line.textContent = (left < 0 ? line.dataset.over : line.dataset.left).replace("#", Math.abs(left));
      // Those who listen hear of it when room is short, not at every letter.
      line.setAttribute("aria-live", left < 50 && left % 10 === 0 ? "polite" : "off");
    }
  }

  clear() {
    this.cleared = answersIn(this.form);
    fill(this.form, {});
    this.keep();
    this.say("cleared");
    this.one("undo").hidden = false;
    this.one("undo").querySelector("button").focus();
  }

  restore() {
    fill(this.form, this.cleared);
    this.one("undo").hidden = true;
    this.keep();
    this.one("clear").querySelector("button").focus();
  }

  /** The draft changed in another tab. */
  async follow(draft) {
    if (draft) fill(this.form, drafts.read(this.key));
    else {
      const answer = await ask(this.form.action);
      const page = answer && pageOf(answer);
      if (page && !page.querySelector("[data-answering]")) return arrive(answer);
      fill(this.form, {});
    }
    this.count();
  }

  async deliver() {
    this.busy = true;
    this.trouble("");
    this.say("sending");
    let answer = await ask(this.form.action, this.form);
    if (answer?.status === 403) answer = await this.deliverAgain();
    this.busy = false;
    this.say(this.kept ? "kept" : "lost");
    if (!answer) return this.trouble("network");
    if (answer.status !== 200) return this.trouble("server");
    const strange = pageOf(answer).body.dataset.person !== person;
    if (strange && this.mayBeLost) return this.trouble("login");
    arrive(answer);
  }

  /** With a token of the session there is now, if that is still this person's. Otherwise nothing is sent. */
  async deliverAgain() {
    const answer = await ask(this.form.action);
    const page = answer && pageOf(answer);
    const token = page?.querySelector("[data-answering] [name=csrfmiddlewaretoken]");
    if (!token || page.body.dataset.person !== person) return answer;
    this.form.querySelector("[name=csrfmiddlewaretoken]").value = token.value;
    return ask(this.form.action, this.form);
  }

  /** Says above the button what stood in the way; "" takes it away. */
  trouble(name) {
    const place = this.one("trouble");
    const words = name && this.form.querySelector(`template[data-about=${name}]`);
    place.replaceChildren(...(words ? [words.content.cloneNode(true)] : []));
    place.dataset.trouble = name;
  }

  /** The parts as pages of one form. The address says which, so that the browser's way back works. */
  turnPages() {
    this.parts = [...this.form.querySelectorAll("[data-part]")];
    if (this.parts.length < 2) return;
    this.one("previous").addEventListener("click", () => this.go(-1));
    this.one("next").addEventListener("click", () => this.go(1));
    // Enter in a question must not deliver half a form.
    this.form.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && event.target.matches("input") && this.one("deliver").hidden) event.preventDefault();
    });
    this.form.classList.add("is-paged");
    this.first = this.parts.indexOf(this.firstToDo());
    this.turn();
  }

  /** The part with the first error, or where somebody goes on who comes back to a draft. */
  firstToDo() {
    const begun = Object.keys(answersIn(this.form)).length > 0;
    const wrong = this.form.querySelector(".field__error");
    const left = this.questions.find((question) => isAnswered(question) === false);
    return (wrong ?? (begun ? (left ?? this.parts.at(-1)) : this.parts[0])).closest("[data-part]");
  }

  show(number) {
    this.parts.forEach((part, index) => (part.hidden = index !== number));
    this.one("previous").hidden = number === 0;
    this.one("next").hidden = number === this.parts.length - 1;
    this.one("deliver").hidden = !this.one("next").hidden;
  }

  go(step) {
    const place = this.parts.findIndex((part) => !part.hidden);
    const before = location.hash;
    location.hash = this.parts[place + step].getAttribute("aria-labelledby");
    // At once: the browser tells of the new address only later, and what is shown must not lag behind a press.
    this.turn();
    if (location.hash !== before) this.ahead += 1;
  }

  /** The browser tells of a new address: one that was turned to already, or somebody's way back. */
  arrived() {
    if (this.ahead) this.ahead -= 1;
    else this.turn();
  }

  /** Follows the address to a part, or to a question in one. */
  turn() {
    const target = location.hash && document.getElementById(location.hash.slice(1));
    const found = target ? this.parts.findIndex((part) => part.contains(target)) : -1;
    if (target && found < 0) return;
    this.show(target ? found : this.first);
    if (!target) return;
    target.focus({ preventScroll: true });
    (target.closest("[data-question]") ?? target.closest("[data-part]")).scrollIntoView();
  }
}

let sheet = null;

/** Looks at what is in the page now: after loading, and when another page was put in its place. */
function begin() {
  const main = document.querySelector("main");
  for (const over of main.querySelectorAll("[data-over]")) drafts.forget(keyOf(over.dataset.over));
  for (const note of main.querySelectorAll("[data-begun]")) {
    const begun = Object.keys(drafts.read(keyOf(note.dataset.begun))).length > 0;
    note.hidden = begun === ("untouched" in note.dataset);
  }
  const form = main.querySelector("[data-answering]");
  sheet = form ? new Sheet(form) : null;
}

addEventListener("hashchange", () => sheet?.parts.length > 1 && sheet.arrived());
// A link to where one already is changes no address.
addEventListener("click", (event) => {
  const link = event.target.closest("main a[href^='#']");
  if (link?.hash === location.hash && sheet?.parts.length > 1) sheet.turn();
});
addEventListener("storage", (event) => {
  if (sheet && (event.key === sheet.key || event.key === null)) sheet.follow(event.newValue);
});
addEventListener("pageshow", (event) => {
  if (event.persisted && sheet) sheet.follow(store()?.getItem(sheet.key));
});
addEventListener("online", () => {
  if (sheet?.one("trouble").dataset.trouble === "network") sheet.trouble("back");
});
addEventListener("beforeunload", (event) => {
  if (sheet?.mayBeLost) event.preventDefault();
});

drafts.forgetStrange();
begin();
