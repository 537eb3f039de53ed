// How much is unread, on the app's icon. Who knows the number (notify.js) sends the document an event:
// new CustomEvent("octavo:unread", { detail: 3 }). A page may carry <meta name="octavo-unread" content="3"> instead.

function show(count) {
  if (!navigator.setAppBadge || !Number.isInteger(count)) return;
  (count > 0 ? navigator.setAppBadge(count) : navigator.clearAppBadge()).catch(() => {});
}

export function showUnread() {
  const told = document.querySelector('meta[name="octavo-unread"]');
  if (told) show(Number(told.content));
}

document.addEventListener("octavo:unread", ({ detail }) => show(detail));
