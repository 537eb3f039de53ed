"""A newsroom of its own on a free port, for a browser: `serve.py DIRECTORY [PAYLOADS.json | troubled]`.

Runs in a process of its own with a database of its own, so that the browser meets the very ASGI application that
readers meet. Prints one line of JSON: the port, the ids of telling articles, and the
token that makes an operator. A troubled newsroom has failed feeds and jobs, and an operator already.
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
from octavo.store.models import Feed, ImportReport  # noqa: E402
from octavo.store.operators import invite_operator  # noqa: E402
from web.sample import fill  # noqa: E402

TEXTS_AN_ARTICLE = 60
EVERY = 3
OPERATOR = ("operator@octavo.example", "eight leaves make one sheet")


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


def trouble(newsroom: Newsroom, named: dict[str, int]) -> None:
    """One of each thing that an operator looks into."""
    from octavo.store import jobs
    from octavo.store.models import Article, Job, Publisher, Reader
    from octavo.store.models.readers import Role

    read_badly(newsroom)
    Reader.objects.create_user(*OPERATOR, role=Role.OPERATOR, is_superuser=True)
    ids = [newsroom.feed("harbour-post", url=f"https://harbour-post.example/{name}.xml") for name in ("a", "b", "c")]
    Feed.objects.filter(pk=ids[0]).update(failures=3, failure_code="dns", failure_detail="harbour-post.example: none")
    Feed.objects.filter(pk=ids[1]).update(is_paused=True, warnings=["Entry 3 has no address."])
    Feed.objects.filter(pk=ids[2]).update(last_polled_at=None, last_success_at=None)
    article = Article.objects.get(pk=named["al-marsa-0-10"])
    work = (
        ("fetch_page", {"article": article.pk}),
        ("fetch_page", {"article": 10**9}),
        ("fetch_picture", {"picture": article.picture_id}),
        ("find_logo", {"publisher": Publisher.objects.values_list("pk", flat=True)[0]}),
        ("add_by_url", {"report": report(newsroom), "url": "https://nowhere.example/"}),
    )
    Job.objects.all().delete()
    for kind, payload in work:
        jobs.enqueue(kind, str(next(iter(payload.values()))), payload, newsroom.now)
    for job in jobs.claim(sorted({kind for kind, _ in work}), newsroom.now, len(work), 60):
        jobs.fail(job.id, "connect: the server does not answer")


def read_badly(newsroom: Newsroom) -> None:
    """Pages of every publisher: some leak, some fail, some are held back, one was kept back by the operator."""
    from octavo.core.articles import Leak, Quality
    from octavo.core.failures import Failure, FailureCode
    from octavo.core.quality import HoldReason
    from octavo.store import readings
    from octavo.store.models import Article

    ids = list(Article.objects.order_by("pk").values_list("pk", flat=True)[:40])
    for number, article_id in enumerate(ids):
        stored = Article.objects.get(pk=article_id)
        quality = Quality(complete=number % 3 > 0, leaks=tuple(Leak)[: number % 4], confidence=number % 10 / 10)
        article = extracted(stored.title, url=stored.url, text="What the page gave. " * 20, quality=quality)
        if number % 9 == 8:
            newsroom.page_arrives(article_id, None, failure=Failure(FailureCode.ROBOTS))
        else:
            reason = list(HoldReason)[number // 5 % 6] if number % 5 == 4 else None
            newsroom.page_arrives(article_id, article, trouble=reason)
    readings.keep_back(ids[4])


def report(newsroom: Newsroom) -> int:
    """An import that left something out."""
    made = ImportReport.objects.create(
        name="feeds.opml", total=3, added=2, left_out=["Row 3: ftp://a.example/: no feed"]
    )
    ImportReport.objects.filter(pk=made.pk).update(finished_at=newsroom.now)
    return int(made.pk)


def main() -> None:
    import uvicorn

    now = datetime.now(UTC)
    newsroom = Newsroom(now)
    named: dict[str, int] = {}
    asked = sys.argv[2:]
    if asked and asked != ["troubled"]:
        hostile(newsroom, json.loads(Path(asked[0]).read_text(encoding="utf-8")))
    else:
        named = fill(newsroom, Path(sys.argv[1]) / "pictures")
    Feed.objects.update(last_polled_at=now, last_success_at=now)
    if asked == ["troubled"]:
        trouble(newsroom, named)
    listener = socket.create_server(("127.0.0.1", 0))
    told = {"port": listener.getsockname()[1], "named": named, "invitation": invite_operator(now)}
    sys.stdout.write(json.dumps(told) + "\n")
    sys.stdout.flush()
    config = uvicorn.Config("octavo.web.asgi:application", log_level="error")
    uvicorn.Server(config).run(sockets=[listener])


main()
