// The way to the service worker: registering it, telling it things, and its new version, which waits to be asked for.

import { notify, say } from "./words.js";

export const hasWorkers = "serviceWorker" in navigator && isSecureContext;

export async function tell(message) {
  if (!hasWorkers) return;
  (await navigator.serviceWorker.ready).active.postMessage(message);
}

export async function startWorker() {
  if (!hasWorkers) return;
  const registration = await navigator.serviceWorker.register("/service-worker.js", { updateViaCache: "none" }).catch(() => null);
  if (!registration) return;
  if (registration.waiting) offer(registration.waiting);
  registration.addEventListener("updatefound", () => {
    const coming = registration.installing;
    coming.addEventListener("statechange", () => {
      if (coming.state === "installed" && navigator.serviceWorker.controller) offer(coming);
    });
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") registration.update().catch(() => {});
  });
}

let offered = false;

function offer(worker) {
  if (offered) return;
  offered = true;
  notify(say("newVersion"), {
    label: say("useIt"),
    act: () => {
      // This page alone is loaded again, as its reader asked for it.
      navigator.serviceWorker.addEventListener("controllerchange", () => location.reload(), { once: true });
      worker.postMessage({ type: "activate" });
    },
  });
}
