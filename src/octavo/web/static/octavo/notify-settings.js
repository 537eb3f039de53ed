// The page "How you are told": this device's push messages, with clear words where they cannot be had, and its clock.

const isApple = /iPhone|iPad|iPod/.test(navigator.userAgent) || (/Macintosh/.test(navigator.userAgent) && navigator.maxTouchPoints > 1);
const isInstalled = matchMedia("(display-mode: standalone)").matches || navigator.standalone === true;
const hasPush = "serviceWorker" in navigator && "PushManager" in globalThis && "Notification" in globalThis;
const PATIENCE_MS = 15_000;

export function start() {
  suggestZone();
  const part = document.querySelector("[data-push]");
  if (part) showState(part);
}

// Why not, as a name of the words that the page has; "" where it can be had.
function obstacle() {
  if (!isSecureContext) return "insecure";
  if (!hasPush) return isApple && !isInstalled ? "install" : "unsupported";
  return Notification.permission === "denied" ? "denied" : "";
}

const registered = () => navigator.serviceWorker.getRegistration();
const held = async () => (await registered())?.pushManager.getSubscription();

async function showState(part, trouble = obstacle()) {
  const subscription = trouble ? null : await held().catch(() => null);
  const isOn = Boolean(subscription) && markThis(subscription.endpoint);
  part.querySelector("[data-push-state]").textContent = trouble ? part.dataset[trouble] : isOn ? part.dataset.on : "";
  const [on, off] = [part.querySelector("[data-push-on]"), part.querySelector("[data-push-off]")];
  on.hidden = isOn || ["insecure", "unsupported", "install", "denied"].includes(trouble);
  off.hidden = !isOn;
  on.onclick = () => turnOn(part);
  off.onclick = () => turnOff(part);
}

// Whether the newsroom knows this device as the reader's.
function markThis(endpoint) {
  const line = [...document.querySelectorAll("[data-endpoint]")].find((one) => one.dataset.endpoint === endpoint);
  line?.querySelector("[data-this]")?.removeAttribute("hidden");
  return Boolean(line);
}

async function turnOn(part) {
  part.querySelector("[data-push-state]").textContent = part.dataset.asking;
  if ((await Notification.requestPermission()) !== "granted") return showState(part, "denied");
  try {
    const { endpoint, keys } = (await subscribed(part.dataset.key)).toJSON();
    await post(part.dataset.register, { endpoint, p256dh: keys.p256dh, auth: keys.auth });
    location.reload();
  } catch {
    await showState(part, "failed");
  }
}

// With the newsroom's key as it is now: what was made with another one takes nothing from us.
async function subscribed(key) {
  const { pushManager } = await soon(navigator.serviceWorker.ready);
  const options = { userVisibleOnly: true, applicationServerKey: key };
  try {
    return await soon(pushManager.subscribe(options));
  } catch (error) {
    const old = await pushManager.getSubscription();
    if (!old) throw error;
    await old.unsubscribe();
    return soon(pushManager.subscribe(options));
  }
}

const soon = (promise) => Promise.race([promise, new Promise((_, reject) => { setTimeout(() => reject(new Error("too late")), PATIENCE_MS); })]);

async function turnOff(part) {
  const subscription = await held();
  if (subscription) {
    await post(part.dataset.remove, { endpoint: subscription.endpoint }).catch(() => {});
    await subscription.unsubscribe();
  }
  location.reload();
}

async function post(path, values) {
  const token = document.querySelector("#told-form [name=csrfmiddlewaretoken]").value;
  const response = await fetch(path, {
    method: "POST", body: new URLSearchParams(values), headers: { "X-CSRFToken": token, Accept: "application/json" },
  });
  if (!response.ok) throw new Error(`status ${response.status}`);
}

// Until the reader chose one, the clock of this device; it is kept with the form.
function suggestZone() {
  const select = document.querySelector("#told-form [name=time_zone]");
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (select && !select.value && [...select.options].some((one) => one.value === zone)) select.value = zone;
}

start();
