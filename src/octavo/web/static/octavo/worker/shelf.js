// What is kept on this device: pages and their pictures, each with why, when and how large; and what is let go first.

import { all, announce, beginning, empty, read, remove, set, setting, write } from "../app/database.js";
import { discardAll } from "../app/queue.js";

const PAGES = "octavo-pages";
const PICTURES = "octavo-pictures";
const RANKS = { visited: 0, edition: 1, saved: 2 };
const MOST_VISITED = 80;
const MB = 1e6;
const SOON_MS = 1000;
const DEFAULT_LIMIT_MB = 100;
const PICTURES_OF_AN_ARTICLE = 12;
// Below a language's prefix or not: what is private, what only leads elsewhere, what makes no sense without a server.
const REFUSED = /^\/(?:[a-z]{2,3}(?:-[a-zA-Z]+)?\/)?(?:operate|admin|me|my|accounts|sign-in|share|choose|search|saved|history|following|my-news|welcome|token|gathering|service-worker\.js)(?:\/|$)/;
const A_PAGE = /^(?!.*\.[a-z]{2,11}$)/;

export function plain(address) {
  const url = new URL(address, location.origin);
  url.hash = "";
  return url.href;
}

export function isKeepable(address) {
  const url = new URL(address);
  return url.origin === location.origin && A_PAGE.test(url.pathname) && !REFUSED.test(url.pathname);
}

export function mayKeep(response) {
  const control = response.headers.get("Cache-Control") ?? "";
  return response.ok && response.type === "basic" && isHtml(response) && !/no-store|private/.test(control);
}

export const isHtml = (response) => (response.headers.get("Content-Type") ?? "").startsWith("text/html");

// Fetch a page as a stranger gets it, and keep it with its pictures. Tells whether it is kept now.
export async function keepPage(address, reason, freshMs = 0) {
  const url = plain(address);
  if (!isKeepable(url)) return false;
  const known = await read("pages", url);
  if (known && Date.now() - known.keptAt < freshMs) {
    await write("pages", { ...known, reason: higher(known.reason, reason) });
    await keepPictures(known.pictures);
    return true;
  }
  const response = await fetch(url, { headers: { "Octavo-Keep": "1" }, cache: "no-cache" });
  if (!mayKeep(response)) return false;
  await keepPictures(await storePage(url, response, reason));
  return true;
}

const higher = (one, other) => (RANKS[one] > RANKS[other] ? one : other);

// Keep what a response holds. Gives the addresses of its pictures.
export async function storePage(url, response, reason) {
  const text = await response.text();
  const known = await read("pages", url);
  const row = {
    url, title: titleIn(text), kind: kindOf(url), pictures: picturesIn(text, kindOf(url)), bytes: new Blob([text]).size,
    reason: known ? higher(known.reason, reason) : reason, keptAt: Date.now(), usedAt: Date.now(),
  };
  await (await caches.open(PAGES)).put(url, new Response(text, { headers: headersOf(response) }));
  await write("pages", row);
  await remove("words", url);
  return row.pictures;
}

// The page's own headers, its security policy among them; not those of its transfer.
function headersOf(response) {
  const headers = new Headers(response.headers);
  for (const name of ["Content-Encoding", "Content-Length", "Set-Cookie", "ETag", "Vary"]) headers.delete(name);
  return headers;
}

const kindOf = (url) => /\/(article|story)\/\d/.exec(new URL(url).pathname)?.[1] ?? "page";

