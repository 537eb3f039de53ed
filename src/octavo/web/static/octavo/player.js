// The player at the bottom: one recording at a time, which goes on while one reads. It remembers on this device alone
// where each episode was left; nothing is sent. Nothing is loaded from a publisher before play is pressed.

const bar = document.getElementById("player");
const find = (selector) => bar.querySelector(selector);
const parts = await (await fetch(bar.dataset.parts)).text();
bar.replaceChildren(...new DOMParser().parseFromString(parts, "text/html").body.childNodes);
const words = find("[data-announce]").dataset;
const audio = new Audio();
const number = new Intl.NumberFormat(document.documentElement.lang === "ar" ? "ar-u-nu-arab" : document.documentElement.lang, { useGrouping: false });
const two = new Intl.NumberFormat(number.resolvedOptions().locale, { useGrouping: false, minimumIntegerDigits: 2 });
const SESSION = "octavo-player", POSITIONS = "octavo-positions", SPEED = "octavo-speed";
const MOST = 300, BACK = 15, AHEAD = 30, HEARD = 0.97;
const buttons = Object.fromEntries([...bar.querySelectorAll("[data-act]")].map((one) => [one.dataset.act, one]));
const seeker = find("[data-seeker]");
let episode = null, queue = [], chapters = [], timer = 0, stopsAtEnd = false, wanted = 0, dragging = false;

// What the device keeps. Where storage is refused, nothing is remembered and everything else works.
function read(store, key, otherwise) {
  try { return JSON.parse(store.getItem(key)) ?? otherwise; } catch { return otherwise; }
}
function write(store, key, value) {
  try { value === null ? store.removeItem(key) : store.setItem(key, JSON.stringify(value)); } catch { /* refused */ }
}
export function position(id) {
  return read(localStorage, POSITIONS, {})[id];
}
function keepPosition(isOver = false) {
  if (!episode) return;
  const all = read(localStorage, POSITIONS, {});
  const of = length();
  const at = isOver ? 0 : Math.floor(audio.readyState ? audio.currentTime : wanted);
  all[episode.id] = { at, of: Math.floor(of), when: Date.now(), heard: isOver || (of > 0 && at / of > HEARD) || undefined };
  const newest = Object.entries(all).sort((a, b) => b[1].when - a[1].when).slice(0, MOST);
  write(localStorage, POSITIONS, Object.fromEntries(newest));
}
function keepSession() {
  write(sessionStorage, SESSION, episode ? { episode, queue, playing: !audio.paused } : null);
}

// Times as the page writes them.
export function clock(seconds) {
  const whole = Math.max(0, Math.floor(seconds)), hours = Math.floor(whole / 3600);
  const minutes = Math.floor((whole % 3600) / 60), rest = two.format(whole % 60);
  return hours ? `${number.format(hours)}:${two.format(minutes)}:${rest}` : `${number.format(minutes)}:${rest}`;
}
const length = () => (Number.isFinite(audio.duration) ? audio.duration : Number(episode?.duration) || 0);
const now = () => (audio.readyState ? audio.currentTime : wanted);
function announce(text) {
  find("[data-announce]").textContent = text;
}

