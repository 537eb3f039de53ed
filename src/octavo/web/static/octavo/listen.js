// Loads the player where there is something to hear, or where something was playing on the page before.

const bar = document.getElementById("player");
const key = "octavo-player";

export async function start() {
  const wasOpen = (() => { try { return sessionStorage.getItem(key); } catch { return null; } })();
  if (!wasOpen && !document.querySelector("[data-episode]")) return;
  const player = await import(bar.dataset.module);
  player.attach();
}
start();
