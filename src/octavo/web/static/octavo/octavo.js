// Octavo's one script. Every page reads without it; it adds sharing, the theme switch, ages that keep counting,
// players on request, keys, and the progress of the first fill.

const root = document.documentElement;
const language = root.lang === "ar" ? "ar-u-nu-arab" : root.lang;
const all = (selector, within = document) => [...within.querySelectorAll(selector)];
const remember = (name, value) => {
  const secure = location.protocol === "https:" ? "; secure" : "";
  document.cookie = `${name}=${value}; path=/; max-age=31536000; samesite=lax${secure}`;
};

// Ages, in whole units, as the server counts them.
const relative = new Intl.RelativeTimeFormat(language, { numeric: "always" });
const local = new Intl.DateTimeFormat(language === "en" ? "en-GB" : language, {
  day: "numeric", month: "long", year: "numeric", hour: "2-digit", minute: "2-digit",
});
const ages = all('time[datetime*="T"]:not([data-moment])');
function showAges() {
  for (const time of ages) {
    const seconds = (Date.now() - new Date(time.dateTime)) / 1000;
    if (seconds < 60 || seconds >= 604800) continue;
    const [size, unit] = seconds >= 86400 ? [86400, "day"] : seconds >= 3600 ? [3600, "hour"] : [60, "minute"];
    const text = relative.format(-Math.floor(seconds / size), unit);
    if (time.textContent !== text) time.textContent = text;
  }
}
for (const time of ages) time.title = local.format(new Date(time.dateTime));
for (const time of all("time[data-moment]")) time.textContent = local.format(new Date(time.dateTime));
showAges();
setInterval(showAges, 60000);

// Light, dark, or as the device.
for (const link of all("[data-theme-switch]")) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    const isDark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = isDark ? "light" : "dark";
    remember("theme", root.dataset.theme);
  });
}

// Sharing, or copying the link where the device cannot share.
function say(text) {
  const toast = Object.assign(document.createElement("p"), { className: "toast", textContent: text });
  toast.setAttribute("role", "status");
  document.body.append(toast);
  setTimeout(() => toast.remove(), 2500);
}
for (const button of all("[data-share]")) {
  if (!navigator.share && !navigator.clipboard) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    const { title, url, done } = button.dataset;
    if (navigator.share) return navigator.share({ title, url }).catch(() => {});
    await navigator.clipboard.writeText(url);
    say(done);
  });
}

// Players of other sites, only when asked.
for (const box of all("[data-frame]")) {
  const button = box.querySelector("[data-load]");
  button.hidden = false;
  button.addEventListener("click", () => {
    const frame = Object.assign(document.createElement("iframe"), {
      src: box.dataset.frame, title: box.dataset.title, allow: "autoplay; fullscreen; picture-in-picture; encrypted-media",
    });
    box.replaceWith(frame);
    frame.focus();
  });
}

// Keys: j and k walk through the headlines, o opens the original, s shares, / searches, ? explains. They can be switched off.
const help = document.getElementById("keys");
const keysAreOn = () => localStorage.getItem("octavo-keys") !== "off";
function walk(step) {
  const links = all("main .headline a");
  if (!links.length) return;
  const now = links.indexOf(document.activeElement);
  const link = links[Math.min(links.length - 1, Math.max(0, now + step))];
  link.focus();
  link.scrollIntoView({ block: "center" });
}
const keys = {
  j: () => walk(1),
  k: () => walk(-1),
  o: () => document.querySelector("[data-original]")?.click(),
  s: () => document.querySelector("[data-share]")?.click(),
  "/": () => (document.getElementById("q") ?? document.querySelector("[data-search]"))?.[document.getElementById("q") ? "focus" : "click"](),
  "?": () => help?.showModal(),
};
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, select, textarea, dialog, [contenteditable]")) return;
  const act = keys[event.key];
  if (!act || (!keysAreOn() && event.key !== "?")) return;
  event.preventDefault();
  act();
});
if (help) {
  const box = help.querySelector("input");
  box.checked = keysAreOn();
  box.addEventListener("change", () => localStorage.setItem("octavo-keys", box.checked ? "on" : "off"));
}

// The first fill: the page follows along, and loads itself again when there is an edition to read.
const gathering = document.querySelector("[data-gathering]");
if (gathering) {
  const bar = gathering.querySelector("progress");
  const text = gathering.querySelector("[data-gathering-text]");
  const shown = Number(gathering.dataset.shown);
  const look = async () => {
    const response = await fetch(gathering.dataset.gathering).catch(() => null);
    if (response?.ok) {
      const state = await response.json();
      bar.max = state.feeds || 1;
      bar.value = state.polled;
      text.textContent = state.text;
      if ((shown < 8 && state.articles >= 8) || !state.is_filling || state.network_down) return location.reload();
    }
    setTimeout(look, 2000);
  };
  setTimeout(look, 2000);
}
