// What the page asks the worker to keep: the edition that is on show, what the reader saves, and the button for it.
//
// Other parts say that something was saved with an event on the document:
//   new CustomEvent("octavo:saved", { detail: { url: "/article/12/…", saved: true } })

import { read } from "./database.js";
import { say } from "./words.js";
import { hasWorkers, tell } from "./worker-link.js";

const root = document.documentElement;
const SETTLED_MS = 2000;
const EDITION_LINKS = ".lead a, .row a, .breaking a";
const here = () => location.origin + location.pathname + location.search;
const isLive = () => root.dataset.kept === undefined && root.dataset.offline === undefined;

export const linksOf = (page) => [...page.querySelectorAll(EDITION_LINKS)]
  .map((link) => new URL(link.getAttribute("href"), location.href))
  .filter(({ origin, pathname }) => origin === location.origin && /\/(article|story)\/\d+\//.test(pathname))
  .map(({ origin, pathname, search }) => origin + pathname + search);

export function watchShelf() {
  if (!hasWorkers) return;
  document.addEventListener("octavo:saved", ({ detail }) => tell({ type: detail.saved ? "keep" : "release", urls: [detail.url] }));
  new BroadcastChannel("octavo").addEventListener("message", ({ data }) => data.type === "kept" && showKeepButtons());
  if (isLive()) setTimeout(keepWhatIsShown, SETTLED_MS);
}

function keepWhatIsShown() {
  if (document.body.matches(".front") && document.querySelector(".edition-line")) {
    tell({ type: "edition", page: here(), links: linksOf(document) });
  }
  if (/\/saved\/$/.test(location.pathname)) keepSavedList();
}

// The list of what is saved may still be arriving.
function keepSavedList() {
  const main = document.getElementById("main");
  let last = "";
  const keep = () => {
    const urls = [...main.querySelectorAll(".headline a")].map((link) => link.href);
    if (!urls.length || last === String(urls)) return;
    last = String(urls);
    tell({ type: "keep", urls });
  };
  keep();
  new MutationObserver(keep).observe(main, { childList: true, subtree: true });
}

export async function showKeepButtons() {
  if (!hasWorkers) return;
  const row = await read("pages", here()).catch(() => null);
  for (const button of document.querySelectorAll("button[data-keep]")) {
    const isKept = row?.reason === "saved";
    button.removeAttribute("data-waits");
    button.setAttribute("aria-pressed", isKept);
    button.querySelector("span").textContent = say(isKept ? "kept" : "keep");
  }
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-keep]");
  if (!button) return;
  const isKept = button.getAttribute("aria-pressed") === "true";
  if (!isKept) button.querySelector("span").textContent = say("keeping");
  tell({ type: isKept ? "release" : "keep", urls: [here()] });
});
