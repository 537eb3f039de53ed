// Whether this page is a kept one, and the network there. A kept page says of when it is; nothing is loaded unasked.

import { button, clock, notify, say } from "./words.js";

const root = document.documentElement;
const isKept = () => Boolean(root.dataset.kept);

export function showStatus() {
  if (!isKept() || document.querySelector(".offline-note")) return;
  const note = Object.assign(document.createElement("div"), { className: "notice offline-note" });
  note.setAttribute("role", "status");
  const text = say("slow" in root.dataset ? "keptAsOf" : "offlineAsOf", { time: clock(new Date(root.dataset.kept)) });
  note.append(Object.assign(document.createElement("p"), { textContent: text }));
  note.append(again());
  document.getElementById("main").prepend(note);
}

const again = () => button(say("loadAgain"), () => location.reload());

export function watchNetwork() {
  addEventListener("offline", () => notify(say("nowOffline")));
  addEventListener("online", () => notify(say("nowOnline")));
}
