"""A failure is a value: one feed's trouble is recorded and shown, never raised through the pipeline."""

from dataclasses import dataclass
from enum import StrEnum


class FailureCode(StrEnum):
    """Why something from outside could not be used. The web room holds a sentence for each, translated."""

    BAD_URL = "bad_url"
    FORBIDDEN_ADDRESS = "forbidden_address"
    DNS = "dns"
    CONNECT = "connect"
    TLS = "tls"
    TIMEOUT = "timeout"
    TOO_LARGE = "too_large"
    TOO_MANY_REDIRECTS = "too_many_redirects"
    BAD_ENCODING = "bad_encoding"
    PROTOCOL = "protocol"
    HTTP_STATUS = "http_status"
    RATE_LIMITED = "rate_limited"
    GONE = "gone"
    ROBOTS = "robots"
    NOT_A_FEED = "not_a_feed"
    NOT_A_PICTURE = "not_a_picture"
    NO_TEXT = "no_text"
    CRASHED = "crashed"


@dataclass(frozen=True, slots=True)
class Failure:
    """What went wrong with one address.

    `detail` is a short technical sentence in English for the operator and the log; readers see the
    translated sentence of `code`. `retry_after_s` is what the server asked us to wait, in seconds.
    """

    code: FailureCode
    detail: str = ""
    status: int | None = None
    retry_after_s: float | None = None

    def __str__(self) -> str:
        return f"{self.code.value}: {self.detail}" if self.detail else self.code.value


class OctavoError(Exception):
    """A mistake of the operator's that stops a command with one clear line and no traceback."""
