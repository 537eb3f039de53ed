// Says that a card of a sponsor or an announcement came into view, or was opened: no cookie, nothing about the reader.

const say = (card, what) => {
  const address = `/notice/${card.dataset.notice}/${what}/`;
  fetch(address, { method: "POST", credentials: "omit", keepalive: true, referrerPolicy: "no-referrer" }).catch(() => {});
};
const watch = new IntersectionObserver((entries) => {
  for (const { isIntersecting, target } of entries) {
    if (!isIntersecting) continue;
    watch.unobserve(target);
    say(target, "seen");
  }
}, { threshold: 0.5 });
document.addEventListener("click", ({ target }) => {
  const card = target.closest("[data-notice] a")?.closest("[data-notice]");
  if (card) say(card, "opened");
});

export function start() {
  for (const card of document.querySelectorAll("[data-notice]")) watch.observe(card);
}
start();
