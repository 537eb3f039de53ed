"""A reader's own model is asked at public addresses alone, and at the address that was checked."""

import socket
from typing import Any

import httpx2
import pytest

from octavo.assist.providers import Endpoint, Patience
from octavo.core.failures import Failure, FailureCode
from octavo.core.models import ModelMessage, ModelRequest, Speaker
from octavo.gather.model_guard import GuardedTransport, refuse

ASKED = ModelRequest((ModelMessage(Speaker.USER, "Say yes."),), 20)
PUBLIC = "93.184.215.14"


class Inner(httpx2.AsyncBaseTransport):
    def __init__(self, location: str = "") -> None:
        self.seen: list[httpx2.Request] = []
        self._location = location

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        self.seen.append(request)
        if self._location:
            return httpx2.Response(307, headers={"Location": self._location}, stream=httpx2.ByteStream(b""))
        chunk = b'data: {"choices":[{"delta":{"content":"Yes."},"finish_reason":"stop"}]}\n\ndata: [DONE]\n\n'
        headers = {"Content-Type": "text/event-stream"}
        return httpx2.Response(200, headers=headers, stream=httpx2.ByteStream(chunk))


def lookup_of(*addresses: str) -> Any:
    return lambda host, port, family: [
        (socket.AF_INET6 if ":" in one else socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, port)) for one in addresses
    ]


async def ask(url: str, inner: Inner, *addresses: str) -> Any:
    transport = GuardedTransport(lookup_of(*addresses), inner)
    model = Endpoint(url=url, model="any", key="k-1", patience=Patience(5, 5, 5, 0), transport=transport)
    try:
        return await model.complete(ASKED)
    finally:
        await model.aclose()


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:11434/v1",
        "https://[::1]/v1",
        "https://10.0.0.8/v1",
        "https://169.254.169.254/v1",
        "https://2130706433/v1",
        "https://models.internal/v1",
        "https://localhost/v1",
        "https://[::ffff:127.0.0.1]/v1",
        "https://mail.example.org:25/v1",
    ],
)
async def test_what_is_not_public_is_never_asked(url: str) -> None:
    inner = Inner()
    answer = await ask(url, inner, "127.0.0.1")
    assert isinstance(answer, Failure)
    assert answer.code in {FailureCode.FORBIDDEN_ADDRESS, FailureCode.CONNECT, FailureCode.BAD_URL}
    assert inner.seen == []


@pytest.mark.parametrize("address", ["127.0.0.1", "192.168.1.5", "::1", "fd00::1", "100.64.0.1"])
async def test_a_name_that_leads_inside_is_never_asked(address: str) -> None:
    inner = Inner()
    answer = await ask("https://models.example.org/v1", inner, address)
    assert isinstance(answer, Failure)
    assert answer.code is FailureCode.FORBIDDEN_ADDRESS
    assert inner.seen == []


async def test_the_checked_address_is_the_connected_one() -> None:
    inner = Inner()
    answer = await ask("https://models.example.org/v1", inner, "127.0.0.1", PUBLIC)
    assert answer.text == "Yes."
    (request,) = inner.seen
    assert request.url.host == PUBLIC
    assert request.headers["Host"] == "models.example.org"
    assert request.extensions["sni_hostname"] == "models.example.org"
    assert request.headers["Authorization"] == "Bearer k-1"
    assert not [name for name in request.headers if name.lower().startswith(("x-stainless", "openai-"))]


async def test_no_redirect_is_followed() -> None:
    inner = Inner("http://127.0.0.1/v1")
    answer = await ask("https://models.example.org/v1", inner, PUBLIC)
    assert isinstance(answer, Failure)
    assert (answer.code, answer.status) == (FailureCode.HTTP_STATUS, 307)
    assert len(inner.seen) == 1


def test_refusals_are_told_before_anything_is_kept() -> None:
    assert refuse("https://models.example.org/v1") is None
    assert refuse("ftp://models.example.org/") is not None
    assert refuse("https://127.0.0.1/") is not None
