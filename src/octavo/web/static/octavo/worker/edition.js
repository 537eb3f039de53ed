// The edition: when a front page was shown, everything that it leads to is fetched and kept, its lead first.

import { all, announce, set, setting, write } from "../app/database.js";
import { keepPage, makeRoom, plain } from "./shelf.js";

const AT_ONCE = 2;
const FRESH_MS = 30 * 60_000;
let running;

export async function keepEdition({ page, links, asked = false }) {
  if (!asked && !(await isWanted())) return;
  const mine = (running = {});
  const urls = [...new Set([page, ...links].map(plain))];
  const state = { page, at: Date.now(), done: 0, failed: 0, total: urls.length };
  await demoteOlder(new Set(urls));
  const rest = [...urls];
  const work = async () => {
    while (rest.length && running === mine) {
      const isKept = await keepPage(rest.shift(), "edition", FRESH_MS).catch(() => false);
      state[isKept ? "done" : "failed"] += 1;
      await set("edition", { ...state, isWhole: false });
      announce({ type: "edition" });
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  if (running !== mine) return;
  await makeRoom();
  await set("edition", { ...state, isWhole: true });
  announce({ type: "edition" });
  announce({ type: "kept" });
}

async function isWanted() {
  const connection = navigator.connection;
  if (!(await setting("auto", true)) || connection?.saveData) return false;
  return !(connection?.type === "cellular" && (await setting("wifiOnly", true)));
}

// What the present front page no longer leads to is as good as any visited page.
async function demoteOlder(present) {
  for (const row of await all("pages")) {
    if (row.reason === "edition" && !present.has(row.url)) await write("pages", { ...row, reason: "visited" });
  }
}
