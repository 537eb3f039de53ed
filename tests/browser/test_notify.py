"""The bell in a real Chromium, on a phone and in Arabic; and a push message, from the browser to the bell."""

import json
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pytest

Visit = Callable[..., Any]
PASSWORD = "eight leaves make one sheet"
UNREAD = 5
SUBSCRIBED = """
// Chromium's own push service is on the Internet: what the browser would hold is held by the page.
const held = { endpoint: "https://push.example/send/one", keys: {
  p256dh: "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
  auth: "BTBZMqHH6r4Tts7J_aSIgg" } };
const subscription = { endpoint: held.endpoint, toJSON: () => held, unsubscribe: async () => sessionStorage.clear() };
PushManager.prototype.subscribe = async () => { sessionStorage.setItem("pushes", "1"); return subscription; };
PushManager.prototype.getSubscription = async () => (sessionStorage.getItem("pushes") ? subscription : null);
"""


@pytest.fixture(scope="module")
def told(browser: Any, running: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    with running(tmp_path_factory.mktemp("told"), "talk") as site:
        yield site


@pytest.fixture(scope="module")
def session(browser: Any, told: Any) -> Any:
    """Anna's, who has unread notifications."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{told.address}/account/login/?next=/about/")
    page.get_by_label("E-mail").fill("anna@octavo.example")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url("**/about/")
    kept = context.storage_state()
    context.close()
    return kept


@pytest.fixture
def anna(visit: Visit, session: Any) -> Visit:
    return partial(visit, storage_state=session)


def fits(page: Any, violations: Any, small_targets: Any) -> None:
    assert violations(page) == []
    assert [found for found in small_targets(page) if "told" in found or "bell" in found] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]


def test_the_bell_on_a_phone_and_in_arabic(
    told: Any, anna: Visit, violations: Callable[[Any], list[str]], small_targets: Callable[[Any], list[str]]
) -> None:
    page = anna()
    page.goto(f"{told.address}/latest/")
    bell = page.get_by_role("link", name=f"Notifications, {UNREAD} unread")
    bell.click()
    page.wait_for_url("**/me/notifications/")
    assert page.locator(".told-line.is-unread").count() == UNREAD
    fits(page, violations, small_targets)
    page.goto(f"{told.address}/me/notifications/settings/")
    fits(page, violations, small_targets)

    arabic = anna(width=1280, height=900)
    for path in ("", "settings/"):
        arabic.goto(f"{told.address}/ar/me/notifications/{path}")
        fits(arabic, violations, small_targets)
    assert "٥" in arabic.locator(".bell-mark").inner_text()

    page.goto(f"{told.address}/me/notifications/")
    page.locator("a[data-notification]").first.click()
    page.wait_for_url("**/article/**")
    page.get_by_role("link", name=f"Notifications, {UNREAD - 1} unread").wait_for()


def test_without_scripts_everything_is_a_form(told: Any, anna: Visit) -> None:
    page = anna(scripts=False)
    page.goto(f"{told.address}/me/notifications/")
    before = page.locator(".told-line.is-unread").count()
    page.get_by_role("button", name="Mark as read").first.click()
    assert page.locator(".told-line.is-unread").count() == before - 1
    page.goto(f"{told.address}/me/notifications/settings/")
    assert page.get_by_text("Setting up a device needs JavaScript.").is_visible()


def test_a_push_message_is_shown_and_rings_the_bell(told: Any, anna: Visit) -> None:
    page = anna(service_workers="allow", permissions=["notifications"])
    page.add_init_script(SUBSCRIBED)
    page.goto(f"{told.address}/me/notifications/settings/")
    page.evaluate("() => navigator.serviceWorker.ready.then(() => true)")
    page.get_by_role("button", name="Turn on push on this device").click()
    page.get_by_text("This device takes push messages.").wait_for()
    assert page.locator("[data-endpoint]").count() == 1

    deliver(page, told.address)
    page.locator('.bell-mark[data-unread="42"]').wait_for()
    shown = page.evaluate(
        "async () => (await (await navigator.serviceWorker.ready).getNotifications())"
        ".map(({ title, body, tag, lang, dir, data }) => ({ title, body, tag, lang, dir, data }))"
    )
    assert shown == [
        {
            "title": "عاجل", "body": "<b>يرتفع النهر</b>", "tag": "story:9", "lang": "ar", "dir": "rtl",
            "data": {"path": "/ar/story/9/", "notification": 1},
        }
    ]  # fmt: skip

    page.get_by_role("button", name="Turn it off on this device").click()
    page.get_by_role("button", name="Turn on push on this device").wait_for()
    assert page.locator("[data-endpoint]").count() == 0


def deliver(page: Any, address: str) -> None:
    """As the browser does when its push service has something."""
    said = {
        "title": "عاجل", "body": "<b>يرتفع النهر</b>", "tag": "story:9", "lang": "ar", "dir": "rtl",
        "path": "/ar/story/9/", "notification": 1, "unread": 42, "at": 1_790_000_000_000,
    }  # fmt: skip
    devtools = page.context.new_cdp_session(page)
    registrations: list[str] = []
    devtools.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda event: registrations.extend(one["registrationId"] for one in event["registrations"]),
    )
    devtools.send("ServiceWorker.enable")
    while not registrations:
        page.wait_for_timeout(50)
    message = {"origin": address, "registrationId": registrations[0], "data": json.dumps(said)}
    devtools.send("ServiceWorker.deliverPushMessage", message)
