"""How what is written for readers is kept: each event as its kind and the list of its fields, as JSON.

A field may be added to an event's type at its end, with a default: what was kept before reads as before.
"""

from dataclasses import replace
from typing import Any

from octavo.core.commissions import CommissionEvent, Failed, Progress, Suggested, Translated, Unanswered
from octavo.core.grounding import GroundingReason
from octavo.core.models import TokenUsage
from octavo.core.writing import Done, DropCode, Dropped, Notice, Sentence
from octavo.store.packed_briefs import plain_fields, read_fields

_KINDS: dict[str, type[Any]] = {
    "sentence": Sentence,
    "notice": Notice,
    "done": Done,
    "progress": Progress,
    "unanswered": Unanswered,
    "suggested": Suggested,
    "failed": Failed,
    "translated": Translated,
}
_NAMES = {kind: name for name, kind in _KINDS.items()}


def pack_event(event: CommissionEvent) -> list[Any]:
    """Of why a sentence was dropped the code alone, of a notice no detail, of a use nothing: readers see none of it."""
    if isinstance(event, Dropped):
        reason = event.reason
        return ["dropped", (reason.code if isinstance(reason, GroundingReason) else reason).value]
    if isinstance(event, Notice):
        event = replace(event, detail="")
    if isinstance(event, Done):
        event = replace(event, usage=TokenUsage())
    return [_NAMES[type(event)], *plain_fields(event)]


def unpack_event(packed: Any) -> CommissionEvent | None:
    """None for what another version kept in another form."""
    try:
        name, *values = packed
        if name == "dropped":
            return Dropped(DropCode(values[0]) if values[0] in set(DropCode) else DropCode.UNSUPPORTED)
        event: CommissionEvent = read_fields(_KINDS[name], values)
    except (TypeError, ValueError, LookupError):
        return None
    return event
