"""Copies as they are kept: an article's place in a story says which one it copies, never itself a copy."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from octavo.store.sql import chunks, execute, marks, query_in

_KEPT = "SELECT article_id, copy_of_id FROM store_storymember WHERE article_id IN ({marks})"


def keep_voices(voices: Sequence[Sequence[str]]) -> None:
    """Each of `voices` is ids of articles that carry one text, the original first. Inside the caller's transaction.

    Copies that were not looked at follow the text that they copy.
    """
    originals = {int(one): int(voice[0]) for voice in voices for one in voice}
    before = dict(query_in(_KEPT, originals))
    changed: dict[int, list[int]] = defaultdict(list)
    for article_id, original in originals.items():
        if article_id in before and before[article_id] != _copied(article_id, originals):
            changed[original].append(article_id)
    for original, article_ids in changed.items():
        _keep_voice(original, article_ids)


def _copied(article_id: int, originals: Mapping[int, int]) -> int | None:
    return None if originals[article_id] == article_id else originals[article_id]


def _keep_voice(original: int, article_ids: Sequence[int]) -> None:
    for chunk in chunks(article_ids):
        execute(
            "UPDATE store_storymember SET copy_of_id = %s"  # noqa: S608 - values are bound
            f" WHERE article_id <> %s AND (article_id IN ({marks(chunk)}) OR copy_of_id IN ({marks(chunk)}))",
            [original, original, *chunk, *chunk],
        )
    execute("UPDATE store_storymember SET copy_of_id = NULL WHERE article_id = %s", [original])
