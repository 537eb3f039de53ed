// How a request is answered: from the network, from the shelf, or with the page that says that there is neither.

import { setting } from "../app/database.js";
import { isHtml, isKeepable, keepPage, keptPage, keptPicture, makeRoom, makeRoomSoon, mayKeep, plain, storePage, storePicture, touch } from "./shelf.js";

// A network this slow is as good as none, where a kept page stands ready.
const PATIENCE_MS = 5000;
const SLOW = "too slow";
const REVISIT_MS = 10 * 60_000;
const shellName = () => `octavo-shell-${CONFIG.version}`;

export async function fromShell(request) {
  const shell = await caches.open(shellName());
  const known = await shell.match(request.url);
  if (known) return known;
  try {
    return await fetch(request);
  } catch (error) {
    // A page kept before an upgrade asks for the script or sheet of its time.
    const later = await shell.match(request.url, { ignoreSearch: true });
    if (later) return later;
    throw error;
  }
}

export async function picture(event) {
  const url = plain(event.request.url);
  const exact = await keptPicture(url, false);
  if (exact) return exact;
  try {
    const response = await fetch(event.request);
    if (response.ok) event.waitUntil(storePicture(url, response.clone()).then(makeRoomSoon));
    return response;
  } catch (error) {
    const other = await keptPicture(url, true);
    if (other) return other;
    throw error;
  }
}

export async function page(event) {
  const url = plain(event.request.url);
  const kept = isKeepable(url) ? await keptPage(url) : undefined;
  try {
    const response = await inTime(fetch(event.request), kept ? PATIENCE_MS : 0);
    if (kept && [502, 503, 504].includes(response.status)) throw new TypeError("the server does not answer");
    event.waitUntil(remember(url, response.clone()));
    return response;
  } catch (error) {
    if (!kept) return offlinePage(url);
    event.waitUntil(touch(kept.row));
    return dressed(kept.response, kept.row.keptAt, { isSlow: error.message === SLOW });
  }
}

function inTime(answer, ms) {
  if (!ms) return answer;
  const late = new Promise((_, reject) => setTimeout(() => reject(new TypeError(SLOW)), ms));
  return Promise.race([answer, late]);
}

// A visited page: as it came, or, where it came for a signed-in reader, as a stranger gets it.
async function remember(url, response) {
  if (!isKeepable(url) || !response.ok || !isHtml(response) || response.redirected) return;
  if (mayKeep(response)) await storePage(url, response, "visited");
  else await keepPage(url, "visited", REVISIT_MS);
  await makeRoom();
}

async function offlinePage(url) {
  const first = new URL(url).pathname.split("/")[1];
  const path = CONFIG.offline[first] ?? CONFIG.offline[""];
  const known = await (await caches.open(shellName())).match(path);
  if (!known) return Response.error();
  return dressed(known, null, { status: new URL(url).pathname === path ? 200 : 503 });
}

// A kept page says since when it is kept, and wears the theme and the size of text that the reader has chosen since.
async function dressed(response, keptAt, { status = 200, isSlow = false } = {}) {
  const { theme, text } = await setting("display", {});
  const marks = [
    keptAt ? `data-kept="${new Date(keptAt).toISOString()}"` : "data-offline",
    isSlow ? "data-slow" : "",
    theme === "light" || theme === "dark" ? `data-theme="${theme}"` : "",
    /^[a-z]+$/.test(text ?? "") ? `data-text="${text}"` : "",
  ].join(" ");
  const html = await response.text();
  const marked = html.replace(/<html([^>]*)>/, (_, own) => `<html${own.replace(/ data-(?:theme|text)="\w*"/g, "")} ${marks}>`);
  return new Response(marked, { status, headers: response.headers });
}