function titleIn(text) {
  const title = /<title>([^<]*)<\/title>/.exec(text)?.[1] ?? "";
  const letters = { amp: "&", lt: "<", gt: ">", quot: '"', "#x27": "'", "#39": "'" };
  return title.replace(/&(amp|lt|gt|quot|#x27|#39);/g, (_, name) => letters[name]).trim();
}

// An article's own pictures; of other pages all that stand in the main part.
function picturesIn(text, kind) {
  const [from, to] = kind === "article" ? ["<article", "</article>"] : ["<main", "</main>"];
  const part = text.slice(Math.max(0, text.indexOf(from)), text.indexOf(to) + 1 || undefined);
  const found = [...part.matchAll(/<img[^>]*\ssrc="(\/pictures\/[\w-]+\.webp)"/g)].map(([, path]) => plain(path));
  return [...new Set(found)].slice(0, kind === "article" ? PICTURES_OF_AN_ARTICLE : undefined);
}

async function keepPictures(urls) {
  for (const url of urls) {
    if ((await beginning("pictures", nameOf(url))).length) continue;
    const response = await fetch(url).catch(() => null);
    if (response?.ok) await storePicture(url, response);
  }
}

export async function storePicture(url, response) {
  const body = await response.blob();
  await (await caches.open(PICTURES)).put(url, new Response(body, { headers: { "Content-Type": body.type } }));
  await write("pictures", { url, bytes: body.size, usedAt: Date.now() });
}

// A picture's address up to its width: any rendition will do where the wanted one is missing.
const nameOf = (url) => url.replace(/\d+\.webp$/, "");

export async function keptPicture(url, anyWidth) {
  const shelf = await caches.open(PICTURES);
  const exact = await shelf.match(url);
  if (exact || !anyWidth) return exact;
  const others = await beginning("pictures", nameOf(url));
  return others.length ? shelf.match(others.at(-1).url) : undefined;
}

export async function keptPage(url) {
  const row = await read("pages", url);
  const response = row && (await (await caches.open(PAGES)).match(url, { ignoreVary: true }));
  return response && { row, response };
}

export const touch = (row) => write("pages", { ...row, usedAt: Date.now() });

async function drop(store, url) {
  await (await caches.open(store === "pages" ? PAGES : PICTURES)).delete(url);
  await remove(store, url);
  if (store === "pages") await remove("words", url);
}

// Down to the limit: visited pages go first, then the edition, what the reader saved last; of equals the longest unused.
export async function makeRoom() {
  const [pages, pictures] = [await all("pages"), await all("pictures")];
  const needed = new Map();
  for (const { reason, pictures: own } of pages) {
    for (const url of own) needed.set(nameOf(url), Math.max(RANKS[reason], needed.get(nameOf(url)) ?? 0));
  }
  const things = [
    ...pages.map((row) => ({ ...row, store: "pages", rank: RANKS[row.reason] })),
    ...pictures.map((row) => ({ ...row, store: "pictures", rank: needed.get(nameOf(row.url)) ?? 0 })),
  ].sort((a, b) => a.rank - b.rank || a.usedAt - b.usedAt);
  let total = things.reduce((sum, { bytes }) => sum + bytes, 0);
  let visited = pages.filter(({ reason }) => reason === "visited").length;
  const limit = (await setting("limit", DEFAULT_LIMIT_MB)) * MB;
  for (const { store, url, bytes, reason } of things) {
    const isOneTooMany = reason === "visited" && visited > MOST_VISITED;
    if (total <= limit && !isOneTooMany) continue;
    await drop(store, url);
    total -= bytes;
    if (reason === "visited") visited -= 1;
  }
}

// After pictures that were only seen: once for many.
let pending;
export function makeRoomSoon() {
  pending ??= new Promise((done) => setTimeout(done, SOON_MS)).then(() => { pending = undefined; return makeRoom(); });
  return pending;
}

export async function keepSaved(urls) {
  for (const url of urls) await keepPage(url, "saved", 3_600_000).catch(() => false);
  await makeRoom();
  announce({ type: "kept" });
}

// No longer wanted: it stays as a visited page does.
export async function release(urls) {
  for (const url of urls.map(plain)) {
    const row = await read("pages", url);
    if (row) await write("pages", { ...row, reason: "visited" });
  }
  announce({ type: "kept" });
}

// At signing out: what this reader saved, visited or left waiting. The edition is everyone's, and stays.
export async function forget() {
  for (const { url, reason } of await all("pages")) if (reason !== "edition") await drop("pages", url);
  await discardAll();
  await set("reader", "");
  announce({ type: "kept" });
  announce({ type: "queue" });
}

export async function clear() {
  for (const name of [PAGES, PICTURES]) await caches.delete(name);
  for (const store of ["pages", "pictures", "words"]) await empty(store);
  await set("edition", null);
  announce({ type: "kept" });
}
