/* A film or podcast goes on where one left it, and at one's own speed. Both are kept in this browser alone; without
   script the browser's own controls do what they always do. */

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

function chooseSpeed(media, field) {
  const choice = field.querySelector("select");
  const set = (speed) => { media.defaultPlaybackRate = media.playbackRate = speed; };
  const known = String(kept(SPEED) || 1);
  if ([...choice.options].some((option) => option.value === known)) choice.value = known;
  set(Number(choice.value));
  choice.addEventListener("change", () => { set(Number(choice.value)); keep(SPEED, Number(choice.value)); });
  field.hidden = false;
}

for (const box of document.querySelectorAll("[data-player]")) {
  const media = box.querySelector("audio, video");
  const key = `player-${box.dataset.player}`;
  goOn(media, key);
  remember(media, key);
  chooseSpeed(media, box.querySelector("[data-speed]"));
}
