// The app on every page: one import per concern. `start` runs again where the player has put another page in this one's
// place (navigate.js).

import { showUnread } from "./badge.js";
import { showKeepButtons, watchShelf } from "./keep.js";
import { listenToKeys } from "./keys.js";
import { pullToRefresh } from "./pull.js";
import { noteReader } from "./reader.js";
import { sendWaiting } from "./sending.js";
import { showStatus, watchNetwork } from "./status.js";
import { showTextSize } from "./text-size.js";
import { rememberTrail, showTrail, swipe } from "./trail.js";
import { startWorker } from "./worker-link.js";

export function start() {
  showStatus();
  showUnread();
  showKeepButtons();
  showTextSize();
  showTrail();
}

start();
listenToKeys();
rememberTrail();
swipe();
pullToRefresh();
watchNetwork();
startWorker();
watchShelf();
noteReader().then(sendWaiting);
