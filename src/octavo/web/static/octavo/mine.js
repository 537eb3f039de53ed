// What a reader keeps: follows, saved articles, mutes, history. With an account the buttons are forms that work without
// this script, which only spares the reload. Without one all of it lives on this device, in localStorage, and is sent
// nowhere but to ask for the cards of a page, until an account takes it over.

let form;
let isReader = false;
const all = (selector, within = document) => [...within.querySelectorAll(selector)];
const KEPT = "octavo-mine";
const MOST = { follows: 200, mutes: 200, saved: 300, read: 300 };
const seconds = () => Math.floor(Date.now() / 1000);

export function load() {
  let kept = {};
  try {
    kept = JSON.parse(localStorage.getItem(KEPT) ?? "{}") ?? {};
  } catch {
    // Storage is refused or broken: then nothing is kept.
  }
  for (const name of Object.keys(MOST)) if (!Array.isArray(kept[name])) kept[name] = [];
  return kept;
}

export function store(kept) {
  for (const [name, most] of Object.entries(MOST)) kept[name] = kept[name].slice(0, most);
  try {
    localStorage.setItem(KEPT, JSON.stringify(kept));
    return true;
  } catch {
    return false;
  }
}

// A thing at the head of its list, or out of it; whether it is in now.
export function change(list, name, value, more = {}) {
  const kept = load();
  const rest = kept[list].filter((one) => one[name] !== value);
  const isOn = rest.length === kept[list].length;
  kept[list] = isOn ? [{ [name]: value, ...more }, ...rest] : rest;
  return store(kept) ? isOn : null;
}

export function say(text) {
  for (const old of all(".toast")) old.remove();
  const toast = Object.assign(document.createElement("p"), { className: "toast", textContent: text });
  toast.setAttribute("role", "status");
  document.body.append(toast);
  setTimeout(() => toast.remove(), 2500);
}

// What each kind of button keeps on a device, and what it is called in a form when off and on.
const KINDS = {
  save: { list: "saved", field: "id", names: ["article", "remove"] },
  follow: { list: "follows", field: "key", names: ["follow", "unfollow"] },
  mute: { list: "mutes", field: "key", names: ["mute", "unmute"] },
};
const BUTTONS = { save: "button.save", follow: "button[data-follow]", mute: "button[data-mute]" };
const kindOf = (button) => Object.keys(BUTTONS).find((kind) => button.matches(BUTTONS[kind]));

function press(button, isOn) {
  const kind = kindOf(button);
  for (const same of all(BUTTONS[kind]).filter((one) => one.value === button.value)) {
    same.setAttribute("aria-pressed", isOn);
    same.name = KINDS[kind].names[isOn ? 1 : 0];
  }
}

async function tell(button) {
  const { on, said } = await (await import("./app/marks.js")).mark(button, form, KINDS[kindOf(button)].names);
  if (on !== undefined) press(button, on);
  if (said) say(said);
}

function keep(button) {
  const kind = kindOf(button);
  const { list, field } = KINDS[kind];
  const { value } = button;
  const isOn = change(list, field, value, { label: button.dataset.label ?? "", at: seconds() });
  if (isOn === null) return say(form.dataset.failed);
  press(button, isOn);
  if (isOn && kind !== "mute") say(form.dataset.kept);
  if (kind === "mute") hideMuted();
}

document.addEventListener("click", (event) => {
  const button = event.target.closest(Object.values(BUTTONS).join());
  if (!button) return;
  event.preventDefault();
  if (isReader) tell(button);
  else keep(button);
});

// On a device: what is pressed, what was read, what is muted.
export function show(within = document) {
  if (isReader) return;
  const kept = load();
  for (const [kind, { list, field, names }] of Object.entries(KINDS)) {
    const known = new Set(kept[list].map((one) => String(one[field])));
    for (const button of all(BUTTONS[kind], within)) {
      const isOn = known.has(button.value);
      button.setAttribute("aria-pressed", isOn);
      button.name = names[isOn ? 1 : 0];
    }
  }
  const read = new Set(kept.read.map((one) => String(one.id)));
  for (const card of all(".card:has(.save)", within)) {
    card.classList.toggle("is-read", read.has(card.querySelector(".save").value));
  }
  hideMuted();
}

