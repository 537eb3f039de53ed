// Octavo's script. Every page reads without it; it adds sharing, the theme switch, ages that keep counting, players on
// request, and the progress of the first fill. The app's own parts are in app/.
//
// `start` sets up the page that is shown; it runs once by itself, and again where the player has put another page in
// its place (navigate.js). What listens to the whole document is set up once.

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
const ages = () => all('time[datetime*="T"]:not([data-moment])');
function showAges() {
  for (const time of ages()) {
    const seconds = (Date.now() - new Date(time.dateTime)) / 1000;
    if (seconds < 60 || seconds >= 604800) continue;
    const [size, unit] = seconds >= 86400 ? [86400, "day"] : seconds >= 3600 ? [3600, "hour"] : [60, "minute"];
    const text = relative.format(-Math.floor(seconds / size), unit);
    if (time.textContent !== text) time.textContent = text;
  }
}
function startAges() {
  for (const time of ages()) time.title = local.format(new Date(time.dateTime));
  for (const time of all("time[data-moment]")) time.textContent = local.format(new Date(time.dateTime));
  showAges();
}
setInterval(showAges, 60000);

// Light, dark, or as the device.
function startThemeSwitch() {
  for (const link of all("[data-theme-switch]")) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      const isDark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
      root.dataset.theme = isDark ? "light" : "dark";
      remember("theme", root.dataset.theme);
    });
  }
}

// Sharing, or copying the link where the device cannot share.
function say(text) {
  const toast = Object.assign(document.createElement("p"), { className: "toast", textContent: text });
  toast.setAttribute("role", "status");
  document.body.append(toast);
  setTimeout(() => toast.remove(), 2500);
}
function startSharing() {
  for (const button of all("[data-share]")) {
    if (!navigator.share && !navigator.clipboard) continue;
    button.removeAttribute("data-waits");
    button.addEventListener("click", async () => {
      const { title, url, done } = button.dataset;
      if (navigator.share) return navigator.share({ title, url }).catch(() => {});
      await navigator.clipboard.writeText(url);
      say(done);
    });
  }
}

// Players of other sites, only when asked.
function startPlayers() {
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
}

// The first fill: the page follows along, and loads itself again when there is an edition to read.
function startGathering() {
  const gathering = document.querySelector("[data-gathering]");
  if (!gathering) return;
  const bar = gathering.querySelector("progress");
  const text = gathering.querySelector("[data-gathering-text]");
  const shown = Number(gathering.dataset.shown);
  const look = async () => {
    if (!gathering.isConnected) return;
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

// An open menu closes when one presses beside it, or Esc.
const openMenus = () => all("details.tongues[open]");
document.addEventListener("click", (event) => openMenus().forEach((menu) => menu.contains(event.target) || (menu.open = false)));
document.addEventListener("keydown", (event) => event.key === "Escape" && openMenus().forEach((menu) => (menu.open = false)));

export function start() {
  startAges();
  startThemeSwitch();
  startSharing();
  startPlayers();
  startGathering();
}
start();
