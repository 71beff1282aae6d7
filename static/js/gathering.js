/* Brings the video link to the front a quarter of an hour before a gathering, and takes it away afterwards, while the
   page stays open. Without script the page shows it as it was when it was loaded. */

const door = document.querySelector("[data-door]");
// A timer can't wait for months, and a laptop that slept is late: the clock is asked again at least so often.
const LONGEST = 60_000;

function look() {
  const now = Date.now();
  const [opens, closes] = [Date.parse(door.dataset.opens), Date.parse(door.dataset.closes)];
  const on = now >= opens && now < closes;
  for (const part of door.querySelectorAll("[data-when]")) part.hidden = (part.dataset.when === "on") !== on;
  const next = now < opens ? opens : closes;
  if (now < closes) setTimeout(look, Math.min(next - now, LONGEST));
}

if (door) look();
