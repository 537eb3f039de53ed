"""What is due to leave the newsroom for one device or address: everything that came up since the last message there,
in one message, unless it is quiet for the reader now."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from octavo.core.notifications import Channel, Message, NotificationKind
from octavo.core.protocols import Job
from octavo.core.settings import SiteSettings
from octavo.pipeline.notifying import ways_of
from octavo.pipeline.telling import teller
from octavo.store import notification_settings, notifications
from octavo.store.jobs import enqueue
from octavo.store.models import Reader


@dataclass(frozen=True, slots=True)
class Due:
    """A message for `reader`, None where there is nothing to say now. It says what came up until `until`; `again_at`
    is when there is something to say next."""

    reader: int
    until: datetime
    message: Message | None = None
    again_at: datetime | None = None


def due_for(reader: int, channel: Channel, since: datetime, now: datetime, site: SiteSettings) -> Due:
    """What came up after `since` and is not read yet, of the kinds that go by `channel`."""
    way = ways_of([reader], site)[reader]
    kinds = [kind for kind in NotificationKind if way.settings.wants(kind, channel)]
    told = notifications.told_between(reader, since, now, kinds)
    free_at = way.settings.quiet.after(now, way.zone) if way.settings.quiet else now
    if told and free_at > now:
        return Due(reader, since, again_at=free_at)
    again_at = notifications.next_at(reader, now, kinds)
    if not told or not Reader.objects.filter(pk=reader, is_active=True).exists():
        return Due(reader, now, again_at=again_at)
    return Due(reader, max(one.state.at for one in told), teller().message(reader, told, now), again_at)


def due_outside(job: Job, channel: Channel, now: datetime, site: SiteSettings) -> Due | None:
    """For the reader's own address; None where the channel has none by now."""
    reader = int(job.payload["reader"])
    if channel not in notification_settings.outside_of([reader]).get(reader, ()):
        return None
    if job.payload.get("test"):
        return Due(reader, now, teller().trial_message(reader, now))
    since = notification_settings.told_at(reader, channel)
    return due_for(reader, channel, since or now, now, site)


def and_again(kind: str, key: str, payload: dict[str, int], due: Due, then: Callable[[], None]) -> Callable[[], None]:
    """An effect: `then`, and the same job once more when there is more to say."""

    def effect() -> None:
        then()
        if due.again_at:
            enqueue(kind, key, payload, due.again_at)

    return effect
