// The way through a list: the article that was opened from one leads to the next and the previous, by links at its
// foot, by the keys n and b, and by a swipe towards where the text comes from. The list is kept in this tab alone.

import { say } from "./words.js";

const KEPT = "octavo-trail";
const LISTS = ".front, .list, .story-page";
const FAR_PX = 70;
const EDGE_PX = 28;
const QUICK_MS = 700;
const isRtl = document.documentElement.dir === "rtl";

// On leaving a list: the links like the one that was followed, in the order of the page.
export function rememberTrail() {
  document.addEventListener("click", (event) => {
    const link = event.target.closest("main a");
    const kind = [".headline a", "a.by", ".breaking a"].find((one) => link?.matches(one));
    if (!kind || !document.body.matches(LISTS)) return;
    const links = [...document.querySelectorAll(`main ${kind}`)];
    const steps = links.map((one) => ({ path: one.pathname, title: titleOf(one), lang: languageOf(one) }));
    try {
      sessionStorage.setItem(KEPT, JSON.stringify({ from: location.pathname + location.search, steps }));
    } catch {
      // Storage is refused: then there is no way through.
    }
  });
}

const titleOf = (link) => (link.closest(".card")?.querySelector(".headline") ?? link).textContent.trim();
const languageOf = (link) => link.closest(".card")?.querySelector(".headline")?.lang || document.documentElement.lang;

function neighbours() {
  try {
    const { from, steps } = JSON.parse(sessionStorage.getItem(KEPT));
    const at = steps.findIndex(({ path }) => path === location.pathname);
    return at < 0 ? {} : { from, previous: steps[at - 1], next: steps[at + 1] };
  } catch {
    return {};
  }
}

export function showTrail() {
  document.querySelector(".trail")?.remove();
  const { from, previous, next } = neighbours();
  if (!from || document.body.matches(".front, .list")) return;
  const nav = Object.assign(document.createElement("nav"), { className: "trail" });
  nav.setAttribute("aria-label", say("trail"));
  if (previous) nav.append(step(previous, "prev", say("previous")));
  nav.append(Object.assign(document.createElement("a"), { className: "trail-back", href: from, textContent: say("backToList") }));
  if (next) nav.append(step(next, "next", say("next")));
  (document.querySelector("main .article, main .coverage") ?? document.getElementById("main")).append(nav);
}

function step({ path, title, lang }, rel, label) {
  const link = Object.assign(document.createElement("a"), { className: `trail-${rel}`, href: path, rel });
  const name = Object.assign(document.createElement("span"), { className: "trail-title", textContent: title, lang, dir: "auto" });
  link.append(Object.assign(document.createElement("small"), { textContent: label }), name);
  return link;
}

export const follow = (rel) => document.querySelector(`.trail a[rel="${rel}"]`)?.click();

// Not from the screen's edge, which is the device's own way back; not in what itself moves sideways; not while
// text is being chosen; not with two fingers.
export function swipe() {
  let start = null;
  document.addEventListener("touchstart", (event) => {
    const touch = event.touches[0];
    const isOurs = event.touches.length === 1 && touch.clientX > EDGE_PX && touch.clientX < innerWidth - EDGE_PX;
    start = isOurs && !movesSideways(event.target) ? { x: touch.clientX, y: touch.clientY, at: event.timeStamp } : null;
  }, { passive: true });
  document.addEventListener("touchmove", (event) => { if (event.touches.length > 1) start = null; }, { passive: true });
  document.addEventListener("touchcancel", () => { start = null; }, { passive: true });
  document.addEventListener("touchend", (event) => {
    if (!start || String(getSelection())) return;
    const [across, down] = [event.changedTouches[0].clientX - start.x, event.changedTouches[0].clientY - start.y];
    const isSwipe = Math.abs(across) > FAR_PX && Math.abs(across) > 2 * Math.abs(down) && event.timeStamp - start.at < QUICK_MS;
    if (isSwipe) follow(across < 0 === !isRtl ? "next" : "prev");
  }, { passive: true });
}

function movesSideways(target) {
  for (let one = target; one && one !== document.body; one = one.parentElement) {
    if (one.matches("input, select, textarea, audio, video, dialog, [contenteditable]")) return true;
    if (one.scrollWidth > one.clientWidth + 1 && /auto|scroll/.test(getComputedStyle(one).overflowX)) return true;
  }
  return false;
}