const unspaced = /[\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Han}\p{sc=Hangul}]/u;
const plain = (text) => text.normalize("NFKC").toLowerCase();
function wording(words) {
  if (!words.length) return null;
  const parts = words.map((word) => {
    const escaped = plain(word).replace(/[.*+?^${}()|[\]\\/-]/g, "\\$&");
    if (unspaced.test(word)) return escaped;
    const before = /\p{sc=Arabic}/u.test(word) ? "(?:[وف]?[بكل]?(?:ال|ل)?)?" : "";
    return `(?<![\\p{L}\\p{N}_])${before}${escaped}(?![\\p{L}\\p{N}_])`;
  });
  return new RegExp(parts.join("|"), "u");
}

export function hideMuted() {
  if (isReader) return;
  const kept = load();
  const publishers = new Set(kept.mutes.filter((one) => one.key.startsWith("publisher:")).map((one) => one.key.slice(10)));
  const said = wording(kept.mutes.filter((one) => one.key.startsWith("word:")).map((one) => one.key.slice(5)));
  let hidden = 0;
  for (const card of all("main .card[data-by]")) {
    const text = plain(all(".headline, .excerpt", card).map((one) => one.textContent).join("\n"));
    const isMuted = !card.classList.contains("is-shown") && (publishers.has(card.dataset.by) || Boolean(said?.test(text)));
    card.hidden = isMuted;
    if (isMuted) hidden += 1;
  }
  note(hidden);
}

// The quiet note that shows what is hidden.
function note(hidden) {
  let button = document.querySelector("[data-muted-note]");
  if (!hidden) return button?.remove();
  if (!button) {
    button = Object.assign(document.createElement("button"), { type: "button", className: "more muted-note" });
    button.dataset.mutedNote = "";
    button.addEventListener("click", () => {
      for (const card of all("main .card[data-by][hidden]")) {
        card.classList.add("is-shown");
        card.hidden = false;
      }
      button.remove();
    });
    document.querySelector("main").append(button);
  }
  button.textContent = `${form.dataset.hidden} ${new Intl.NumberFormat(document.documentElement.lang === "ar" ? "ar-u-nu-arab" : document.documentElement.lang).format(hidden)}`;
}

// What is read: told to the account, or kept here.
function noteRead() {
  const article = document.querySelector("[data-article]");
  const story = document.querySelector("[data-story]");
  if (!article && !story) return;
  if (isReader) {
    const data = new FormData(form);
    if (article) data.set("article", article.dataset.article);
    if (story) data.set("story", story.dataset.story);
    navigator.sendBeacon(form.dataset.read, data);
  } else if (article) {
    const kept = load();
    const id = article.dataset.article;
    kept.read = [{ id, story: article.dataset.ofStory, at: seconds() }, ...kept.read.filter((one) => one.id !== id)];
    store(kept);
  }
}

// An account takes over what this device kept; then it is kept here no longer.
async function handOver() {
  const kept = load();
  if (!Object.keys(MOST).some((name) => kept[name].length)) return;
  const token = new FormData(form).get("csrfmiddlewaretoken");
  const response = await fetch(form.dataset.take, {
    method: "POST", body: JSON.stringify(kept), headers: { "Content-Type": "application/json", "X-CSRFToken": token, Accept: "application/json" },
  }).catch(() => null);
  if (!response?.ok) return;
  localStorage.removeItem(KEPT);
  const { taken } = await response.json();
  if (taken) {
    say(form.dataset.taken);
    document.dispatchEvent(new CustomEvent("octavo:taken"));
  }
}

export function start() {
  form = document.getElementById("mine");
  isReader = "reader" in form.dataset;
  if (isReader) import("./app/marks.js").then(handOver);
  else show();
  noteRead();
}
start();
