// What the device remembers, in one IndexedDB. Shared by pages and the service worker.

const KEYS = { pages: "url", pictures: "url", queue: "key", settings: "name", words: "url" };
let opening;

function database() {
  opening ??= new Promise((resolve, reject) => {
    const request = indexedDB.open("octavo", 1);
    request.onupgradeneeded = () => {
      for (const [name, keyPath] of Object.entries(KEYS)) request.result.createObjectStore(name, { keyPath });
    };
    request.onsuccess = () => {
      request.result.onversionchange = () => request.result.close();
      resolve(request.result);
    };
    request.onerror = () => reject(request.error);
  });
  return opening;
}

async function transact(store, mode, work) {
  const transaction = (await database()).transaction(store, mode);
  const request = work(transaction.objectStore(store));
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve(request?.result);
    transaction.onabort = transaction.onerror = () => reject(transaction.error);
  });
}

export const read = (store, key) => transact(store, "readonly", (rows) => rows.get(key));
export const all = (store) => transact(store, "readonly", (rows) => rows.getAll());
export const write = (store, row) => transact(store, "readwrite", (rows) => rows.put(row));
export const remove = (store, key) => transact(store, "readwrite", (rows) => rows.delete(key));
export const empty = (store) => transact(store, "readwrite", (rows) => rows.clear());

// Rows whose key begins with `prefix`.
export const beginning = (store, prefix) =>
  transact(store, "readonly", (rows) => rows.getAll(IDBKeyRange.bound(prefix, prefix + "\uffff")));

// Put `row` in the place of the row with its key, in one go, if that still `fits`.
export const replace = (store, key, row, fits) => transact(store, "readwrite", (rows) => {
  const request = rows.get(key);
  request.onsuccess = () => {
    if (!request.result || !fits(request.result)) return;
    if (row) rows.put(row);
    else rows.delete(key);
  };
});

export async function setting(name, otherwise) {
  return (await read("settings", name))?.value ?? otherwise;
}

export const set = (name, value) => write("settings", { name, value });

// Everyone who shows what is kept hears when it changes. What is posted comes back to other contexts alone.
export function announce(told) {
  const channel = new BroadcastChannel("octavo");
  channel.postMessage(told);
  channel.close();
}