// What is shown.
function showEpisode() {
  bar.hidden = !episode;
  document.body.classList.toggle("has-player", Boolean(episode));
  if (!episode) return;
  find("[data-title]").textContent = episode.title;
  find("[data-title]").lang = episode.language || "";
  find("[data-show]").textContent = episode.show;
  find("[data-page]").href = episode.page;
  const art = find("[data-art]");
  art.hidden = !episode.art;
  if (episode.art) art.src = episode.art;
  showTrouble(false);
  showQueue();
  showTime();
  showState();
}
function showState() {
  const label = audio.paused ? buttons.toggle.dataset.play : buttons.toggle.dataset.pause;
  buttons.toggle.setAttribute("aria-label", label);
  bar.classList.toggle("is-playing", !audio.paused);
  if ("mediaSession" in navigator) navigator.mediaSession.playbackState = audio.paused ? "paused" : "playing";
  document.dispatchEvent(new CustomEvent("octavo:player", { detail: { id: episode?.id, playing: !audio.paused } }));
}
function showTime() {
  const all = length(), at = now();
  seeker.max = Math.floor(all);
  if (!dragging) seeker.value = Math.floor(at);
  find("[data-now]").textContent = clock(at);
  find("[data-of]").textContent = all ? clock(all) : "";
  seeker.setAttribute("aria-valuetext", words.position.replace("{now}", clock(at)).replace("{all}", clock(all)));
  for (const item of find("[data-chapter-list]").children) {
    const isNow = Number(item.dataset.from) <= at && at < Number(item.dataset.to);
    isNow ? item.firstChild.setAttribute("aria-current", "true") : item.firstChild.removeAttribute("aria-current");
  }
  document.dispatchEvent(new CustomEvent("octavo:time", { detail: { id: episode?.id, at } }));
}
function showTrouble(isTrouble) {
  const text = find("[data-trouble-text]");
  text.hidden = !isTrouble;
  text.textContent = isTrouble ? words.trouble : "";
  if (isTrouble) announce(words.trouble);
}
function row(label, act, name) {
  const item = document.createElement("li");
  const button = Object.assign(document.createElement("button"), { type: "button", textContent: label });
  button.dir = "auto";
  if (name) button.setAttribute("aria-label", name);
  button.addEventListener("click", act);
  item.append(button);
  return item;
}
function showQueue() {
  const list = find("[data-queue-list]");
  list.replaceChildren(...queue.map((one, place) => {
    const item = row(one.title, () => { queue.splice(place, 1); play(one); });
    const out = row("×", () => { queue.splice(place, 1); showQueue(); keepSession(); }, list.dataset.remove.replace("{title}", one.title)).firstChild;
    out.className = "player-out";
    item.append(out);
    return item;
  }));
  find("[data-queue-part]").hidden = !queue.length;
}
async function showChapters() {
  const asked = episode, part = find("[data-chapters-part]"), list = find("[data-chapter-list]");
  chapters = [];
  part.hidden = true;
  list.replaceChildren();
  const response = await fetch(asked.chapters).catch(() => null);
  const told = response?.ok ? (await response.json()).chapters : [];
  if (episode !== asked || !told.length) return;
  chapters = told;
  list.replaceChildren(...told.map((one, place) => {
    const item = row(`${clock(one.startTime)} ${one.title}`, () => seek(one.startTime));
    item.dataset.from = one.startTime;
    item.dataset.to = told[place + 1]?.startTime ?? Infinity;
    return item;
  }));
  part.hidden = false;
  showTime();
}

// What can be done.
function load(next, at) {
  keepPosition();
  audio.pause();
  episode = next;
  wanted = at ?? (position(next.id)?.heard ? 0 : position(next.id)?.at ?? 0);
  audio.preload = "none";
  audio.src = next.src;
  showEpisode();
  showSession();
  showChapters();
}
function begin() {
  return audio.play().then(() => showTrouble(false), (error) => {
    if (error.name !== "AbortError") showTrouble(error.name !== "NotAllowedError");
    showState();
  });
}
export function play(next, at) {
  if (next.id !== episode?.id) load(next, at);
  else if (at !== undefined) seek(at);
  queue = queue.filter((one) => one.id !== next.id);
  showQueue();
  return begin();
}
export function playNext(next) {
  if (!episode) return play(next);
  queue = [...queue.filter((one) => one.id !== next.id), next];
  announce(words.queued.replace("{title}", next.title));
  showQueue();
  keepSession();
}
export const isPlaying = (id) => Boolean(episode) && !audio.paused && (id === undefined || id === episode.id);
export const pause = () => audio.pause();
function toggle() {
  return audio.paused ? begin() : audio.pause();
}
function seek(to) {
  const at = Math.min(Math.max(0, to), length() || to);
  wanted = at;
  if (audio.readyState) audio.currentTime = at;
  showTime();
  keepPosition();
}
function close() {
  keepPosition();
  audio.pause();
  audio.removeAttribute("src");
  episode = null;
  queue = [];
  keepSession();
  showEpisode();
  showState();
  if ("mediaSession" in navigator) navigator.mediaSession.metadata = null;
  document.getElementById("main")?.focus({ preventScroll: true });
}
function ended() {
  keepPosition(true);
  const next = stopsAtEnd ? null : queue.shift();
  if (stopsAtEnd) sleepIn("");
  if (next) play(next);
  else showState();
  keepSession();
}
function sleepIn(choice) {
  clearTimeout(timer);
  stopsAtEnd = choice === "end";
  find("[data-sleep]").value = choice;
  if (Number(choice)) timer = setTimeout(() => { audio.pause(); announce(words.slept); find("[data-sleep]").value = ""; }, Number(choice) * 60000);
}
function setSpeed(value) {
  const speed = Math.min(2, Math.max(0.8, Number(value) || 1));
  audio.defaultPlaybackRate = audio.playbackRate = speed;
  audio.preservesPitch = true;
  find("[data-speed]").value = String(speed);
  write(localStorage, SPEED, speed);
}
function step(direction) {
  const at = now();
  if (!chapters.length) return direction > 0 && queue.length ? play(queue.shift()) : seek(direction > 0 ? at + AHEAD : 0);
  const starts = chapters.map((one) => one.startTime);
  const to = direction > 0 ? starts.find((one) => one > at) : starts.filter((one) => one < at - 3).at(-1) ?? 0;
  if (to !== undefined) seek(to);
}

