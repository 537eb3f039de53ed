// While something plays, links of this site put the next page in place of this one instead of loading it, so that the
// sound goes on. Whatever cannot be done so safely is loaded as ever, and the player takes up again there.
//
// A page's module takes part by exporting `start`, which sets up the page that is shown. A page that needs a module
// which was loaded before and exports none is loaded in full.

const bar = document.getElementById("player");
const here = () => location.pathname + location.search;
const loaded = new Set();
const scripts = (page) => [...page.querySelectorAll('script[type="module"][src]')].map((one) => new URL(one.getAttribute("src"), location.href).href);
const sheets = (page) => [...page.querySelectorAll('link[rel="stylesheet"]')];
const address = (link) => new URL(link.getAttribute("href"), location.href).href;
let isPlaying = () => false, announce = () => {}, shown = here(), turn = 0, hasSwapped = false;

export function keepPlaying(playing, say) {
  [isPlaying, announce] = [playing, say];
  for (const script of scripts(document)) loaded.add(script);
  document.addEventListener("click", clicked);
  document.addEventListener("submit", submitted);
  addEventListener("popstate", (event) => { if (hasSwapped && here() !== shown) go(location.href, { scroll: event.state?.scroll ?? 0 }); });
}

function clicked(event) {
  if (event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  const link = event.target.closest("a[href]");
  if (!link || !isPlaying() || link.target || link.hasAttribute("download")) return;
  const url = new URL(link.href);
  if (!isPage(url) || (url.pathname + url.search === here() && url.hash)) return;
  event.preventDefault();
  visit(url.href);
}
function submitted(event) {
  const form = event.target;
  if (event.defaultPrevented || !isPlaying() || form.method !== "get" || form.target) return;
  const url = new URL(form.action);
  if (!isPage(url)) return;
  event.preventDefault();
  url.search = new URLSearchParams(new FormData(form, event.submitter)).toString();
  visit(url.href);
}
const isPage = (url) => url.origin === location.origin && !/^(\/\w\w)?\/(admin|operate|choose\/language|pictures|static)\//.test(url.pathname) && !/\.\w{2,11}$/.test(url.pathname);

function visit(url) {
  history.replaceState({ ...history.state, scroll: scrollY }, "");
  return go(url, { push: true, scroll: 0 });
}

async function go(url, { push = false, scroll = 0 }) {
  const mine = ++turn;
  const page = await fetchPage(url).catch(() => null);
  if (mine !== turn) return;
  if (!page || !(await fits(page.document))) return location.assign(url);
  await addSheets(page.document);
  if (mine !== turn) return;
  hasSwapped = true;
  history.scrollRestoration = "manual";
  const hash = new URL(url).hash;
  if (push) history.pushState({ scroll: 0 }, "", page.url + hash);
  shown = here();
  swap(page.document);
  await run(scripts(page.document));
  settle(hash, scroll);
}

async function fetchPage(url) {
  const response = await fetch(url, { headers: { Accept: "text/html" }, credentials: "same-origin" });
  if (!(response.headers.get("Content-Type") ?? "").startsWith("text/html") || new URL(response.url).origin !== location.origin) return null;
  return { url: response.url, document: new DOMParser().parseFromString(await response.text(), "text/html") };
}

// Another language has another player; another version of the program has other scripts.
async function fits(page) {
  const other = page.getElementById("player");
  if (!other || other.dataset.module !== bar.dataset.module || page.documentElement.lang !== document.documentElement.lang) return false;
  if (!page.getElementById("main") || page.querySelector("script:not([src]):not([type='application/ld+json']), body script")) return false;
  for (const script of scripts(page)) {
    if (loaded.has(script) && !(await import(script)).start) return false;
  }
  return true;
}

async function addSheets(page) {
  const have = new Set(sheets(document).map(address));
  const missing = sheets(page).filter((link) => !have.has(address(link)));
  await Promise.race([
    new Promise((resolve) => setTimeout(resolve, 3000)),
    Promise.all(missing.map((link) => new Promise((resolve) => {
      const copy = Object.assign(document.createElement("link"), { rel: "stylesheet", href: link.getAttribute("href"), onload: resolve, onerror: resolve });
      document.head.append(copy);
    }))),
  ]);
}

function swap(page) {
  const needed = new Set([...sheets(page).map(address), new URL(bar.dataset.sheet, location.href).href]);
  for (const link of sheets(document)) if (!needed.has(address(link))) link.remove();
  document.title = page.title;
  for (const selector of ['link[rel="canonical"]', 'meta[name="description"]', 'meta[name="robots"]']) {
    document.head.querySelector(selector)?.remove();
    const other = page.head.querySelector(selector);
    if (other) document.head.append(document.adoptNode(other));
  }
  page.getElementById("player").remove();
  document.body.className = page.body.className;
  for (const node of [...document.body.childNodes]) if (node !== bar) node.remove();
  bar.before(...[...page.body.childNodes].map((node) => document.adoptNode(node)));
}

async function run(modules) {
  for (const script of modules) {
    const isKnown = loaded.has(script);
    loaded.add(script);
    try {
      const module = await import(script);
      if (isKnown) await module.start?.();
    } catch { /* a page reads without its scripts */ }
  }
}

function settle(hash, scroll) {
  const target = hash ? document.getElementById(decodeURIComponent(hash.slice(1))) : null;
  document.getElementById("main").focus({ preventScroll: true });
  if (target) target.scrollIntoView({ behavior: "instant" });
  else scrollTo({ top: scroll, behavior: "instant" });
  announce(document.title);
}
