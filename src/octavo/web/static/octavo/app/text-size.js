// Smaller and larger text. A cookie keeps it, so the server sends the page in its size and nothing jumps.

import { set } from "./database.js";
import { notify, say } from "./words.js";

const SIZES = ["small", "normal", "large", "larger", "largest"];
const root = document.documentElement;
const now = () => Math.max(0, SIZES.indexOf(root.dataset.text ?? "normal"));

function choose(size) {
  root.dataset.text = size;
  const secure = location.protocol === "https:" ? "; secure" : "";
  document.cookie = `text=${size}; path=/; max-age=31536000; samesite=lax${secure}`;
  set("display", { theme: root.dataset.theme ?? "", text: size }).catch(() => {});
}

export function showTextSize() {
  for (const box of document.querySelectorAll("[data-text-size]")) {
    box.removeAttribute("data-waits");
    for (const button of box.querySelectorAll("[data-step]")) {
      const next = now() + Number(button.dataset.step);
      button.setAttribute("aria-disabled", next < 0 || next >= SIZES.length);
    }
  }
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-text-size] [data-step]");
  if (!button || button.getAttribute("aria-disabled") === "true") return;
  choose(SIZES[now() + Number(button.dataset.step)]);
  showTextSize();
  notify(say("size_" + root.dataset.text));
});
