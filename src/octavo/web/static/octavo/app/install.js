// The page "Download the app": the way for this device first and open, the others folded; a real button where the
// browser offers to install.

const list = document.querySelector("[data-platforms]");
const agent = navigator.userAgent;
const isApple = /iPhone|iPad|iPod/.test(agent) || (/Macintosh/.test(agent) && navigator.maxTouchPoints > 1);
const isInstalled = matchMedia("(display-mode: standalone)").matches || navigator.standalone === true;

function platform() {
  if (isApple) return "ios";
  if (/Android/.test(agent)) return /Firefox/.test(agent) ? "firefox-android" : "android";
  if (/Firefox/.test(agent)) return "firefox";
  if (/Macintosh/.test(agent) && /Safari/.test(agent) && !/Chrome|Chromium|Edg/.test(agent)) return "mac";
  return "desktop";
}

const mine = list.querySelector(`[data-platform="${platform()}"]`);
if (mine) {
  mine.open = true;
  list.prepend(mine);
  mine.querySelector("[data-this]").hidden = false;
}
if (isInstalled) document.querySelector("[data-installed]").hidden = false;

const box = document.querySelector("[data-install]");
const button = box.querySelector("button");
addEventListener("beforeinstallprompt", (event) => {
  event.preventDefault();
  box.hidden = false;
  button.onclick = async () => {
    event.prompt();
    const { outcome } = await event.userChoice;
    if (outcome === "accepted") box.hidden = true;
  };
});
addEventListener("appinstalled", () => {
  box.hidden = true;
  document.querySelector("[data-installed]").hidden = false;
});
