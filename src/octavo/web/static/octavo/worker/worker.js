// The service worker. `CONFIG` stands before this text: its version, the shell, and the offline page of each language.
// A new version waits until the reader says so; nobody's page is reloaded under them.

import { replay } from "../app/queue.js";
import { keepEdition } from "./edition.js";
import { moveOn, openMessage, showMessage, takeNoMore } from "./push.js";
import { fromShell, page, picture } from "./serve.js";
import { clear, forget, keepSaved, release } from "./shelf.js";

const wantsPage = (request) => request.mode === "navigate" || (request.headers.get("Accept") ?? "").startsWith("text/html");
const signsOut = ({ method, url }) => method === "POST" && /\/(?:sign-?out|logout)\/$/.test(new URL(url).pathname);

self.addEventListener("install", (event) => {
  event.waitUntil(fillShell());
});

async function fillShell() {
  const shell = await caches.open(`octavo-shell-${CONFIG.version}`);
  await shell.addAll(CONFIG.shell);
  for (const path of Object.values(CONFIG.offline)) {
    await shell.put(path, await fetch(path, { headers: { "Octavo-Keep": "1" }, cache: "no-cache" }));
  }
}

self.addEventListener("activate", (event) => {
  event.waitUntil(takeOver());
});

async function takeOver() {
  for (const name of await caches.keys()) {
    if (name.startsWith("octavo-shell-") && name !== `octavo-shell-${CONFIG.version}`) await caches.delete(name);
  }
  await self.clients.claim();
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== location.origin) return;
  if (signsOut(request)) event.waitUntil(Promise.all([forget(), takeNoMore()]));
  if (request.method !== "GET") return;
  if (url.pathname.startsWith(CONFIG.static)) event.respondWith(fromShell(request));
  else if (url.pathname.startsWith("/pictures/")) event.respondWith(picture(event));
  else if (wantsPage(request)) event.respondWith(page(event));
});

const ACTS = {
  activate: () => self.skipWaiting(),
  clear,
  edition: keepEdition,
  forget,
  keep: ({ urls }) => keepSaved(urls),
  release: ({ urls }) => release(urls),
  replay,
};
self.addEventListener("message", (event) => {
  const act = ACTS[event.data?.type];
  if (act) event.waitUntil(act(event.data));
});

self.addEventListener("sync", (event) => {
  if (event.tag === "octavo-queue") event.waitUntil(replay());
});

self.addEventListener("push", (event) => event.waitUntil(showMessage(event)));
self.addEventListener("notificationclick", (event) => event.waitUntil(openMessage(event)));
self.addEventListener("pushsubscriptionchange", (event) => event.waitUntil(moveOn(event)));
