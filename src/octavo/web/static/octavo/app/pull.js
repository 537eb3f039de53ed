// Pulling a list down loads it anew, in the installed app alone: in a tab the browser has its own way.

import { say } from "./words.js";

const FAR_PX = 80;
const RESISTANCE = 0.5;
const isInstalled = () => matchMedia("(display-mode: standalone)").matches || navigator.standalone === true;
const isStill = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

export function pullToRefresh() {
  if (!isInstalled()) return;
  document.documentElement.classList.add("installed");
  let [from, pulled, line] = [null, 0, null];
  const end = () => { line?.remove(); [from, pulled, line] = [null, 0, null]; };
  document.addEventListener("touchstart", ({ touches, target }) => {
    const isList = document.body.matches(".front, .list") && !target.closest("dialog, input, select, textarea");
    from = isList && touches.length === 1 && scrollY <= 0 ? touches[0].clientY : null;
  }, { passive: true });
  document.addEventListener("touchmove", ({ touches }) => {
    if (from === null) return;
    pulled = touches.length === 1 && scrollY <= 0 ? (touches[0].clientY - from) * RESISTANCE : 0;
    if (pulled > 10) (line ??= indicator()).show(pulled);
    else if (line) end();
  }, { passive: true });
  document.addEventListener("touchend", () => {
    const isFar = from !== null && pulled > FAR_PX;
    if (isFar) { line?.busy(); location.reload(); } else end();
  }, { passive: true });
  document.addEventListener("touchcancel", end, { passive: true });
}

function indicator() {
  const line = Object.assign(document.createElement("p"), { className: "pull" });
  line.setAttribute("role", "status");
  document.body.append(line);
  return {
    show(pulled) {
      line.textContent = say(pulled > FAR_PX ? "letGo" : "pull");
      if (!isStill()) line.style.translate = `0 ${Math.min(pulled, FAR_PX)}px`;
    },
    busy: () => { line.textContent = say("loading"); },
    remove: () => line.remove(),
  };
}
