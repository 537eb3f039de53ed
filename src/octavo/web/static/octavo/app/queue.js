// Forms that are sent now, or when the network is back. What other parts use is `send`.
//
//   import { send } from "./app/queue.js";
//   const { sent, response } = await send("/my/save/", new FormData(form), { key: "save 12", label: "Saved: A lake returns" });
//
// `sent` is false when the form waits on this device. A form with the key of one that waits takes its place, so of
// "save" and "do not save" the last one counts; without a key, the same form to the same address counts once. `label`
// is what the reader is shown of it while it waits; `page`, the path of the page that it was written on, lets that page
// show it in its place. Only text fields: a file is refused with a TypeError.

import { all, announce, empty, read, remove, replace, setting, write } from "./database.js";

const MOST_TRIES = 10;
const TOKEN = "csrfmiddlewaretoken";

// A token against forged forms and the mark of the reader who is signed in, fresh from the server.
async function freshToken() {
  const response = await fetch("/token/", { cache: "no-store" });
  if (!response.ok) throw new TypeError("the server does not answer");
  return response.json();
}

function itemOf(url, formData, { key, label, page }) {
  const address = new URL(url, location.origin);
  if (address.origin !== location.origin) throw new TypeError("only forms of this site");
  const fields = [...formData].filter(([name]) => name !== TOKEN);
  if (fields.some(([, value]) => typeof value !== "string")) throw new TypeError("only text can wait");
  const path = address.pathname + address.search;
  return { key: key ?? JSON.stringify([path, fields]), id: crypto.randomUUID(), path, fields, label, page, at: Date.now(), tries: 0, trouble: "" };
}

const post = (item, token) => fetch(item.path, {
  method: "POST",
  body: new URLSearchParams([...item.fields, [TOKEN, token]]),
  headers: { "X-CSRFToken": token, "Idempotency-Key": item.id, Accept: "application/json, */*;q=0.5" },
});

export async function send(url, formData, { key, label = "", page = "" } = {}) {
  const item = itemOf(url, formData, { key, label, page });
  const given = formData.get(TOKEN);
  try {
    let response = await post(item, given || (await freshToken()).token);
    if (response.status === 403 && given) response = await post(item, (await freshToken()).token);
    if (![502, 503, 504].includes(response.status)) return { sent: true, response };
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
  }
  await write("queue", { ...item, reader: await setting("reader", "") });
  announce({ type: "queue" });
  await askForSync();
  return { sent: false };
}

// Where the browser can, it wakes the worker when the network is back, even with every page closed.
async function askForSync() {
  const worker = await globalThis.navigator?.serviceWorker?.getRegistration?.();
  await worker?.sync?.register("octavo-queue").catch(() => {});
}

// Send what waits, oldest first. One at a time on this device, whoever asks: page or worker.
export const replay = () => navigator.locks.request("octavo-queue", async () => {
  const items = (await waiting()).filter((item) => !item.trouble);
  if (!items.length) return;
  let now;
  try {
    now = await freshToken();
  } catch {
    return;
  }
  for (const item of items) if (!(await replayed(item, now))) break;
  announce({ type: "queue" });
});

// Whether to go on with the next one.
async function replayed(item, { token, reader }) {
  if (item.reader !== reader) return troubled(item, "reader");
  let response;
  try {
    response = await post(item, token);
  } catch {
    return false;
  }
  if (response.status >= 500 || response.status === 429) {
    if (item.tries + 1 >= MOST_TRIES) return troubled(item, "refused");
    await settle(item, { ...item, tries: item.tries + 1 });
    return false;
  }
  if (response.redirected && /sign-in|login/.test(new URL(response.url).pathname)) return troubled(item, "reader");
  if (!response.ok) return troubled(item, "refused");
  await settle(item, null);
  return true;
}

// Not where another form has taken its place meanwhile, or the reader discarded it.
const settle = (item, row) => replace("queue", item.key, row, ({ id }) => id === item.id);

async function troubled(item, trouble) {
  await settle(item, { ...item, trouble });
  return true;
}

export const waiting = async () => (await all("queue")).sort((a, b) => a.at - b.at);
export const discard = async (key) => { await remove("queue", key); announce({ type: "queue" }); };
export const discardAll = () => empty("queue");

export async function tryAgain(key) {
  const item = await read("queue", key);
  const { reader } = await freshToken();
  if (item) await write("queue", { ...item, reader, trouble: "", tries: 0 });
  await replay();
}
