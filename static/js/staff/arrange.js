// The open module comes into view where the board is wider than the window. Its items can be dragged: within their phase,
// and last into any other phase. The buttons, and the module and phase of an item's form, do the same without this file.
const form = document.querySelector("form[data-arrange]");
const open = form?.querySelector(".board__module.is-open");

const idOf = (item) => item.querySelector("[name=up], [name=down]")?.value ?? item.querySelector("a")?.pathname.match(/\d+/)[0];
const itemsOf = (list) => [...list.querySelectorAll(":scope > .item")];
const orderOf = (list) => itemsOf(list).map(idOf).join();

function send(address, fields) {
  const data = new FormData(form);
  for (const [name, value] of fields) data.append(name, value);
  fetch(address, { method: "POST", body: data }).then(() => window.location.reload());
}

function sendOrder(list) {
  const [, phase] = list.dataset.place.split("-");
  send(form.dataset.arrange, [["phase", phase], ...itemsOf(list).map((item) => ["items", idOf(item)])]);
}

function below(list, y) {
  return itemsOf(list).find((item) => {
    const box = item.getBoundingClientRect();
    return !item.classList.contains("is-dragged") && y < box.top + box.height / 2;
  });
}

let dragged = null;
let home = null;
let before = "";

function start(event) {
  dragged = event.target.closest(".item");
  home = dragged.parentElement;
  before = orderOf(home);
  dragged.classList.add("is-dragged");
  event.dataTransfer.effectAllowed = "move";
}

function over(event) {
  if (!dragged) return;
  event.preventDefault();
  const list = event.currentTarget;
  list.insertBefore(dragged, list === home ? (below(list, event.clientY) ?? null) : null);
}

function drop() {
  const list = dragged.parentElement;
  const id = idOf(dragged);
  dragged.classList.remove("is-dragged");
  dragged = null;
  if (list !== home) send(form.dataset.place, [["item", id], ["place", list.dataset.place]]);
  else if (orderOf(home) !== before) sendOrder(home);
}

if (open) open.parentElement.scrollLeft = open.offsetLeft;
for (const item of open?.querySelectorAll(".item") ?? []) {
  item.draggable = true;
  item.addEventListener("dragstart", start);
  item.addEventListener("dragend", drop);
}
for (const list of form?.querySelectorAll("[data-place]") ?? []) list.addEventListener("dragover", over);
