"""When each session last asked for something, without a write on any GET.

Kept in memory, and stored along with the next form that somebody posts. A crash forgets some minutes of it, which
matters to nobody.
"""

from collections import OrderedDict
from datetime import datetime
from threading import Lock

from django.http import HttpRequest
from django.utils import timezone

from octavo.store import readers

KEPT = 10_000
SAFE_METHODS = ("GET", "HEAD", "OPTIONS", "TRACE")

_seen: OrderedDict[str, datetime] = OrderedDict()
_lock = Lock()


def note(request: HttpRequest) -> None:
    """Costs no query: a request that never asked who reads is not looked into."""
    session = request.session
    if not session.accessed or not session.session_key or "_auth_user_id" not in session:
        return
    with _lock:
        _seen[session.session_key] = timezone.now()
        _seen.move_to_end(session.session_key)
        while len(_seen) > KEPT:
            _seen.popitem(last=False)
    if request.method not in SAFE_METHODS:
        store()


def store() -> None:
    with _lock:
        waiting = dict(_seen)
        _seen.clear()
    readers.note_seen(waiting)


def waiting() -> dict[str, datetime]:
    """Session key -> when it last asked, of what is not stored yet."""
    with _lock:
        return dict(_seen)


def last_seen(session_key: str, stored: datetime) -> datetime:
    with _lock:
        return max(stored, _seen.get(session_key, stored))
