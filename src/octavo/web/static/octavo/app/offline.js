// The page of what is kept: lists, search, settings, and what waits to be sent. Works with no network at all.

import { all, set, setting } from "./database.js";
import { keptArticles, searchKept } from "./kept-search.js";
import { linksOf } from "./keep.js";
import { discard, tryAgain, waiting } from "./queue.js";
import { button, clock, megabytes, notify, number, say } from "./words.js";
import { hasWorkers, tell } from "./worker-link.js";

const part = (name) => document.querySelector(`[data-part="${name}"]`);
const lists = { edition: part("edition"), saved: part("saved"), visited: part("visited") };

function line({ url, title, lang, publisher, keptAt }) {
  const item = document.getElementById("kept-line").content.cloneNode(true);
  const link = item.querySelector("a");
  Object.assign(link, { href: url, textContent: title, lang });
  link.dir = "auto";
  item.querySelector("[data-publisher]").textContent = publisher;
  const time = item.querySelector("[data-kept-at]");
  time.textContent = say("asOf", { time: clock(keptAt) });
  return item;
}

function fill(list, rows) {
  list.querySelector("ul").replaceChildren(...rows.map(line));
  list.querySelector("[data-count]").textContent = number(rows.length);
  list.hidden = !rows.length;
}

async function showLists() {
  const articles = await keptArticles();
  for (const [reason, list] of Object.entries(lists)) fill(list, articles.filter((row) => row.reason === reason));
  part("nothing").hidden = articles.length > 0;
}

async function showSize() {
  const [pages, pictures] = [await all("pages"), await all("pictures")];
  const bytes = [...pages, ...pictures].reduce((sum, row) => sum + row.bytes, 0);
  const limit = await setting("limit", 100);
  const meter = part("meter");
  Object.assign(meter, { max: limit, value: Math.min(limit, bytes / 1e6) });
  part("size").textContent = say("size", {
    size: megabytes(bytes), limit: megabytes(limit * 1e6), pages: number(pages.length), pictures: number(pictures.length),
  });
}

async function showEdition() {
  const edition = await setting("edition", null);
  const text = edition && (edition.isWhole
    ? say("editionAsOf", { time: clock(edition.at) })
    : say("editionComing", { done: number(edition.done), total: number(edition.total) }));
  part("state").textContent = text || say("noEdition");
}

async function showQueue() {
  const items = await waiting();
  part("queue").hidden = !items.length;
  part("queue").querySelector("ul").replaceChildren(...items.map(queued));
}

function queued(item) {
  const row = document.createElement("li");
  const text = item.label || item.path;
  row.append(Object.assign(document.createElement("p"), { textContent: text, dir: "auto" }));
  row.append(Object.assign(document.createElement("small"), {
    textContent: say({ "": "waits", reader: "otherReader", refused: "refused" }[item.trouble], { time: clock(item.at) }),
  }));
  const acts = Object.assign(document.createElement("p"), { className: "actions" });
  acts.append(button(say("tryAgain"), () => tryAgain(item.key).catch(() => notify(say("nowOffline")))), button(say("discard"), () => discard(item.key)));
  row.append(acts);
  return row;
}

async function search(query) {
  const found = query ? await searchKept(query) : [];
  fill(part("found"), found);
  part("found").hidden = !query;
  part("found-nothing").hidden = found.length > 0;
}

function showNetwork() {
  part("network").textContent = say(navigator.onLine ? "networkThere" : "networkGone");
}

async function settings() {
  const connection = navigator.connection;
  const boxes = { auto: true, wifiOnly: true };
  if (connection && "type" in connection) part("wifi").hidden = false;
  for (const [name, usual] of Object.entries(boxes)) {
    const box = document.querySelector(`[name="${name}"]`);
    box.checked = await setting(name, usual);
    box.addEventListener("change", () => set(name, box.checked));
  }
  const limit = document.querySelector('[name="limit"]');
  limit.value = String(await setting("limit", 100));
  limit.addEventListener("change", async () => { await set("limit", Number(limit.value)); showSize(); });
}

async function keepNow(event) {
  const home = event.currentTarget.dataset.front;
  try {
    const response = await fetch(home);
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    await tell({ type: "edition", page: new URL(home, location.href).href, links: linksOf(page), asked: true });
  } catch {
    notify(say("nowOffline"));
  }
}

async function showAll() {
  await Promise.all([showLists(), showSize(), showEdition(), showQueue()]);
}

async function start() {
  part("works").hidden = false;
  await settings();
  const field = document.getElementById("q");
  field.value = new URLSearchParams(location.search).get("q") ?? "";
  field.form.addEventListener("submit", (event) => { event.preventDefault(); search(field.value); });
  document.querySelector("[data-keep-now]").addEventListener("click", keepNow);
  document.querySelector("[data-clear]").addEventListener("click", () => document.getElementById("clear").showModal());
  document.getElementById("clear").addEventListener("close", ({ target }) => target.returnValue === "clear" && tell({ type: "clear" }));
  new BroadcastChannel("octavo").addEventListener("message", ({ data }) => {
    if (data.type === "edition") showEdition();
    else if (data.type === "queue") showQueue();
    else showAll();
  });
  addEventListener("online", showNetwork);
  addEventListener("offline", showNetwork);
  showNetwork();
  await showAll();
  if (field.value) search(field.value);
  // Asks the browser not to clear this when it is short of space; it may say no.
  if ((await all("pages")).length) navigator.storage?.persist?.();
}

// As the answer to an address that is not kept, this page says so first.
const isStandIn = !/\/offline\/$/.test(location.pathname);
part("stand-in").hidden = !isStandIn;
part("heading").hidden = isStandIn;
if (hasWorkers && "indexedDB" in window) start().catch(() => { part("refused").hidden = false; });
else part("refused").hidden = false;
