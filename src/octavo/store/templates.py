"""What repeats on each publisher's pages, as the extract room packed it: read before a page is, kept after."""

from collections.abc import Iterable, Mapping

from octavo.store.sql import execute_many, insert, is_postgres, query, query_in

_KEEP = "UPDATE store_publishertemplate SET packed = %s WHERE publisher_id = %s"


def packed_template(publisher_id: int) -> bytes:
    """A publisher's template; b"" where nothing was learned yet."""
    rows = query("SELECT packed FROM store_publishertemplate WHERE publisher_id = %s", [publisher_id])
    return bytes(rows[0][0]) if rows else b""


def publishers_of(article_ids: Iterable[int]) -> dict[int, int]:
    """Article id -> publisher id, of the articles that are still there."""
    return dict(query_in("SELECT id, publisher_id FROM store_article WHERE id IN ({marks})", article_ids))


def claim_templates(publisher_ids: Iterable[int]) -> dict[int, bytes]:
    """The templates of these publishers, which no other writer changes before this transaction ends.

    In the order of their ids, so that two writers never wait for each other.
    """
    wanted = sorted(set(publisher_ids))
    insert("store_publishertemplate", "publisher_id, packed", [(one, b"") for one in wanted], skip_known=True)
    sql = (
        "SELECT publisher_id, packed FROM store_publishertemplate WHERE publisher_id IN ({marks}) ORDER BY publisher_id"
    )
    locked = f"{sql} FOR UPDATE" if is_postgres() else sql
    return {publisher_id: bytes(packed) for publisher_id, packed in query_in(locked, wanted)}


def keep_templates(packed: Mapping[int, bytes]) -> None:
    """Inside the transaction that claimed them."""
    execute_many(_KEEP, [(data, publisher_id) for publisher_id, data in packed.items()])
