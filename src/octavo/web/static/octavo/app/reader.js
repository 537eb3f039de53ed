// Who reads on this device, by a mark that the page carries. When it changes, what the last one kept is forgotten.
// Also tells the worker how pages should look, for those that were kept before the reader chose.

import { set, setting } from "./database.js";
import { discardAll } from "./queue.js";
import { tell } from "./worker-link.js";

const cookie = (name) => document.cookie.split("; ").find((one) => one.startsWith(`${name}=`))?.slice(name.length + 1) ?? "";

export async function noteReader() {
  try {
    await set("display", { theme: cookie("theme"), text: cookie("text") });
    const { kept, offline } = document.documentElement.dataset;
    const mark = document.querySelector('meta[name="octavo-reader"]');
    if (kept !== undefined || offline !== undefined || !mark) return;
    const before = await setting("reader", "");
    if (before && before !== mark.content) {
      await discardAll();
      await tell({ type: "forget" });
    }
    await set("reader", mark.content);
  } catch {
    // Storage is refused: then nothing is kept either.
  }
}