// The lock screen and the keys of the device.
function showSession() {
  if (!("mediaSession" in navigator)) return;
  const artwork = episode.art ? [{ src: new URL(episode.art, location.href).href, type: "image/webp" }] : [];
  navigator.mediaSession.metadata = new MediaMetadata({ title: episode.title, artist: episode.show, artwork });
  const acts = {
    play: begin, pause: () => audio.pause(), stop: close,
    seekbackward: (asked) => seek(now() - (asked.seekOffset || BACK)), seekforward: (asked) => seek(now() + (asked.seekOffset || AHEAD)),
    seekto: (asked) => seek(asked.seekTime), nexttrack: () => step(1), previoustrack: () => step(-1),
  };
  for (const [name, act] of Object.entries(acts)) {
    try { navigator.mediaSession.setActionHandler(name, act); } catch { /* not known here */ }
  }
}
function tellSession() {
  if (!navigator.mediaSession?.setPositionState || !Number.isFinite(audio.duration)) return;
  navigator.mediaSession.setPositionState({ duration: audio.duration, playbackRate: audio.playbackRate, position: Math.min(audio.currentTime, audio.duration) });
}

// Wiring, once.
function wire() {
  const acts = { toggle, close, back: () => seek(now() - BACK), ahead: () => seek(now() + AHEAD), more };
  for (const [name, button] of Object.entries(buttons)) button.addEventListener("click", acts[name]);
  seeker.addEventListener("input", () => { dragging = true; find("[data-now]").textContent = clock(seeker.value); });
  seeker.addEventListener("change", () => { dragging = false; seek(Number(seeker.value)); });
  find("[data-speed]").addEventListener("change", (event) => setSpeed(event.target.value));
  find("[data-sleep]").addEventListener("change", (event) => sleepIn(event.target.value));
  audio.addEventListener("loadedmetadata", () => { if (wanted) audio.currentTime = Math.min(wanted, length()); showTime(); tellSession(); });
  let kept = 0;
  audio.addEventListener("timeupdate", () => {
    showTime();
    if (Math.abs(audio.currentTime - kept) >= 3) { kept = audio.currentTime; keepPosition(); tellSession(); }
  });
  audio.addEventListener("play", () => { showState(); keepSession(); });
  audio.addEventListener("pause", () => { keepPosition(); showState(); keepSession(); });
  audio.addEventListener("ended", ended);
  audio.addEventListener("error", () => { if (audio.getAttribute("src")) { showTrouble(true); showState(); } });
  addEventListener("pagehide", () => { const playing = isPlaying(); keepPosition(); if (episode) write(sessionStorage, SESSION, { episode, queue, playing }); });
  document.addEventListener("keydown", keyed);
}
function more() {
  const part = document.getElementById("player-more");
  part.hidden = !part.hidden;
  buttons.more.setAttribute("aria-expanded", String(!part.hidden));
}
function keyed(event) {
  if (!episode || event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, select, textarea, dialog, [contenteditable]")) return;
  if (event.key !== "p" || localStorage.getItem("octavo-keys") === "off") return;
  event.preventDefault();
  toggle();
}
function addSheet() {
  const path = new URL(bar.dataset.sheet, location.href).pathname;
  if ([...document.querySelectorAll("link[rel=stylesheet]")].some((link) => new URL(link.href).pathname === path)) return;
  document.head.append(Object.assign(document.createElement("link"), { rel: "stylesheet", href: bar.dataset.sheet }));
}

// The page's own parts, also of a page that has just been put in place of another.
export function attach() {
  addSheet();
  document.body.classList.toggle("has-player", Boolean(episode));
  document.dispatchEvent(new CustomEvent("octavo:player", { detail: { id: episode?.id, playing: !audio.paused } }));
}

wire();
addSheet();
setSpeed(read(localStorage, SPEED, 1));
const before = read(sessionStorage, SESSION, null);
if (before?.episode) {
  queue = before.queue ?? [];
  load(before.episode);
  if (before.playing) begin();
}
import(bar.dataset.navigate).then((navigate) => navigate.keepPlaying(isPlaying, (text) => announce(text)));
