"""Who may open what: every address, told with a fixed cast. An address that the table does not name fails.

The cast: a stranger, a reader, another reader, a moderator, an operator.
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse

from octavo.store.models import ImportReport, Invitation, Publisher, Reader
from octavo.store.models.readers import Role

pytestmark = pytest.mark.django_db

EVERYONE, READER, MODERATOR, OPERATOR, NOBODY = "everyone", "reader", "moderator", "operator", "nobody"
CAST = ("stranger", "reader", "other", "moderator", "operator")
ADMITTED = {
    EVERYONE: set(CAST),
    READER: {"reader", "other", "moderator", "operator"},
    MODERATOR: {"moderator", "operator"},
    OPERATOR: {"operator"},
    NOBODY: set(),
}

AUDIENCES = {
    EVERYONE: """
        picture robots favicon sitemap sitemap-stories sitemap-page manifest latest-feed named-feed
        front gathering article-by-id revisions article original story-by-id story-feed story trending topic place
        editions edition-day edition wrapup wrapup-of wrapup-podcast recording latest section hashtag publisher
        publishers search watch listen live ask answer answer-events answer-stop
        choose choose-language about privacy terms reader sign-in welcome
        account_login account_logout account_signup account_inactive account_invited account_reset_password
        account_reset_password_done account_reset_password_from_key account_reset_password_from_key_done
        account_confirm_email account_email_verification_sent account_confirm_login_code
        mfa_authenticate mfa_login_webauthn
        socialaccount_login_cancelled socialaccount_login_error socialaccount_signup
        my-news saved history following ranking my-follow my-mute my-save my-read my-cards my-take-over
        onboarding onboarding-interests onboarding-publishers onboarding-dismiss
        service-worker token app offline share
        show show-by-id player chapters captions
        comment moderation-log rules surveys survey notice-counted unsubscribe
    """,
    READER: """
        me me-picture me-export-json me-export-opml me-delete
        account_email account_change_password account_set_password usersessions_list
        account_reauthenticate
        mfa_index mfa_reauthenticate mfa_activate_totp mfa_deactivate_totp mfa_view_recovery_codes
        mfa_generate_recovery_codes mfa_download_recovery_codes mfa_list_webauthn mfa_add_webauthn
        mfa_reauthenticate_webauthn mfa_remove_webauthn mfa_edit_webauthn
        socialaccount_connections
        comment-write comment-reply comment-edit comment-withdraw comment-like comment-flag comment-appeal
        comment-block blocked unblock survey-vote
        ai-report my-model my-model-try my-model-remove
        notifications notifications-read notification-settings notification-try push-device push-device-remove
    """,
    # Codes by letter instead of passwords, which Octavo does not use.
    NOBODY: "account_request_reauthentication_code account_confirm_reauthentication_code",
    MODERATOR: "moderate moderate-decide moderate-undo moderate-reader moderate-switch",
    OPERATOR: """
        operate operate-desk operate-desk-act operate-desk-undo operate-originals operate-original-write
        operate-original operate-original-withdraw operate-feeds operate-feeds-add operate-feeds-export operate-feed
        operate-feed-act operate-publishers operate-publisher operate-quality operate-publisher-quality
        operate-quarantine operate-quarantine-act operate-readers operate-reader operate-reader-act
        operate-invitations operate-invite operate-invitation-revoke operate-imports operate-import operate-jobs
        operate-jobs-retry operate-pages operate-page admin-door
        operate-community operate-community-close operate-community-reopen
        operate-surveys operate-survey operate-survey-make operate-survey-close
        operate-notices operate-notice operate-notice-place operate-notice-end
        operate-take-out operate-takedowns operate-takedown-lift
        operate-ai operate-ai-try operate-ai-checker operate-ai-report
    """,
}
AUDIENCE = {name: audience for audience, names in AUDIENCES.items() for name in names.split()}
WITHOUT_TOKEN = {"my-cards", "notice-counted", "unsubscribe"}
"""Forms that change nothing of a reader's, on pages that anonymous readers share; and one whose address is a secret."""


def patterns() -> Iterator[tuple[str, str, URLPattern]]:
    """Each URL of the map: namespaced name, address as a template such as `me/` or `reader/<str:handle>/`, pattern."""

    def walk(resolver: Any, above: str, space: str) -> Iterator[tuple[str, str, URLPattern]]:
        for one in resolver.url_patterns:
            address = above + str(one.pattern)
            if isinstance(one, URLPattern):
                yield space + (one.name or ""), address, one
            else:
                yield from walk(one, address, f"{space}{one.namespace}:" if one.namespace else space)

    yield from walk(get_resolver(), "", "")


@pytest.fixture
def cast(settings: Any) -> dict[str, Client]:
    cache.clear()
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # quick: nobody types these
    roles = {"reader": Role.READER, "other": Role.READER, "moderator": Role.MODERATOR, "operator": Role.OPERATOR}
    clients = {"stranger": Client()}
    for name, role in roles.items():
        person = Reader.objects.create_user(
            f"{name}@octavo.example", "eight leaves make one sheet", role=role, handle=name,
            is_superuser=role is Role.OPERATOR,
        )  # fmt: skip
        clients[name] = Client()
        clients[name].force_login(person)
    return clients


