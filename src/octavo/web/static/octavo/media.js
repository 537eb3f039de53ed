// What is on a page to hear, to watch and to read along: play buttons, chapters, transcripts, streams.

const bar = document.getElementById("player");
const all = (selector, within = document) => [...within.querySelectorAll(selector)];
const episodeOf = ({ dataset }) => ({
  id: dataset.episode, src: dataset.src, title: dataset.title, show: dataset.show, page: dataset.page,
  chapters: dataset.chapters, language: dataset.language, duration: dataset.duration, art: dataset.art,
});
let player = null;

async function withPlayer() {
  player ??= await import(bar.dataset.module);
  player.attach();
  return player;
}

function startEpisodes() {
  for (const figure of all("[data-episode]")) {
    figure.querySelector("[data-play]").addEventListener("click", async () => {
      const playing = await withPlayer();
      if (playing.isPlaying(figure.dataset.episode)) playing.pause();
      else playing.play(episodeOf(figure));
    });
    figure.querySelector("[data-queue]").addEventListener("click", async () => (await withPlayer()).playNext(episodeOf(figure)));
  }
  if (document.querySelector("[data-episode]")) withPlayer().then(showLeft);
}

// How much of each is left, as this device remembers it.
function showLeft({ position, clock }) {
  for (const figure of all("[data-episode]")) {
    const kept = position(figure.dataset.episode), left = figure.querySelector("[data-left]");
    const of = kept?.of || Number(figure.dataset.duration) || 0;
    left.hidden = !kept || (!kept.heard && kept.at < 5);
    if (!left.hidden) left.textContent = kept.heard ? left.dataset.done : left.dataset.words.replace("{time}", clock(of - kept.at));
  }
}

// Chapters and the times of a transcript: the recording goes there, whether it is heard or watched.
function startSeeking() {
  for (const button of all("[data-seek]", document.getElementById("main"))) {
    button.addEventListener("click", async () => {
      const to = Number(button.dataset.seek), figure = document.querySelector("[data-episode]");
      const film = document.querySelector("main video");
      if (figure) return (await withPlayer()).play(episodeOf(figure), to);
      if (!film) return;
      film.currentTime = to;
      film.play();
    });
  }
}

// Searching in a transcript: what does not fit is hidden, what fits is marked.
function startTranscript() {
  const box = document.querySelector("[data-transcript]");
  if (!box) return;
  const search = box.querySelector(".transcript-search"), field = search.querySelector("input"), told = search.querySelector("output");
  search.hidden = false;
  const passages = all(".passage", box).map((node) => ({ node, words: node.querySelector("[data-words]"), text: node.querySelector("[data-words]").textContent }));
  const number = new Intl.NumberFormat(document.documentElement.lang === "ar" ? "ar-u-nu-arab" : document.documentElement.lang);
  field.addEventListener("input", () => {
    const asked = field.value.trim().toLocaleLowerCase();
    let found = 0;
    for (const { node, words, text } of passages) {
      const places = asked ? placesOf(text, asked) : [];
      node.hidden = Boolean(asked) && !places.length;
      found += places.length;
      words.replaceChildren(...marked(text, places, asked.length));
    }
    told.textContent = !asked ? "" : found ? told.dataset.found.replace("{n}", number.format(found)) : told.dataset.none;
  });
  follow(passages);
}
function placesOf(text, asked) {
  const low = text.toLocaleLowerCase(), places = [];
  if (low.length !== text.length) return low.includes(asked) ? [-1] : [];
  for (let at = low.indexOf(asked); at >= 0; at = low.indexOf(asked, at + asked.length)) places.push(at);
  return places;
}
function marked(text, places, length) {
  const parts = [];
  let end = 0;
  for (const at of places) {
    if (at < 0) continue;
    parts.push(text.slice(end, at), Object.assign(document.createElement("mark"), { textContent: text.slice(at, at + length) }));
    end = at + length;
  }
  return [...parts, text.slice(end)];
}

// The passage that is being said. Only ever one page's listeners are at work.
let followed = [];
function follow(passages) {
  followed = passages.filter(({ node }) => node.dataset.at).map(({ node }) => ({ node, at: Number(node.dataset.at) }));
  document.querySelector("main video")?.addEventListener("timeupdate", ({ target }) => showSaid(target.currentTime));
}
function showSaid(at) {
  const said = followed.findLast((one) => one.at <= at);
  for (const one of followed) one.node.classList.toggle("is-said", one === said);
}
document.addEventListener("octavo:time", ({ detail }) => {
  if (document.querySelector("[data-episode]")?.dataset.episode === detail.id && followed.length) showSaid(detail.at);
});
document.addEventListener("octavo:player", ({ detail }) => {
  for (const button of all("[data-episode] [data-play]")) {
    button.classList.toggle("is-playing", detail.playing && button.closest("[data-episode]").dataset.episode === detail.id);
  }
});

// A playlist that this browser cannot play is only linked.
function startStreams() {
  for (const film of all("video[data-hls]")) {
    if (!film.canPlayType("application/vnd.apple.mpegurl")) film.closest("figure").hidden = true;
  }
}

export function start() {
  followed = [];
  startEpisodes();
  startSeeking();
  startTranscript();
  startStreams();
}
start();
