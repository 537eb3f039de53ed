"""What a reader wants to see nothing of."""

from datetime import datetime

from octavo.core.personal import Mute, MuteKind
from octavo.store.models import Mute as MuteRow
from octavo.store.models import Publisher
from octavo.store.sql import at, execute, insert, query

MOST_MUTES = 300
LONGEST_WORD = 60
SHORTEST_WORD = 2


def mute(reader_id: int, kind: MuteKind, target: str, now: datetime) -> Mute | None:
    """None where there is no such publisher, the word is no word, or the reader mutes as much as anyone may."""
    found = muted_as(kind, target)
    if found is None or MuteRow.objects.filter(reader_id=reader_id).count() >= MOST_MUTES:
        return None
    row = (reader_id, kind.value, found.target, found.label, at(now))
    insert("store_mute", "reader_id, kind, target, label, created_at", [row], skip_known=True)
    return found


def muted_as(kind: MuteKind, target: str) -> Mute | None:
    """A word in the form that it is kept in; a publisher with its name."""
    if kind is MuteKind.WORD:
        word = " ".join(target.replace("\x00", "").split()).casefold()
        return Mute(kind, word, word) if SHORTEST_WORD <= len(word) <= LONGEST_WORD else None
    if not (target.isascii() and target.isdigit() and len(target) < 19):
        return None
    name = Publisher.objects.filter(pk=int(target)).values_list("name", flat=True).first()
    return Mute(kind, str(int(target)), name) if name is not None else None


def unmute(reader_id: int, kind: MuteKind, target: str) -> bool:
    """False where the reader did not mute it."""
    sql = "DELETE FROM store_mute WHERE reader_id = %s AND kind = %s AND target = %s"
    return execute(sql, [reader_id, kind.value, target]) > 0


def muted(reader_id: int) -> tuple[Mute, ...]:
    """Everything that a reader mutes, by name."""
    rows = query("SELECT kind, target, label FROM store_mute WHERE reader_id = %s ORDER BY label, id", [reader_id])
    return tuple(Mute(MuteKind(kind), target, label) for kind, target, label in rows)
