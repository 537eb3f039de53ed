"""A newsroom of its own on a free port, for a browser: `serve.py DIRECTORY [PAYLOADS.json]`.

Runs in a process of its own with a database of its own, so that the browser meets the very ASGI application that
readers meet. Prints one line of JSON: the port and the ids of telling articles.
"""

import json
import os
import socket
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

os.environ["OCTAVO_DATA"] = sys.argv[1]
sys.path.insert(0, str(Path(__file__).parents[1]))

import octavo.store

octavo.store.migrate()

from newsroom import Newsroom, digested, extracted, polled  # noqa: E402
from octavo.core.rights import Terms  # noqa: E402
from octavo.store.models import Feed  # noqa: E402
from web.sample import fill  # noqa: E402

TEXTS_AN_ARTICLE = 60
EVERY = 3


def hostile(newsroom: Newsroom, payloads: list[str]) -> None:
    """Payloads, sanitised as ever, as texts; and as titles, authors, hashtags, captions, which only escaping guards."""
    from octavo.extract.sanitize import sanitize_html
    from octavo.store.feeds import record_polls

    newsroom.publisher("daily", name=payloads[0][:200], terms=Terms.FULL, about=payloads[1], owner=payloads[2][:200])
    entries = []
    for number, start in enumerate(range(0, len(payloads), TEXTS_AN_ARTICLE)):
        some = payloads[start : start + TEXTS_AN_ARTICLE]
        article = extracted(f"Text {number}", url=f"https://daily.example/text/{number}", language="en")
        html = "".join(f"<div>{sanitize_html(payload, 'https://daily.example/')}</div>" for payload in some)
        entries.append(digested(replace(article, html=html, authors=tuple(some[:9]), standfirst=some[0])))
    for number, payload in enumerate(payloads[::EVERY]):
        url = f"https://daily.example/title/{number}"
        article = extracted(
            payload or "-", url=url, text=payload, language="en", section=payload[:60], keywords=(payload[:60],)
        )
        entries.append(digested(replace(article, html="", published_at=newsroom.now - timedelta(minutes=number))))
    for start in range(0, len(entries), 100):
        record_polls([polled(newsroom.feed("daily"), *entries[start : start + 100], at=newsroom.now)])


def main() -> None:
    import uvicorn

    now = datetime.now(UTC)
    newsroom = Newsroom(now)
    named: dict[str, int] = {}
    if len(sys.argv) > 2:
        hostile(newsroom, json.loads(Path(sys.argv[2]).read_text(encoding="utf-8")))
    else:
        named = fill(newsroom, Path(sys.argv[1]) / "pictures")
    Feed.objects.update(last_polled_at=now, last_success_at=now)
    listener = socket.create_server(("127.0.0.1", 0))
    sys.stdout.write(json.dumps({"port": listener.getsockname()[1], "named": named}) + "\n")
    sys.stdout.flush()
    config = uvicorn.Config("octavo.web.asgi:application", log_level="error")
    uvicorn.Server(config).run(sockets=[listener])


main()
