/* A film or podcast goes on where one left it, and at one's own speed. Both are kept in this browser alone. Chapters
   lead into it, and a podcast's captions stand below it. Without script the browser's own controls do what they always
   do, and a chapter's link opens the recording there. */

const SPEED = "player-speed";
const BACK = 3; // seconds: one finds one's way in again
const NEAR_THE_END = 15; // seconds: whoever came so far begins anew
const EVERY = 5; // seconds between two notes of the place

/** What the browser keeps, and nothing where it keeps nothing. */
function kept(key) {
  try { return Number(localStorage.getItem(key)) || 0; } catch { return 0; }
}

function keep(key, value) {
  try { value ? localStorage.setItem(key, String(value)) : localStorage.removeItem(key); } catch { /* a private window */ }
}

function remember(media, key) {
  let noted = 0;
  const note = () => {
    noted = media.currentTime;
    const left = media.duration - noted;
    keep(key, noted > BACK && left > NEAR_THE_END ? Math.floor(noted) : 0);
  };
  media.addEventListener("timeupdate", () => Math.abs(media.currentTime - noted) >= EVERY && note());
  media.addEventListener("pause", note);
}

function goOn(media, key) {
  const place = kept(key);
  const start = () => { if (place && place < media.duration - NEAR_THE_END) media.currentTime = place - BACK; };
  media.readyState ? start() : media.addEventListener("loadedmetadata", start, { once: true });
}

function chooseSpeed(media, choice) {
  const set = (speed) => { media.defaultPlaybackRate = media.playbackRate = speed; };
  const known = String(kept(SPEED) || 1);
  if ([...choice.options].some((option) => option.value === known)) choice.value = known;
  set(Number(choice.value));
  choice.addEventListener("change", () => { set(Number(choice.value)); keep(SPEED, Number(choice.value)); });
}

/** Browsers show captions on films; below a podcast we do, in the language that is chosen. */
function showWords(media, place, choice) {
  const tracks = [...media.textTracks];
  const say = (track) => {
    if (track.mode === "disabled") return;
    // By the clock and not `activeCues`, which is empty until somebody has played.
    const now = media.currentTime;
    const said = [...(track.cues ?? [])].filter((cue) => cue.startTime <= now && now < cue.endTime);
    place.lang = track.language;
    place.replaceChildren(...said.map((cue) => cue.getCueAsHTML()));
  };
  const set = () => {
    place.replaceChildren();
    place.hidden = choice.value === "off";
    for (const track of tracks) track.mode = track.language === choice.value ? "hidden" : "disabled";
    tracks.forEach(say);
  };
  for (const track of tracks) track.addEventListener("cuechange", () => say(track));
  // What stands at the beginning is there before anything has changed.
  for (const element of media.querySelectorAll("track")) element.addEventListener("load", () => say(element.track));
  media.addEventListener("seeked", () => tracks.forEach(say));
  choice.addEventListener("change", set);
  set();
}

/** A chapter's link jumps in the player; the one that is played is marked. */
function followChapters(media, links) {
  const mark = () => {
    const here = links.findLast((link) => Number(link.dataset.start) <= media.currentTime + 0.1);
    for (const link of links) link === here ? link.setAttribute("aria-current", "true") : link.removeAttribute("aria-current");
  };
  for (const link of links) {
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return; // a new window plays it by itself
      event.preventDefault();
      media.currentTime = Number(link.dataset.start);
      media.play().catch(() => {}); // refused or broken: the player says so
    });
  }
  for (const moment of ["timeupdate", "seeked", "loadedmetadata"]) media.addEventListener(moment, mark);
  mark();
}

for (const box of document.querySelectorAll("[data-player]")) {
  const media = box.querySelector("audio, video");
  const key = `player-${box.dataset.player}`;
  goOn(media, key);
  remember(media, key);
  chooseSpeed(media, box.querySelector("[data-speed]"));
  const captions = box.querySelector("[data-captions]");
  if (captions) showWords(media, box.querySelector("[data-words]"), captions);
  followChapters(media, [...box.querySelectorAll("[data-start]")]);
  box.querySelector("[data-choices]").hidden = false;
}
