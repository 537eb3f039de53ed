"""Secrets of second factors are no use to who has a copy of the database."""

import json
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from octavo.store import readers
from octavo.store.models import Reader
from octavo.web.account import secrecy

pytestmark = pytest.mark.django_db
PASSWORD = "eight leaves make one sheet"


@pytest.fixture
def anna(settings: Any) -> Reader:
    cache.clear()
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    reader = Reader.objects.create_user("anna@octavo.example", PASSWORD)
    readers.vouch_for_address(reader)
    return reader


def code(secret: str) -> str:
    counter = next(iter(totp.yield_hotp_counters_from_time()))
    return totp.format_hotp_value(totp.hotp_value(secret, counter))


def test_what_is_stored_tells_nothing(anna: Reader) -> None:
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(anna, secret)
    codes = RecoveryCodes.activate(anna).get_unused_codes()
    stored = json.dumps([one.data for one in Authenticator.objects.all()])
    assert stored.count(secrecy.MARK) == 2
    assert not any(word in stored for word in (secret, *codes))
    kept = {one.type: one.wrap() for one in Authenticator.objects.all()}
    assert kept["totp"].validate_code(code(secret))
    assert kept["recovery_codes"].get_unused_codes() == codes
    assert kept["recovery_codes"].validate_code(codes[0])
    assert len(RecoveryCodes(Authenticator.objects.get(type="recovery_codes")).get_unused_codes()) == len(codes) - 1


def test_the_same_secret_is_never_stored_the_same() -> None:
    assert secrecy.encrypt("JBSWY3DP") != secrecy.encrypt("JBSWY3DP")
    assert secrecy.decrypt(secrecy.encrypt("JBSWY3DP")) == "JBSWY3DP"


def test_what_an_older_version_stored_still_works(anna: Reader) -> None:
    secret = totp.generate_totp_secret()
    old = Authenticator.objects.create(user=anna, type="totp", data={"secret": secret})
    assert old.wrap().validate_code(code(secret))


def test_a_key_that_was_replaced_still_reads(settings: Any) -> None:
    stored, old = secrecy.encrypt("JBSWY3DP"), settings.SECRET_KEY
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another key", [old]
    assert secrecy.decrypt(stored) == "JBSWY3DP"


def test_with_another_key_a_factor_is_refused_in_words(anna: Reader, client: Client, settings: Any) -> None:
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(anna, secret)
    RecoveryCodes.activate(anna)
    settings.SECRET_KEY = "another key"
    client.post(reverse("account_login"), {"login": anna.email, "password": PASSWORD})
    refused = client.post(reverse("mfa_authenticate"), {"code": code(secret)})
    assert refused.status_code == 422
    assert "cannot read your second factor" in refused.content.decode()
    assert client.get(reverse("me")).status_code == 302
    client.force_login(anna)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    assert client.get(reverse("mfa_view_recovery_codes")).status_code == 403


@pytest.mark.parametrize("stored", ["fernet:", "fernet:gAAAA", "fernet:é"])
def test_a_broken_row_is_refused_too(stored: str) -> None:
    with pytest.raises(secrecy.UnreadableSecretError):
        secrecy.decrypt(stored)
