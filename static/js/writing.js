/* Texts that are not lost: a draft stays in this browser until the server has it, and what somebody else wrote meanwhile
   comes in. Without script the same form is sent the ordinary way. */

const CALM = 1200; // after the last letter
const AGAIN = 20 * 1000; // after a try without contact
const PATIENCE = 20 * 1000; // for an answer of the server
const OLD = 60 * 24 * 60 * 60 * 1000; // a draft nobody came back to
const PREFIX = "writing-";

/** The browser's own store, or nothing where it is switched off. */
function store() {
  try {
    return window.localStorage;
  } catch {
    return null;
  }
}

const drafts = {
  read(key) {
    try {
      return JSON.parse(store().getItem(key));
    } catch {
      return null;
    }
  },
  /** Whether the browser kept it. */
  write(key, draft) {
    try {
      store().setItem(key, JSON.stringify({ at: Date.now(), ...draft }));
      return true;
    } catch {
      return false;
    }
  },
  forget(key) {
    store()?.removeItem(key);
  },
  /** Drafts of others who used this browser, and those nobody came back to. */
  forgetStrange(person) {
    for (const key of Object.keys(store() ?? {})) {
      if (!key.startsWith(PREFIX)) continue;
      const draft = this.read(key);
      if (!key.startsWith(`${PREFIX}${person}-`) || !(Date.now() - draft?.at < OLD)) this.forget(key);
    }
  },
};

/** Lines end in one way, as the server keeps them. */
const plain = (text) => text.replaceAll("\r\n", "\n").trimEnd();

class Writing {
  constructor(form) {
    this.form = form;
    this.action = form.getAttribute("action");
    this.key = `${PREFIX}${form.dataset.person}-${this.action}-${form.elements.about?.value ?? ""}`;
    this.texts = [...form.querySelectorAll("textarea")];
    this.bases = [...form.querySelectorAll("[name^=base-]")];
    this.typing = form.dataset.writing === "typing";
    this.timer = 0;
    this.busy = false;
    this.restore();
    form.addEventListener("input", () => this.changed());
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.save(true);
    });
    addEventListener("online", () => this.dirty && this.typing && this.save());
    document.addEventListener("visibilitychange", () => this.turned());
    addEventListener("beforeunload", (event) => {
      if (this.dirty && !this.kept) event.preventDefault();
    });
  }

  get dirty() {
    return this.texts.some((area, place) => plain(area.value) !== plain(this.bases[place].value));
  }

  /** What was written here and never reached the server. */
  restore() {
    const draft = drafts.read(this.key);
    if (!draft || draft.texts?.length !== this.texts.length) return;
    if (draft.texts.every((text, place) => plain(text) === plain(this.texts[place].value))) return drafts.forget(this.key);
    this.texts.forEach((area, place) => (area.value = draft.texts[place]));
    this.bases.forEach((base, place) => (base.value = draft.bases[place]));
    this.kept = true;
    if (this.typing) this.save();
    else this.say("draft");
  }

  changed() {
    const [texts, bases] = [this.texts, this.bases].map((fields) => fields.map((field) => field.value));
    if (this.dirty) this.kept = drafts.write(this.key, { texts, bases });
    else drafts.forget(this.key);
    if (this.dirty && !this.kept) this.say("lost");
    else if (!this.typing) this.say(this.dirty ? "draft" : "");
    if (this.typing) this.later(CALM);
  }

  later(wait) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), wait);
  }

  /** On leaving the page what is left is saved; on coming back what another place saved is fetched. */
  turned() {
    if (!this.typing) return;
    if (document.visibilityState === "hidden") return this.dirty && this.save();
    if (!this.dirty) this.fetch();
  }

  async ask(body) {
    const options = { headers: { Accept: "application/json" }, signal: AbortSignal.timeout(PATIENCE) };
    try {
      return await fetch(this.action, body ? { ...options, method: "POST", body, keepalive: body.size < 60_000 } : options);
    } catch {
      return null;
    }
  }

  async fetch() {
    const answer = await this.ask();
    if (!answer?.ok || this.dirty) return;
    this.arrive(this.texts.map((area) => area.value), (await answer.json()).texts);
  }

  async save(pressed = false) {
    clearTimeout(this.timer);
    if (this.busy) return (this.again = true);
    if (!pressed && !this.dirty) return;
    this.busy = true;
    this.say("saving");
    const sent = this.texts.map((area) => area.value);
    let answer = await this.ask(new URLSearchParams(new FormData(this.form)));
    if (answer?.status === 403 && (await this.renew())) answer = await this.ask(new URLSearchParams(new FormData(this.form)));
    this.busy = false;
    await this.settle(answer, sent, pressed);
    if (this.again) {
      this.again = false;
      if (this.typing) this.later(CALM);
    }
  }

  async settle(answer, sent, pressed) {
    if (!answer || answer.status >= 500) {
      this.say(this.kept ? "kept" : "lost");
      if (this.typing) this.later(AGAIN);
      else if (pressed && answer) this.trouble("gone");
      return;
    }
    if (answer.status === 401) return this.stop("login");
    if (answer.status === 422) return this.stop("wrong");
    if (!answer.ok) return this.stop("gone");
    const saved = await answer.json();
    this.trouble("");
    this.arrive(sent, saved.texts);
    if (!this.dirty) drafts.forget(this.key);
    if (!this.typing) return this.leave(saved.url);
    this.form.querySelector("[data-said]").textContent = saved.note || saved.said;
    if (this.dirty) this.changed();
  }

  /** Puts what the server has into the fields, with what was written since. */
  arrive(sent, texts) {
    this.texts.forEach((area, place) => {
      const [now, before] = [texts[place] ?? "", plain(sent[place])];
      this.bases[place].value = now;
      if (now === before || now === plain(area.value)) return;
      if (plain(area.value) === before) area.value = now;
      // Written on while it was under way: what others wrote stands above, and what was added comes along.
      else if (now.endsWith(before) && area.value.startsWith(before)) area.value = now + area.value.slice(before.length);
      else area.value = `${now}\n— — —\n${area.value}`;
    });
  }

  /** Goes where the page that was sent leads, which may be this one. */
  leave(url) {
    const here = location.pathname === new URL(url, location.href).pathname;
    location.assign(url);
    if (here) location.reload();
  }

  /** A token of the session there is now, if that is still this person's. */
  async renew() {
    try {
      const page = new DOMParser().parseFromString(await (await fetch(location.href)).text(), "text/html");
      const fresh = page.querySelector(`[data-writing][data-person="${this.form.dataset.person}"] [name=csrfmiddlewaretoken]`);
      if (fresh) this.form.elements.csrfmiddlewaretoken.value = fresh.value;
      return Boolean(fresh);
    } catch {
      return false;
    }
  }

  stop(name) {
    this.say(this.kept ? "" : "lost");
    this.trouble(name);
  }

  say(name) {
    const said = this.form.querySelector("[data-said]");
    const words = (name && this.form.getAttribute(`data-words-${name}`)) || "";
    if (said.textContent !== words) said.textContent = words;
  }

  trouble(name) {
    const place = this.form.querySelector("[data-trouble]");
    const words = name && this.form.querySelector(`template[data-about=${name}]`);
    place.replaceChildren(...(words ? [words.content.cloneNode(true)] : []));
  }
}

const forms = [...document.querySelectorAll("[data-writing]")];
if (forms.length) drafts.forgetStrange(forms[0].dataset.person);
for (const form of forms) new Writing(form);
