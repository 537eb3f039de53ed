"""What a signed-in reader keeps for themselves, read once a request and only where a page asks for it."""

from datetime import UTC, datetime
from functools import cached_property

from django.http import HttpRequest

from octavo.core.muting import Muted
from octavo.core.personal import Follow, Mute, Preferences, Taste
from octavo.store import history, mutes, notifications, saved, subscriptions
from octavo.store.preferences import preferences
from octavo.web.caching import is_anonymous

_KEPT = "_octavo_mine"


class Mine:
    """One query each, at first use."""

    def __init__(self, reader_id: int) -> None:
        self.reader_id = reader_id

    @cached_property
    def preferences(self) -> Preferences:
        return preferences(self.reader_id)

    @cached_property
    def follows(self) -> tuple[Follow, ...]:
        return subscriptions.followed(self.reader_id)

    @cached_property
    def followed_keys(self) -> frozenset[str]:
        return frozenset(one.key for one in self.follows)

    @cached_property
    def mutes(self) -> tuple[Mute, ...]:
        return mutes.muted(self.reader_id)

    @cached_property
    def muted(self) -> Muted:
        return Muted.of(self.mutes)

    @cached_property
    def muted_keys(self) -> frozenset[str]:
        return frozenset(one.key for one in self.mutes)

    @cached_property
    def unread(self) -> int:
        """How many notifications are unread."""
        return notifications.unread_count(self.reader_id, datetime.now(UTC))

    @cached_property
    def saved_ids(self) -> frozenset[int]:
        return saved.saved_ids(self.reader_id)

    @cached_property
    def read_ids(self) -> frozenset[int]:
        return history.read_ids(self.reader_id)

    @cached_property
    def taste(self) -> Taste:
        habits = history.habits(self.reader_id, datetime.now(UTC))
        return Taste(self.follows, habits, self.preferences.weights)


def mine_of(request: HttpRequest) -> Mine | None:
    """None for a visitor without an account: their pages are the same for everybody."""
    if is_anonymous(request):
        return None
    if not hasattr(request, _KEPT):
        user = getattr(request, "user", None)
        # `request.user` is a lazy stand-in, so its type says nothing.
        setattr(request, _KEPT, Mine(user.pk) if user is not None and user.is_authenticated else None)
    found: Mine | None = getattr(request, _KEPT)
    return found


def muted_of(request: HttpRequest) -> Muted:
    """What the signed-in reader mutes; nothing for a visitor, whose device hides it."""
    mine = mine_of(request)
    return mine.muted if mine else Muted()