@pytest.fixture
def values(newsroom: Any) -> dict[str, Any]:
    publisher = newsroom.publisher("daily")
    article = newsroom.article("River rises", publisher="daily")
    return {
        "article_id": article, "publisher_id": publisher, "feed_id": newsroom.feed("daily"), "story_id": 1,
        "act_id": 1, "number": 1, "report_id": ImportReport.objects.create(name="list", total=1).pk,
        "reader_id": Reader.objects.get(handle="other").pk,
        "invitation_id": Invitation.objects.create(token_hash="0", expires_at=datetime.now(UTC)).pk, "pk": 1,
        "slug": Publisher.objects.get(pk=publisher).slug, "token": "a", "invitation": "a", "handle": "other",
        "verb": "nothing", "name": "about", "language": "en", "code": "en", "file": "feed.xml", "country": "KE",
        "comment_id": 1, "survey_id": 1, "action_id": 1, "notice_id": 1, "takedown_id": 1, "show_id": 1, "what": "seen",
        "day": "2026-05-04", "part": "morning", "place_id": "KE", "key": "a", "uidb36": "1",
    }  # fmt: skip


def addresses(values: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Name and address of all but the admin's many tables, which one test of their own is for."""
    for name, template, pattern in patterns():
        if name and not name.startswith("admin:"):
            needed = {key: values[key] for key in re.findall(r"<(?:[a-z-]+:)?(\w+)>", template)}
            if name == "picture":
                needed = {"file": "none.webp"}
            if name == "recording":
                needed = {"file": "none.mp3"}
            if name == "named-feed":
                needed["name"] = "publisher"
            yield (
                name,
                reverse(
                    name,
                    kwargs=needed | (pattern.default_args if name in {"about", "privacy", "terms", "rules"} else {}),
                ),
            )


def test_every_address_has_its_audience() -> None:
    named = {name for name, _, _ in patterns()}
    told = {name for name in named if not name.startswith("admin:")}
    assert told - set(AUDIENCE) == set(), "name who may open these, in AUDIENCES"
    assert set(AUDIENCE) - told == set(), "these addresses are gone"


def outcome(answer: Any) -> str:
    """ "in", "asked to sign in" or "refused"."""
    answer.getvalue()
    location = answer.headers.get("Location", "")
    if answer.status_code in {301, 302} and re.match(r"(/ar)?/account/login/\?next=", location):
        return "asked to sign in"
    if answer.status_code == 403:
        return "refused"
    assert answer.status_code < 500, answer
    return "in"


def test_each_of_the_cast_gets_in_where_they_may_and_nowhere_else(
    cast: dict[str, Client], values: dict[str, Any]
) -> None:
    wrong = []
    for name, address in addresses(values):
        if name in {"account_logout", "admin-door", "sign-in"}:
            continue  # told below
        for person, client in cast.items():
            may = person in ADMITTED[AUDIENCE[name]]
            expected = "in" if may else "asked to sign in" if person == "stranger" else "refused"
            got = outcome(client.get(address))
            if got != expected:
                wrong.append(f"{name} {address} {person}: {got}, not {expected}")
    assert wrong == []


def test_the_same_holds_for_forms(cast: dict[str, Client], values: dict[str, Any]) -> None:
    """Of Octavo's own pages; those of a guarded account ask to sign in afresh, which is no way in."""
    for name, address in addresses(values):
        if AUDIENCE[name] == EVERYONE or name == "admin-door":
            continue
        assert outcome(cast["stranger"].post(address)) == "asked to sign in", address
        if AUDIENCE[name] == OPERATOR:
            for person in ("reader", "moderator"):
                assert outcome(cast[person].post(address)) == "refused", address


def test_no_form_is_taken_without_its_token(cast: dict[str, Client], values: dict[str, Any]) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(Reader.objects.get(handle="operator"))
    before = Reader.objects.count()
    for name, address in addresses(values):
        if name not in WITHOUT_TOKEN:
            assert strict.post(address).status_code == 403, name
    assert Reader.objects.count() == before


def test_the_admin_is_behind_the_same_door(cast: dict[str, Client]) -> None:
    for name, _, pattern in patterns():
        if not name.startswith("admin:store_") or pattern.pattern.regex.groups:
            continue
        address = reverse(name)
        for person in ("reader", "other", "moderator"):
            answer = cast[person].get(address, follow=True)
            assert answer.status_code == 403, (address, person)
        asked = cast["stranger"].get(address, follow=True)
        assert asked.redirect_chain[-1][0].startswith(reverse("account_login")), address
        assert cast["operator"].get(address).status_code in {200, 403}, address
    assert cast["operator"].get(reverse("admin:index")).status_code == 200


def test_secrets_and_signed_in_pages_are_kept_by_nobody(cast: dict[str, Client], values: dict[str, Any]) -> None:
    for name, address in addresses(values):
        if AUDIENCE[name] in {READER, OPERATOR} or name in {
            "account_reset_password_from_key",
            "account_invited",
            "front",
        }:
            cached = cast["operator"].get(address).headers.get("Cache-Control", "")
            assert "no-store" in cached, f"{name}: {cached}"
    assert "no-store" in cast["stranger"].get(reverse("account_invited", args=["a"])).headers["Cache-Control"]


def test_strangers_get_no_session(cast: dict[str, Client], values: dict[str, Any]) -> None:
    for name, address in addresses(values):
        stranger = Client()
        stranger.get(address).getvalue()
        assert "sessionid" not in stranger.cookies or name == "mfa_login_webauthn", name
