// What is new in a story since this device last showed it. Kept on the device alone; no account, nothing sent.

const kept = "octavo-stories";
const most = 200;

export function start() {
  const head = document.querySelector("[data-story]");
  if (!head) return;
  try {
    const seen = JSON.parse(localStorage.getItem(kept) ?? "{}");
    const last = seen[head.dataset.story];
    if (last && !("known" in head.dataset) && !new URLSearchParams(location.search).has("since")) {
      const fresh = [...document.querySelectorAll(".coverage [data-joined]")].filter((one) => Number(one.dataset.joined) > last);
      for (const one of fresh) {
        const mark = (one.closest(".telling") ?? one).querySelector(".mark-new");
        if (mark) mark.hidden = false;
      }
      if (fresh.length) document.querySelector("[data-new-notice]").hidden = false;
    }
    seen[head.dataset.story] = Math.floor(Date.now() / 1000);
    const entries = Object.entries(seen).sort((a, b) => b[1] - a[1]).slice(0, most);
    localStorage.setItem(kept, JSON.stringify(Object.fromEntries(entries)));
  } catch {
    // Storage is refused: then nothing is remembered.
  }
}
start();
