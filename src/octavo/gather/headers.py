"""What a response's headers ask of us: when to come back, how long the answer keeps, which validators to return."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

MAX_VALIDATOR_LENGTH = 1_000
MAX_WAIT_S = 7 * 86_400.0
MAX_AGE_S = 365 * 86_400.0

_MAX_AGE = re.compile(r"(?:^|[,\s])max-age\s*=\s*\"?(\d{1,12})", re.IGNORECASE)
_NO_CACHE = re.compile(r"(?:^|[,\s])no-(?:cache|store)\b", re.IGNORECASE)


def retry_after_s(value: str | None, now: datetime) -> float | None:
    """Retry-After (RFC 9110 section 10.2.3) in seconds from `now`, at most a week; None when absent or nonsense."""
    if not value:
        return None
    text = value.strip()
    if text.isascii() and text.isdigit():
        return min(float(text[:12]), MAX_WAIT_S)
    date = http_date(text)
    return None if date is None else min(max((date - now).total_seconds(), 0.0), MAX_WAIT_S)


def max_age_s(headers: Mapping[str, str], now: datetime) -> float | None:
    """How long the answer stays fresh, in seconds (RFC 9111 section 4.2.1), its Age deducted; None when unsaid."""
    control = headers.get("Cache-Control")
    if control:
        found = _MAX_AGE.search(control)
        if found:
            age = headers.get("Age", "")
            spent = float(age[:9]) if age.isascii() and age.isdigit() else 0.0
            return min(max(float(found[1]) - spent, 0.0), MAX_AGE_S)
        if _NO_CACHE.search(control):
            return 0.0
    expires = headers.get("Expires")
    if not expires:
        return None
    until = http_date(expires)
    if until is None:
        return 0.0  # "Expires: 0" and other nonsense means "already expired" (RFC 9111 section 5.3)
    since = http_date(headers.get("Date", "")) or now
    return min(max((until - since).total_seconds(), 0.0), MAX_AGE_S)


def http_date(text: str) -> datetime | None:
    """An HTTP date as aware UTC; None for nonsense."""
    try:
        date = parsedate_to_datetime(text)
        return date.replace(tzinfo=UTC) if date.tzinfo is None else date.astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def validator(value: str | None) -> str | None:
    """An ETag or Last-Modified that can be kept and sent back; None where it cannot."""
    if not value or len(value) > MAX_VALIDATOR_LENGTH or not value.isprintable() or not value.isascii():
        return None
    return value
