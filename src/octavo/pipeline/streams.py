"""When a live stream counts as up or down, and when it is checked again: pure rules."""

from datetime import datetime, timedelta
from urllib.parse import urlsplit

from octavo.core.failures import Failure, FailureCode
from octavo.core.fetching import FetchResult
from octavo.store.streams import StreamCheck, StreamState

EVERY = timedelta(minutes=15)
SOON = timedelta(minutes=2)
"""A stream that was up and fails once is asked again before readers are told that it is down."""
DOWN_AFTER = 2
# These say nothing of the stream: we may not ask, must wait, or are at fault ourselves.
_UNTOLD = {FailureCode.ROBOTS, FailureCode.RATE_LIMITED, FailureCode.FORBIDDEN_ADDRESS, FailureCode.CRASHED}
_REFUSED = {401, 403, 405, 451}
"""A player page that refuses a program may well be shown to a reader."""
_PLAYLIST = b"#EXTM3U"


def check_address(state: StreamState) -> str:
    """What is asked: the stream's own playlist where it has one, else the page that readers open."""
    return state.player if is_playlist(state.player) else state.url


def is_playlist(url: str) -> bool:
    return urlsplit(url).path.lower().endswith((".m3u8", ".m3u"))


def is_up(address: str, answer: FetchResult | Failure, *, offline: bool) -> bool | None:
    """None where the answer tells nothing."""
    if isinstance(answer, FetchResult):
        return not is_playlist(address) or answer.body.removeprefix(b"\xef\xbb\xbf").startswith(_PLAYLIST)
    if answer.code is FailureCode.TOO_LARGE:
        return not is_playlist(address)  # it answers, and at length
    if offline or answer.code in _UNTOLD or answer.status in _REFUSED:
        return None
    return False


def judge(state: StreamState, found: bool | None, code: str, now: datetime) -> StreamCheck:
    """A stream that was up is down only after a second failure in a row."""
    failures = state.failures if found is None else 0 if found else state.failures + 1
    told = found
    if found is False and state.is_up and failures < DOWN_AFTER:
        told = None
    again_at = now + (SOON if found is False and told is None else EVERY)
    return StreamCheck(state.id, now, told, failures, "" if found else code, again_at)
