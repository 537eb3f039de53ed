// Forms marked `data-queue` are sent through the queue, and what waits is sent whenever there is hope.

import { replay, send } from "./queue.js";
import { notify, say } from "./words.js";

const isKept = () => "kept" in document.documentElement.dataset || "offline" in document.documentElement.dataset;

export function sendWaiting() {
  const attempt = () => replay().catch(() => {});
  attempt();
  addEventListener("online", attempt);
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && attempt());
}

// Online a form goes its usual way. On a kept page, or without a network, it waits.
document.addEventListener("submit", async (event) => {
  const form = event.target.closest("form[data-queue]");
  if (!form || event.defaultPrevented || (navigator.onLine && !isKept())) return;
  event.preventDefault();
  const data = new FormData(form, event.submitter);
  const { sent } = await send(form.action, data, { key: form.dataset.queue || undefined, label: form.dataset.label });
  notify(say(sent ? "formSent" : "formWaits"));
});
