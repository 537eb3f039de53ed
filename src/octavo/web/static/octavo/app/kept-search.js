// Searching what is kept. A page's words are read from its kept copy the first time that they are needed.

import { all, read, write } from "./database.js";
import { score, words } from "./fold.js";

const PAGES = "octavo-pages";
const MOST = 50;
const TEXTS = "article.article .standfirst, article.article .text, .coverage .headline, .coverage .excerpt, .story-head h1";

async function indexed(row) {
  const known = await read("words", row.url);
  if (known) return known;
  const response = await (await caches.open(PAGES)).match(row.url, { ignoreVary: true });
  if (!response) return null;
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const heading = page.querySelector("main h1");
  const text = [...page.querySelectorAll(TEXTS)].map((part) => part.textContent).join("\n");
  const entry = {
    url: row.url, title: heading?.textContent.trim() || row.title, lang: heading?.lang || page.documentElement.lang,
    publisher: page.querySelector(".article-publisher bdi")?.textContent ?? "", titleWords: words(heading?.textContent ?? ""),
    textWords: words(text), excerpt: text.trim().slice(0, 200),
  };
  await write("words", entry);
  return entry;
}

const pages = async () => (await all("pages")).filter(({ kind }) => kind !== "page");

// Kept articles and stories with title, language and publisher; newest first.
export async function keptArticles() {
  const found = [];
  for (const row of (await pages()).sort((a, b) => b.keptAt - a.keptAt)) {
    const entry = await indexed(row);
    if (entry) found.push({ ...row, ...entry });
  }
  return found;
}

export async function searchKept(query) {
  const asked = words(query);
  if (!asked.length) return [];
  const scored = (await keptArticles()).map((one) => ({ ...one, score: score(asked, one.titleWords, one.textWords) }));
  return scored.filter((one) => one.score > 0).sort((a, b) => b.score - a.score).slice(0, MOST);
}
