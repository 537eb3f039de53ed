// The pages of what one keeps, on a device without an account: My news, Saved, History, Following; and the welcome.

import { change, load, say, show, store } from "./mine.js";

const form = document.getElementById("mine");
const isReader = "reader" in form.dataset;

async function cards(data) {
  const response = await fetch(form.dataset.cards, { method: "POST", body: data }).catch(() => null);
  if (!response?.ok) return say(form.dataset.failed);
  return response.text();
}

function fill(box, html) {
  const list = box.querySelector("[data-cards]");
  // Our own server's mark-up of its own templates.
  list.innerHTML = html ?? "";
  box.querySelector("[data-nothing]").hidden = Boolean(list.children.length);
  show(list);
}

const asked = {
  news(kept) {
    if (!kept.follows.length) return null;
    const data = new FormData();
    for (const one of kept.follows.slice(0, 60)) {
      data.append("follow", one.key);
      data.set(`label-${one.key}`, one.label ?? "");
    }
    return data;
  },
  saved: (kept) => ids(kept.saved),
  read: (kept) => ids(kept.read),
};
function ids(rows) {
  if (!rows.length) return null;
  const data = new FormData();
  data.set("ids", rows.slice(0, 60).map((one) => one.id).join(","));
  return data;
}

function rows(box, list) {
  const kept = load()[list];
  const target = box.querySelector("[data-rows]");
  target.replaceChildren(...kept.map((one) => row(one, list, target.dataset.remove)));
  box.querySelector("[data-nothing]").hidden = Boolean(kept.length);
}
function row(one, list, text) {
  const item = document.createElement("li");
  const name = Object.assign(document.createElement("p"), { textContent: one.label || one.key.slice(one.key.indexOf(":") + 1) });
  name.dir = "auto";
  const button = Object.assign(document.createElement("button"), { type: "button", className: "button", textContent: text });
  const hidden = Object.assign(document.createElement("span"), { className: "hidden-text", textContent: ` ${name.textContent}` });
  button.append(hidden);
  button.setAttribute("aria-pressed", "true");
  button.addEventListener("click", () => button.setAttribute("aria-pressed", String(change(list, "key", one.key, one))));
  item.append(name, button);
  return item;
}

async function begin(box) {
  const what = box.dataset.device;
  if (what === "follows" || what === "mutes") return rows(box, what);
  const data = asked[what](load());
  if (data) fill(box, await cards(data));
  if (what === "saved") searchable(box);
  if (what === "read") clearable(box);
}

function searchable(box) {
  const search = box.querySelector("[data-search-device]");
  search.hidden = !box.querySelector(".card");
  search.addEventListener("submit", (event) => event.preventDefault());
  search.querySelector("input").addEventListener("input", (event) => {
    const words = event.target.value.toLowerCase().split(/\s+/).filter(Boolean);
    for (const card of box.querySelectorAll(".card")) {
      const text = card.textContent.toLowerCase();
      card.hidden = !words.every((word) => text.includes(word));
    }
  });
}

function clearable(box) {
  const clear = box.querySelector("[data-clear]");
  clear.hidden = !load().read.length;
  clear.querySelector("button").addEventListener("click", () => {
    store({ ...load(), read: [] });
    clear.hidden = true;
    fill(box, "");
  });
}

if (isReader) document.addEventListener("octavo:taken", () => location.reload());
else for (const box of document.querySelectorAll("[data-device]")) begin(box);

// A word to mute, kept here.
const word = document.querySelector("[data-mute-word]");
if (word && !isReader) {
  word.addEventListener("submit", (event) => {
    event.preventDefault();
    const text = word.elements.word.value.trim().replace(/\s+/g, " ").toLowerCase();
    if (text.length < 2) return;
    const kept = load();
    kept.mutes = [{ key: `word:${text}`, label: text }, ...kept.mutes.filter((one) => one.key !== `word:${text}`)];
    store(kept);
    word.reset();
    rows(document.querySelector('[data-device="mutes"]'), "mutes");
  });
}

// The welcome: what is ticked is followed on this device; the form goes on as it would.
const welcome = document.querySelector("[data-welcome]");
if (welcome) {
  const boxes = [...welcome.querySelectorAll("input[name=follow]")];
  const known = new Set(load().follows.map((one) => one.key));
  for (const box of boxes) box.checked = known.has(box.value);
  welcome.addEventListener("submit", () => {
    const kept = load();
    const offered = new Set(boxes.map((box) => box.value));
    const at = Math.floor(Date.now() / 1000);
    const chosen = boxes.filter((box) => box.checked).map((box) => ({ key: box.value, label: box.dataset.label, at }));
    kept.follows = [...chosen, ...kept.follows.filter((one) => !offered.has(one.key))];
    store(kept);
  });
}
