"""Whose turn it is at work that one worker at a time does. A turn is a lease: whoever dies loses it by itself."""

import os
import uuid
from datetime import datetime, timedelta
from enum import StrEnum

from django.db import transaction

from octavo.store.sql import at, execute, query, utc

_TAKE = """
INSERT INTO store_turn (name, holder, until) VALUES (%s, %s, %s)
ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, until = excluded.until
WHERE store_turn.holder = excluded.holder OR store_turn.until < %s
"""


class TurnIs(StrEnum):
    """`KEPT`: ours without a break. `TAKEN`: ours from now on. `OTHERS`: somebody else's."""

    KEPT = "kept"
    TAKEN = "taken"
    OTHERS = "others"


def new_holder() -> str:
    """A name to take turns by, which nobody else has."""
    return f"{os.getpid()}-{uuid.uuid4().hex[:12]}"


def take_turn(name: str, holder: str, now: datetime, lease_s: float) -> TurnIs:
    """Take or keep the turn `name` for `lease_s` seconds. Writes only where less than half of that is left."""
    rows = query("SELECT holder, until FROM store_turn WHERE name = %s", [name])
    until = utc(rows[0][1]) if rows else now
    is_ours = bool(rows) and rows[0][0] == holder and until > now
    if is_ours and until > now + timedelta(seconds=lease_s / 2):
        return TurnIs.KEPT
    if not is_ours and until > now:
        return TurnIs.OTHERS
    with transaction.atomic():
        taken = execute(_TAKE, [name, holder, at(now + timedelta(seconds=lease_s)), at(now)])
    if not taken:
        return TurnIs.OTHERS
    return TurnIs.KEPT if is_ours else TurnIs.TAKEN


def end_turn(name: str, holder: str) -> None:
    """Let others have it."""
    execute("DELETE FROM store_turn WHERE name = %s AND holder = %s", [name, holder])
