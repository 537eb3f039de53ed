"""Whatever the SDK raises, as a `Failure` whose words never hold a key."""

import re
import socket
import ssl
from collections.abc import Iterator

import httpx2
import openai

from octavo.assist.providers.transport import EndlessAnswerError
from octavo.core.failures import Failure, FailureCode

TROUBLES = (
    openai.OpenAIError,
    httpx2.HTTPError,
    httpx2.StreamError,
    OSError,
    ValueError,
    TypeError,
    AttributeError,
    LookupError,
    RecursionError,
)
"""The SDK does not check answers, so that nonsense of a server's shows as any of the latter."""
LONGEST_DETAIL = 200
_KEYS = re.compile(r"(?:\b(?:sk|pk|key|gsk|hf|xai)[-_]|Bearer\s+)[\w*.\-]{4,}", re.IGNORECASE)


def failure_of(error: BaseException, key: str) -> Failure:
    """What went wrong, for the operator."""
    if isinstance(error, openai.RateLimitError):
        return Failure(FailureCode.RATE_LIMITED, _words(error, key), 429, _wait(error))
    if isinstance(error, openai.APIStatusError):
        return Failure(FailureCode.HTTP_STATUS, _words(error, key), error.status_code, _wait(error))
    causes = list(_causes(error))
    code = next((code for kind, code in _CODES if any(isinstance(one, kind) for one in causes)), None)
    if code is None:
        is_connection = any(isinstance(one, openai.APIConnectionError | httpx2.NetworkError) for one in causes)
        code = FailureCode.CONNECT if is_connection else FailureCode.PROTOCOL
    return Failure(code, _words(causes[-1], key))


_CODES: tuple[tuple[type[BaseException], FailureCode], ...] = (
    (EndlessAnswerError, FailureCode.TOO_LARGE),
    (PermissionError, FailureCode.FORBIDDEN_ADDRESS),  # what the guard raises
    (openai.APITimeoutError, FailureCode.TIMEOUT),
    (httpx2.TimeoutException, FailureCode.TIMEOUT),
    (TimeoutError, FailureCode.TIMEOUT),
    (ssl.SSLError, FailureCode.TLS),
    (socket.gaierror, FailureCode.DNS),
)


def _causes(error: BaseException) -> Iterator[BaseException]:
    seen: BaseException | None = error
    for _ in range(10):
        if seen is None:
            return
        yield seen
        seen = seen.__cause__ or seen.__context__


def _words(error: BaseException, key: str) -> str:
    text = " ".join(str(error).split()) or type(error).__name__
    if key:
        text = text.replace(key, "…")
    return _KEYS.sub("…", text)[:LONGEST_DETAIL]


def _wait(error: openai.APIStatusError) -> float | None:
    said = error.response.headers.get("retry-after", "")
    return float(said) if said.isascii() and said.isdigit() and len(said) < 7 else None
