"""Pictures: which are wanted, and what became of them."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from octavo.core.ids import url_hash
from octavo.core.polling import PictureOutcome
from octavo.store.changes import note_change
from octavo.store.jobs import NewJob, enqueue_many
from octavo.store.models import Picture
from octavo.store.models.pictures import PictureState
from octavo.store.sql import at, execute_many, insert, query_in, storable

MAX_PICTURE_URL_CHARS = 4000


def want_pictures(urls: Mapping[str, datetime]) -> dict[bytes, int]:
    """Picture address -> when it was first named: a row for each, and a job where it is new.

    Returns URL hash -> picture id. Addresses that are not http(s) or far too long are left out.
    """
    wanted = {
        url_hash(url): (storable(url), seen_at)
        for url, seen_at in urls.items()
        if url.startswith(("http://", "https://")) and len(url) <= MAX_PICTURE_URL_CHARS
    }
    ids = _ids(list(wanted))
    missing = [key for key in wanted if key not in ids]
    if missing:
        rows = [(wanted[key][0], key, at(wanted[key][1])) for key in missing]
        _insert(rows)
        new = _ids(missing)
        enqueue_many(
            NewJob("fetch_picture", str(picture_id), {"picture": picture_id}, wanted[key][1])
            for key, picture_id in new.items()
        )
        ids |= new
    return ids


def _insert(rows: Sequence[tuple[str, bytes, object]]) -> None:
    insert(
        "store_picture",
        "source_url, url_hash, created_at, state, colour, widths, bytes, failure",
        [(*row, PictureState.WANTED.value, "", "[]", 0, "") for row in rows],
        skip_known=True,
    )


def _ids(keys: Sequence[bytes]) -> dict[bytes, int]:
    rows = query_in("SELECT url_hash, id FROM store_picture WHERE url_hash IN ({marks})", keys)
    return {bytes(key): picture_id for key, picture_id in rows}


def picture_request(picture_id: int) -> tuple[str, str] | None:
    """(address, name of its files) of a picture that is still wanted; None when it is stored or gone."""
    row = Picture.objects.filter(pk=picture_id).exclude(state=PictureState.STORED).values_list("source_url", "url_hash")
    return next(((url, bytes(key).hex()) for url, key in row), None)


def record_pictures(outcomes: Sequence[PictureOutcome]) -> None:
    """What became of pictures: their measures, or why there is none."""
    with transaction.atomic():
        execute_many(
            "UPDATE store_picture SET state = 'stored', width = %s, height = %s, colour = %s, widths = %s, bytes = %s,"
            " failure = '' WHERE id = %s",
            [
                (
                    stored.width,
                    stored.height,
                    stored.colour,
                    json.dumps(stored.widths),
                    stored.bytes,
                    outcome.picture_id,
                )
                for outcome in outcomes
                if (stored := outcome.stored)
            ],
        )
        execute_many(
            "UPDATE store_picture SET state = 'failed', failure = %s WHERE id = %s AND state = 'wanted'",
            [
                (storable(str(outcome.failure), 300), outcome.picture_id)
                for outcome in outcomes
                if outcome.failure and not outcome.stored
            ],
        )
        note_change()
