// Questions in place: sent without leaving the page, and the answer shown sentence by sentence as it is checked.
// Every form and link works without this: they lead to pages of their own.

const growing = new Map();

async function token() {
  const response = await fetch("/token/", { cache: "no-store" });
  return (await response.json()).token;
}

async function post(address, fields) {
  const body = new URLSearchParams(fields);
  body.delete("csrfmiddlewaretoken");
  const headers = { "X-CSRFToken": await token(), Accept: "application/json" };
  return fetch(address, { method: "POST", body, headers });
}

function tell(within, text) {
  within.querySelector(":scope > .form-error[data-told]")?.remove();
  if (!text) return;
  const line = Object.assign(document.createElement("p"), { className: "form-error", textContent: text });
  line.dataset.told = "";
  line.setAttribute("role", "alert");
  within.append(line);
}

const parsed = (html) => document.importNode(new DOMParser().parseFromString(html, "text/html").body, true);

function place(answer, { slot, html }) {
  const held = answer.querySelector(`[data-slot="${slot}"]`);
  if (!held) return;
  if (slot === "status") held.replaceChildren();
  held.append(...parsed(html).childNodes);
}

function over(answer) {
  growing.get(answer)?.close();
  growing.delete(answer);
  delete answer.dataset.growing;
  answer.querySelector('[data-slot="status"]').replaceChildren();
  answer.querySelector("[data-stop-answer]").hidden = true;
  for (const form of answer.querySelectorAll("[data-when-over]")) form.hidden = false;
}

function lost(answer) {
  const line = document.createElement("p");
  const link = Object.assign(document.createElement("a"), { href: answer.dataset.answer, textContent: answer.dataset.see, className: "more" });
  line.append(`${answer.dataset.lost} `, link);
  over(answer);
  answer.querySelector('[data-slot="notes"]').append(line);
}

// Every stream begins with the first piece, so whatever stands there already is taken away.
function follow(answer) {
  if (growing.has(answer) || !("growing" in answer.dataset)) return;
  const stream = new EventSource(`${answer.dataset.answer}events/`);
  growing.set(answer, stream);
  stream.addEventListener("open", () => {
    for (const held of answer.querySelectorAll("[data-slot]")) if (held.dataset.slot !== "status") held.replaceChildren();
  });
  stream.addEventListener("piece", (event) => place(answer, JSON.parse(event.data)));
  stream.addEventListener("over", () => over(answer));
  // A page that is being left breaks its streams first, and is no broken connection.
  stream.addEventListener("error", () => setTimeout(() => { if (growing.get(answer)?.readyState === EventSource.CLOSED) lost(answer); }, 500));
}

async function commission(within, fields) {
  const answers = within.closest("[data-asks]")?.querySelector("[data-answers]");
  const form = within.closest("form") ?? within.closest("[data-asks]");
  tell(form, "");
  const failed = within.closest("[data-asks]").dataset.failed;
  try {
    const response = await post(answers ? fields.action : "", fields.said);
    const said = await response.json();
    if (!response.ok) return tell(form, said.error ?? failed);
    const made = parsed(said.html).firstElementChild;
    answers.append(made);
    made.scrollIntoView({ block: "nearest" });
    made.querySelector("h2").tabIndex = -1;
    made.querySelector("h2").focus({ preventScroll: true });
    follow(made);
  } catch {
    tell(form, failed);
  }
}

function sent(event) {
  const form = event.target.closest("[data-ask-form]");
  if (form?.closest("[data-asks]")) {
    event.preventDefault();
    const said = [...new FormData(form)];
    form.elements.q.value = "";
    return commission(form, { action: form.action, said });
  }
  const stopping = event.target.closest("[data-stop-answer]");
  if (stopping) {
    event.preventDefault();
    const answer = stopping.closest("[data-answer]");
    post(stopping.action, []).catch(() => {});
    answer.querySelector("[data-stopped]").hidden = false;
    over(answer);
  }
}

function clicked(event) {
  const link = event.target.closest("a[data-ask]");
  if (!link?.closest("[data-asks]") || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const url = new URL(link.href);
  commission(link, { action: url.pathname, said: [...url.searchParams] });
}

// Whoever leaves waits no longer: nothing is written for nobody.
async function left() {
  for (const [answer, stream] of growing) {
    stream.close();
    const form = answer.querySelector("[data-stop-answer]");
    navigator.sendBeacon(form.action, new FormData(form));
  }
  growing.clear();
}

export function start() {
  for (const answer of document.querySelectorAll("[data-answer][data-growing]")) follow(answer);
}

document.addEventListener("submit", sent);
document.addEventListener("click", clicked);
addEventListener("pagehide", left);
start();
