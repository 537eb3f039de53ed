// Comments in place: likes, answers, and one's own comment once it has been checked. Every form works without this.
// Without a network they wait on this device: a comment in its place, where it can be discarded.

import { setting } from "./app/database.js";
import { discard, send, tryAgain, waiting } from "./app/queue.js";
import { button, clock, notify, say } from "./app/words.js";

const failed = (within) => within.closest("[data-talk]")?.dataset.failed ?? "";
const patience = [2000, 3000, 5000, 10000, 20000];

// None where it waits.
async function post(form, waiting) {
  const { sent, response } = await send(form.action, new FormData(form), waiting);
  if (!sent) return null;
  if (!response.headers.get("Content-Type")?.startsWith("application/json")) throw new Error("signed out");
  return { ok: response.ok, said: await response.json() };
}

function tell(form, text) {
  form.querySelector(".talk-error[data-told]")?.remove();
  const line = Object.assign(document.createElement("p"), { className: "talk-error", textContent: text });
  line.dataset.told = "";
  line.setAttribute("role", "alert");
  form.append(line);
}

async function like(form) {
  const isWanted = form.elements.wanted.value === "1";
  const label = form.querySelector(".hidden-text").textContent;
  const answer = await post(form, { key: `like ${new URL(form.action).pathname}`, label });
  if (answer && !answer.ok) return tell(form, answer.said.error);
  const isLiked = answer ? answer.said.liked : isWanted;
  form.querySelector("button").setAttribute("aria-pressed", String(isLiked));
  form.elements.wanted.value = isLiked ? "0" : "1";
  if (answer) form.querySelector("[data-likes]").textContent = answer.said.likes;
  else notify(say("formWaits"));
}

function parsed(html) {
  return new DOMParser().parseFromString(html, "text/html");
}

// Looks now and then whether a comment of one's own was checked, and shows what became of it.
function follow(comment, turn = 0) {
  if (!comment?.dataset.pending || turn >= patience.length) return;
  setTimeout(async () => {
    const response = await fetch(comment.dataset.pending).catch(() => null);
    const fresh = response?.ok ? parsed(await response.text()).getElementById(comment.id) : null;
    if (!fresh || fresh.dataset.pending) return follow(comment, turn + 1);
    const body = comment.querySelector(":scope > .comment-body");
    const news = fresh.querySelector(":scope > .comment-body");
    if (body && news) body.replaceWith(document.importNode(news, true));
    delete comment.dataset.pending;
  }, patience[turn]);
}

function place(form, html) {
  const made = document.importNode(parsed(`<ol>${html}</ol>`).querySelector("li.comment"), true);
  const parent = form.closest("li.comment");
  if (parent) {
    let answers = parent.querySelector(":scope > .answers");
    if (!answers) parent.append(answers = Object.assign(document.createElement("ol"), { className: "answers" }));
    answers.append(made);
    form.remove();
  } else {
    const list = form.closest("[data-talk]").querySelector("[data-comments]");
    list.prepend(made);
    form.reset();
    document.querySelector("[data-talk-empty]")?.remove();
  }
  made.scrollIntoView({ block: "center" });
  follow(made);
}

async function write(form) {
  const submit = form.querySelector("[type=submit]");
  // What was typed meanwhile would be lost when the form is emptied.
  submit.disabled = form.elements.text.readOnly = true;
  try {
    const written = await post(form, { label: form.elements.text.value, page: location.pathname });
    if (!written) await leave(form);
    else if (written.ok) place(form, written.said.html);
    else tell(form, written.said.error);
  } finally {
    submit.disabled = form.elements.text.readOnly = false;
  }
}

async function leave(form) {
  if (form.closest("li.comment")) form.remove();
  else form.reset();
  await showWaiting();
  document.querySelector(".comment-waiting")?.scrollIntoView({ block: "center" });
}

// What waits of this page's comments, each where it will stand.
async function showWaiting() {
  const list = document.querySelector("[data-talk] [data-comments]");
  if (!list) return;
  const items = (await waiting().catch(() => [])).filter((item) => item.page === location.pathname);
  for (const shown of document.querySelectorAll(".comment-waiting")) shown.remove();
  for (const item of items) answersAt(item.path, list).prepend(unsent(item));
}

