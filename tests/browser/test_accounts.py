"""Accounts in a real Chromium: signing up, a passkey of a virtual device, a code, leaving; every page accessible."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pytest

Visit = Callable[..., Any]

PASSWORD = "eight leaves make one sheet"
ANSWERS = ("/account/login/", "/account/signup/", "/account/password/reset/", "/account/inactive/", "/account/logout/")
OWN = (
    "/me/",
    "/account/sessions/",
    "/account/password/change/",
    "/account/2fa/",
    "/account/2fa/webauthn/",
    "/account/3rdparty/",
    "/account/reauthenticate/",
    "/reader/anna/",
)
GUARDED = ("/me/delete/", "/account/email/", "/account/2fa/totp/activate/", "/account/2fa/webauthn/add/")


@pytest.fixture(scope="module")
def newsroom(browser: Any, running: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    with running(tmp_path_factory.mktemp("accounts")) as site:
        site.address = site.address.replace("127.0.0.1", "localhost")  # a passkey belongs to a name
        yield site


@pytest.fixture(scope="module")
def session(browser: Any, newsroom: Any) -> Any:
    """The cookies of a reader who has just signed up and proved who they are."""
    context = browser.new_context()
    page = context.new_page()
    sign_up(page, newsroom, "anna@octavo.example")
    page.get_by_label("Handle").fill("anna")
    page.get_by_role("button", name="Keep").click()
    prove(page, newsroom)
    kept = context.storage_state()
    context.close()
    return kept


def sign_up(page: Any, newsroom: Any, address: str) -> None:
    page.goto(f"{newsroom.address}/account/signup/")
    page.get_by_label("E-mail").fill(address)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Make an account").click()
    page.wait_for_url("**/me/")


def prove(page: Any, newsroom: Any) -> None:
    page.goto(f"{newsroom.address}/account/reauthenticate/?next=/me/")
    page.locator("input[type=password]").fill(PASSWORD)
    page.locator("main button[type=submit]").first.click()
    page.wait_for_url("**/me/")


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("prefix", ["", "/ar"])
def test_pages_of_accounts_are_accessible(  # noqa: PLR0917  fixtures
    visit: Visit, newsroom: Any, session: Any, violations: Any, small_targets: Any, prefix: str, width: int
) -> None:
    wrong = []
    for paths, options in ((ANSWERS[:4], {}), (OWN + GUARDED + ANSWERS[4:], {"storage_state": session})):
        page = partial(visit, width=width)(**options)
        for path in paths:
            answer = page.goto(newsroom.address + prefix + path)
            assert answer.status == 200, path
            page.emulate_media(color_scheme="light")
            wrong += [f"{path}: {one}" for one in violations(page) + small_targets(page)]
            if page.evaluate("document.documentElement.scrollWidth") > width:
                wrong.append(f"{path}: wider than the screen")
    assert wrong == []


def test_a_passkey_signs_in(visit: Visit, newsroom: Any) -> None:
    page = visit(width=390)
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    options |= {"isUserVerified": True, "automaticPresenceSimulation": True}
    device.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    sign_up(page, newsroom, "bert@octavo.example")
    prove(page, newsroom)
    page.goto(f"{newsroom.address}/account/2fa/webauthn/add/")
    page.locator("#id_passwordless").check()
    with page.expect_navigation(wait_until="load"):
        page.locator("#mfa_webauthn_add").click()
    page.goto(f"{newsroom.address}/account/2fa/webauthn/")
    assert page.locator("main").get_by_text("Passkey", exact=True).is_visible()
    page.goto(f"{newsroom.address}/me/")
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url(f"{newsroom.address}/")
    page.goto(f"{newsroom.address}/account/login/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url("**/me/")
    assert page.get_by_text("bert@octavo.example").is_visible()


def test_signing_in_and_leaving_need_no_script(visit: Visit, newsroom: Any) -> None:
    page = visit(width=390, scripts=False)
    sign_up(page, newsroom, "clara@octavo.example")
    assert page.get_by_role("button", name="Sign in with a passkey").count() == 0
    page.get_by_role("link", name="Delete your account").click()
    page.locator("input[type=password]").fill(PASSWORD)
    page.locator("main button[type=submit]").first.click()
    page.wait_for_url("**/me/delete/")
    page.locator("#id_sure").check()
    page.get_by_role("button", name="Delete my account").click()
    page.wait_for_url(f"{newsroom.address}/")
    assert page.get_by_text("Your account is deleted.").is_visible()
