// The bell of those who are signed in: its number, on the app's icon too, and what is read by being opened.

import { number } from "./app/words.js";

const channel = "BroadcastChannel" in globalThis ? new BroadcastChannel("octavo") : null;
const MOST = 99;

function show(count) {
  const mark = document.querySelector(".bell-mark");
  const name = document.querySelector("[data-bell-name]");
  if (!mark || !name) return;
  mark.dataset.unread = count;
  mark.hidden = !count;
  mark.textContent = count > MOST ? `${number(MOST)}+` : number(count);
  name.textContent = count ? name.dataset.some.replace("{count}", number(count)) : name.dataset.none;
  document.dispatchEvent(new CustomEvent("octavo:unread", { detail: count }));
}

export function start() {
  const mark = document.querySelector(".bell-mark");
  if (mark) document.dispatchEvent(new CustomEvent("octavo:unread", { detail: Number(mark.dataset.unread) }));
}

// A link that is followed marks its line; without scripts there is a button for it.
function opened(event) {
  const link = event.target.closest("a[data-notification]");
  const form = link?.closest(".is-unread")?.querySelector("form");
  if (!form) return;
  navigator.sendBeacon(form.action, new FormData(form));
  link.closest(".is-unread").classList.remove("is-unread");
  link.querySelector("[data-new]")?.remove();
  form.remove();
  show(Math.max(0, Number(document.querySelector(".bell-mark")?.dataset.unread) - 1));
}

start();
document.addEventListener("click", opened);
document.addEventListener("auxclick", opened);
channel?.addEventListener("message", ({ data }) => data.type === "unread" && show(data.count));