function answersAt(path, list) {
  const link = [...document.querySelectorAll("[data-talk] a[data-reply]")].find((one) => one.pathname === path);
  const parent = link?.closest("li.comment");
  if (!parent) return list;
  let answers = parent.querySelector(":scope > .answers");
  if (!answers) parent.append(answers = Object.assign(document.createElement("ol"), { className: "answers" }));
  return answers;
}

function unsent(item) {
  const row = Object.assign(document.createElement("li"), { className: "comment comment-own comment-waiting" });
  const state = { "": "waits", reader: "otherReader", refused: "refused" }[item.trouble];
  row.append(Object.assign(document.createElement("p"), { className: "talk-note", textContent: say(state, { time: clock(item.at) }) }));
  row.append(Object.assign(document.createElement("div"), { className: "comment-text", textContent: item.label, dir: "auto" }));
  const acts = Object.assign(document.createElement("p"), { className: "actions" });
  if (item.trouble) acts.append(button(say("tryAgain"), () => tryAgain(item.key).catch(() => notify(say("nowOffline")))));
  acts.append(button(say("discard"), () => discard(item.key)));
  row.append(acts);
  return row;
}

// The queue changed, here or elsewhere: what was sent is shown as the newsroom has it now.
async function refresh() {
  const before = document.querySelectorAll(".comment-waiting").length;
  if (!before) return showWaiting();
  await showWaiting();
  if (document.querySelectorAll(".comment-waiting").length === before || isKept()) return;
  const response = await fetch(`${location.pathname}?sort=newest`).catch(() => null);
  const fresh = response?.ok ? parsed(await response.text()).querySelector("[data-comments]") : null;
  if (!fresh) return;
  document.querySelector("[data-comments]").replaceWith(document.importNode(fresh, true));
  await showWaiting();
  followAll();
}

const isKept = () => "kept" in document.documentElement.dataset || "offline" in document.documentElement.dataset;

// A kept page is a stranger's; who reads on this device may write on it all the same.
async function offerForm() {
  const invitation = document.querySelector("[data-talk] .talk-invite");
  const offered = document.getElementById("talk-offline");
  const talk = invitation?.closest("[data-talk]");
  if (!offered || !talk?.dataset.write || !isKept() || !(await setting("reader", "").catch(() => ""))) return;
  const form = document.importNode(offered.content, true).querySelector("form");
  form.action = talk.dataset.write;
  invitation.replaceWith(form);
}

// Without a network: the page's own form, for this answer.
function plainForm(link) {
  const own = document.querySelector("[data-talk] > form[data-comment-form]")?.cloneNode(true);
  if (!own) return null;
  own.action = link.pathname;
  for (const marked of own.querySelectorAll("[id]")) marked.id += link.pathname;
  for (const label of own.querySelectorAll("label")) label.htmlFor += link.pathname;
  for (const described of own.querySelectorAll("[aria-describedby]")) described.removeAttribute("aria-describedby");
  own.elements.text.value = "";
  return own;
}

async function answer(link) {
  const comment = link.closest("li.comment");
  const open = comment.querySelector(":scope > .talk-form");
  if (open) open.remove();
  if (open?.dataset.from === link.href) return;
  const response = await fetch(link.href).catch(() => null);
  const form = response ? parsed(await response.text()).querySelector("form[data-comment-form]") : plainForm(link);
  if (!form || response?.redirected) return location.assign(link.href);
  const copy = document.importNode(form, true);
  copy.dataset.from = link.href;
  comment.querySelector(":scope > .comment-body").after(copy);
  copy.querySelector("textarea[name=text]").focus();
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  const act = form.matches("[data-like]") ? like : form.matches("[data-talk] [data-comment-form]") ? write : null;
  if (!act) return;
  event.preventDefault();
  act(form).catch((error) => (error.message === "signed out" ? form.submit() : tell(form, failed(form))));
});
document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-talk] a[data-reply]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  answer(link).catch(() => location.assign(link.href));
});
new BroadcastChannel("octavo").addEventListener("message", ({ data }) => data.type === "queue" && refresh());

const followAll = () => document.querySelectorAll("li.comment[data-pending]").forEach((comment) => follow(comment));

export async function start() {
  followAll();
  await offerForm();
  await showWaiting();
}
start();
