// The app's few words in the reader's language, which stand in the page, and its two ways to say something.

const said = document.getElementById("app-words")?.dataset ?? {};

export function say(name, values = {}) {
  return (said[name] ?? "").replace(/\{(\w+)\}/g, (_, key) => values[key] ?? "");
}

export const language = document.documentElement.lang === "ar" ? "ar-u-nu-arab" : document.documentElement.lang;

export function clock(moment) {
  const isToday = new Date(moment).toDateString() === new Date().toDateString();
  const day = isToday ? {} : { day: "numeric", month: "short" };
  return new Intl.DateTimeFormat(language === "en" ? "en-GB" : language, { hour: "2-digit", minute: "2-digit", ...day }).format(moment);
}

export const megabytes = (bytes) => new Intl.NumberFormat(language, {
  style: "unit", unit: "megabyte", maximumFractionDigits: bytes < 1e7 ? 1 : 0,
}).format(bytes / 1e6);

export const number = (value) => new Intl.NumberFormat(language).format(value);

// A line at the lower edge. It stays while it offers a button, and is read out by screen readers.
export function notify(text, { label, act } = {}) {
  const bar = Object.assign(document.createElement("div"), { className: "app-note" });
  bar.setAttribute("role", "status");
  document.body.append(bar);
  bar.append(Object.assign(document.createElement("p"), { textContent: text }));
  if (act) {
    bar.append(button(label, () => { bar.remove(); act(); }), button(say("later"), () => bar.remove()));
  } else {
    setTimeout(() => bar.remove(), 4000);
  }
  return bar;
}

export function button(label, act) {
  const made = Object.assign(document.createElement("button"), { className: "button", type: "button", textContent: label });
  made.addEventListener("click", act);
  return made;
}
