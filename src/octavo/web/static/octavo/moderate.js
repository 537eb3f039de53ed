// Keys for a queue: j and k walk through it, u takes the latest decision back, and any other key presses the button that
// names it. Of comments a publishes, r rejects, h holds; of reported sentences h hides, d dismisses.

const queue = document.querySelector("[data-queue]");
const items = queue ? [...queue.querySelectorAll("[data-item]")] : [];
const here = () => items.findIndex((item) => item.contains(document.activeElement));

function go(to) {
  const item = items[Math.min(items.length - 1, Math.max(0, to))];
  item?.focus();
  item?.scrollIntoView({ block: "nearest" });
}

function decide(key) {
  const item = items[here()] ?? items[0];
  const button = item?.querySelector(`[data-decide="${CSS.escape(key)}"]`);
  const form = button?.form;
  if (!form) return;
  // A rejection needs a reason: the first press leads there.
  if (key === "r" && form.elements.reason && !form.elements.reason.value && !form.elements.words.value.trim()) return form.elements.reason.focus();
  form.requestSubmit(button);
}

const keys = {
  j: () => go(here() + 1),
  k: () => go(here() - 1),
  u: () => document.querySelector("[data-undo]")?.requestSubmit(),
};
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const field = event.target.closest("input, select, textarea, dialog");
  if (field) {
    if (event.key === "Escape") items[here()]?.focus();
    return;
  }
  if (localStorage.getItem("octavo-keys") === "off") return;
  if (Object.hasOwn(keys, event.key)) keys[event.key]();
  else decide(event.key);
});
if (items.length) go(Number(queue.dataset.at) || 0);
