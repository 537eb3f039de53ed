"""What a web process loads before anybody needs it, and that our list of addresses is django-allauth's."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.urls import URLPattern, URLResolver

from octavo.web.account import factor_urls

NEVER = {"fido2", "cryptography", "qrcode", "jwt", "oauthlib", "numpy", "onnxruntime", "lxml", "PIL", "trafilatura"}
LOOK = """
import json, sys
import octavo.web.asgi
from django.urls import get_resolver, reverse
get_resolver()._populate()
try:
    back = reverse("openid_connect_callback", kwargs={"provider_id": "oidc"})
except Exception:
    back = ""
print(json.dumps({"loaded": sorted(sys.modules), "back": back}))
"""


def started(tmp_path: Path, **settings: str) -> tuple[set[str], str]:
    """What is loaded in a web process that has answered nobody yet, and the address where an issuer leads back to."""
    environment = {**os.environ, "OCTAVO_DATA": str(tmp_path), **settings}
    said = subprocess.run([sys.executable, "-c", LOOK], env=environment, capture_output=True, check=True)  # noqa: S603  # ours
    told = json.loads(said.stdout)
    return set(told["loaded"]), told["back"]


def test_a_web_process_starts_light(tmp_path: Path) -> None:
    loaded, back = started(tmp_path)
    assert not loaded & (NEVER | {"requests"})
    assert back == ""


def test_with_an_issuer_it_loads_what_asks_it_and_no_more(tmp_path: Path) -> None:
    """`requests` comes with django-allauth's provider, which its registry loads at the start."""
    issuer = {"OCTAVO_OIDC_ISSUER": "https://id.example", "OCTAVO_OIDC_CLIENT_ID": "octavo"}
    loaded, back = started(tmp_path, **issuer)
    assert not loaded & NEVER
    assert back == "/account/oidc/oidc/login/callback/"


def addresses(patterns: list[URLPattern | URLResolver], before: str = "") -> Iterator[tuple[str, str, str]]:
    for one in patterns:
        if isinstance(one, URLResolver):
            yield from addresses(one.url_patterns, before + str(one.pattern))
        else:
            yield before + str(one.pattern), str(one.name), f"{one.callback.__module__}.{one.callback.__name__}"


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_the_addresses_of_factors_are_allauths_own() -> None:
    from allauth.mfa import urls
    from django.utils.module_loading import import_string

    own = {(path, name): view for path, name, view in addresses(factor_urls.urlpatterns)}
    assert set(own) == {(path, name) for path, name, _ in addresses(urls.urlpatterns)}
    assert all(callable(import_string(view)) for (path, _), view in own.items() if path.startswith("webauthn"))
