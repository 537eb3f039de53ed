// Push messages: shown as the newsroom wrote them, in its reader's language; pressed, they lead to their page and are
// read. At signing out this device takes no more of them.

import { announce } from "../app/database.js";
import { send } from "../app/queue.js";

const READ = "/me/notifications/read/";

export async function showMessage(event) {
  const said = event.data?.json();
  if (!said) return;
  const { title, body, tag, lang, dir, path, notification, unread, at } = said;
  await self.registration.showNotification(title, {
    body, tag, lang, dir, renotify: Boolean(tag), timestamp: at, icon: CONFIG.icon, badge: CONFIG.badge,
    data: { path, notification },
  });
  await showOnIcon(unread);
  announce({ type: "unread", count: unread });
}

async function showOnIcon(count) {
  if (!navigator.setAppBadge || !Number.isInteger(count)) return;
  await (count > 0 ? navigator.setAppBadge(count) : navigator.clearAppBadge()).catch(() => {});
}

export async function openMessage({ notification }) {
  const { path, notification: id } = notification.data ?? {};
  notification.close();
  const url = new URL(path ?? "/", location.origin);
  if (url.origin !== location.origin) return;
  await Promise.allSettled([show(url.href), id ? markRead(id) : null]);
}

async function show(href) {
  const windows = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  const same = windows.find((one) => one.url.split("#")[0] === href);
  if (same) return same.focus();
  return self.clients.openWindow(href);
}

async function markRead(id) {
  const form = new FormData();
  form.set("id", id);
  await send(READ, form, { key: `read ${id}` });
}

// The browser has given this device another address: the newsroom hears of it while its reader is signed in.
export async function moveOn({ oldSubscription, newSubscription }) {
  const options = oldSubscription?.options;
  const subscription = newSubscription ?? (options && (await self.registration.pushManager.subscribe(options)));
  if (!subscription) return;
  const { endpoint, keys } = subscription.toJSON();
  const form = new FormData();
  for (const [name, value] of Object.entries({ endpoint, p256dh: keys.p256dh, auth: keys.auth })) form.set(name, value);
  await send("/me/notifications/devices/", form, { key: "push device" });
}

export async function takeNoMore() {
  await showOnIcon(0);
  await (await self.registration.pushManager?.getSubscription())?.unsubscribe();
}
