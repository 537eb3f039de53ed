// Keys. Those of a single letter can be switched off (WCAG 2.1.4); ? always explains. Other parts add their own with an
// element that carries `data-key="x"`: the key presses it.

import { follow } from "./trail.js";

const KEPT = "octavo-keys";
const CHORD_MS = 1500;
const areOn = () => { try { return localStorage.getItem(KEPT) !== "off"; } catch { return true; } };
const help = document.getElementById("keys");
const visible = (selector) => [...document.querySelectorAll(selector)].find((one) => one.checkVisibility?.({ visibilityProperty: true }) ?? true);
const press = (selector) => visible(selector)?.click();

// Of the card whose headline has the focus; on a page of one article, of the page.
function pressOfCard(...selectors) {
  const card = document.activeElement?.matches?.(".card .headline a") && document.activeElement.closest(".card");
  const find = (selector) => (card ? card.querySelector(selector) : visible(selector));
  selectors.map(find).find(Boolean)?.click();
}

function walk(step) {
  const links = [...document.querySelectorAll("main .headline a")];
  if (!links.length) return;
  const now = links.indexOf(document.activeElement);
  const link = links[Math.min(links.length - 1, Math.max(0, now + step))];
  link.focus({ preventScroll: true });
  link.scrollIntoView({ block: "center" });
}

function open() {
  const isOnCard = document.activeElement?.matches?.("main .headline a");
  if (isOnCard) document.activeElement.click();
  else press("[data-original]");
}

function search() {
  const field = document.getElementById("q");
  if (field) field.focus();
  else press("[data-search]");
}

const KEYS = {
  j: () => walk(1), k: () => walk(-1), o: open,
  n: () => follow("next"), b: () => follow("prev"),
  s: () => pressOfCard("button.save", "button[data-keep]"), m: () => pressOfCard("button[data-mute]"), S: () => press("[data-share]"),
  "/": search,
};
const PLACES = { h: "front", l: "latest", s: "saved", o: "offline" };

function go(place) {
  const path = document.getElementById("app-words")?.dataset[`to_${place}`];
  if (path) location.assign(path);
}

export function listenToKeys() {
  let [isGoing, wait] = [false, 0];
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest?.("input, select, textarea, dialog, [contenteditable]")) return;
    const { key } = event;
    if (key === "Escape") return document.activeElement?.blur();
    if (key !== "?" && !areOn()) return;
    const act = isGoing ? PLACES[key] && (() => go(PLACES[key])) : actOf(key);
    clearTimeout(wait);
    isGoing = !isGoing && key === "g";
    if (isGoing) wait = setTimeout(() => { isGoing = false; }, CHORD_MS);
    if (!act) return;
    event.preventDefault();
    act();
  });
  offSwitch();
}

function actOf(key) {
  if (key === "?") return () => help?.showModal();
  const own = /^[\w]$/.test(key) && document.querySelector(`[data-key="${key}"]`);
  return own ? () => own.click() : KEYS[key];
}

function offSwitch() {
  const box = help?.querySelector("input");
  if (!box) return;
  box.checked = areOn();
  box.addEventListener("change", () => {
    try {
      localStorage.setItem(KEPT, box.checked ? "on" : "off");
    } catch {
      // Storage is refused: then the choice lasts as long as the page.
    }
  });
}
