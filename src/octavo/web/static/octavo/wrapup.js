// Has the browser read the wrap-up out, each sentence in its own language; nothing leaves the device by our doing.

const speech = window.speechSynthesis;

function utter(element) {
  const said = new SpeechSynthesisUtterance(element.textContent);
  said.lang = element.closest("[lang]").lang;
  // Another page may have taken this one's place.
  said.addEventListener("start", () => (element.isConnected ? element.setAttribute("data-saying", "") : speech.cancel()));
  said.addEventListener("end", () => element.removeAttribute("data-saying"));
  said.addEventListener("error", () => element.removeAttribute("data-saying"));
  return said;
}

export function start() {
  speech?.cancel();
  const button = document.querySelector("[data-listen]");
  if (!button || !speech || !("SpeechSynthesisUtterance" in window)) return;
  const listen = button.textContent;
  let isSaying = false;
  const show = (saying) => {
    isSaying = saying;
    button.textContent = saying ? button.dataset.stop : listen;
  };
  button.hidden = false;
  button.addEventListener("click", () => {
    speech.cancel();
    if (isSaying) return show(false);
    const sentences = [...document.querySelectorAll("[data-say]")].map(utter);
    sentences.at(-1)?.addEventListener("end", () => show(false));
    for (const sentence of sentences) speech.speak(sentence);
    show(true);
  });
}
addEventListener("pagehide", () => speech?.cancel());
start();
