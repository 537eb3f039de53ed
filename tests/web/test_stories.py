"""Stories and editions as readers get them: front page, story page, lists, dated editions, the other voices."""

import json
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from newsroom import Newsroom
from octavo.core.editions import DayPart, DeskAct, DeskKind
from octavo.core.reading import EditionKey
from octavo.core.rights import Terms
from octavo.core.stories import Regrouping
from web.telling import DISASTER, MACHAKOS, POLITICS, SPORT, story

pytestmark = pytest.mark.django_db

KENYA = "?country=KE&language=en"


def text_of(response: Any) -> str:
    return response.content.decode()


@pytest.fixture
def room() -> Newsroom:
    """Time is the real one: pages ask what is fresh."""
    from django.utils import timezone

    return Newsroom(timezone.now())


@pytest.fixture
def told(room: Newsroom) -> dict[str, int]:
    """A story of three voices in two languages with two copies, its articles, and seven stories of one source."""
    room.publisher("coast", name="Coast", country="KE", languages=("en", "sw"))
    room.publisher("wire", name="Wire", country="IE")
    room.publisher("lamp", name="Lamp", country="KE")
    made = {
        "first": room.article("Flood at Machakos", publisher="wire", age=timedelta(hours=3), picture=True),
        "copy": room.article("Flood at Machakos", publisher="lamp", age=timedelta(hours=2), picture=True),
        "renamed": room.article("Water everywhere", publisher="daily", age=timedelta(hours=2)),
        "sw": room.article("Mafuriko Machakos", publisher="coast", language="sw", age=timedelta(hours=1)),
        "late": room.article("Machakos counts its dead", publisher="guard", age=timedelta(minutes=20)),
    }
    ids = list(made.values())
    copies = {made["copy"]: made["first"], made["renamed"]: made["first"]}
    made["story"] = story(room, ids, copies, topics=(DISASTER,), places=(MACHAKOS,))
    for number in range(7):
        article = room.article(f"Local news {number}", publisher=f"p{number}", age=timedelta(hours=number + 1))
        made[f"local-{number}"] = story(room, [article], topics=((SPORT,), (POLITICS,))[number % 2])
    return made


def test_the_front_page_leads_with_stories_and_says_how_many_tell_them(client: Client, told: dict[str, int]) -> None:
    page = text_of(client.get(f"/{KENYA}"))
    assert page.count('class="card story') >= 8
    first = page[page.index('class="card story') :]
    first = first[: first.index("</article>")]
    assert "story-many" in first
    assert f"/story/{told['story']}/" in first
    assert "3 voices · 2 languages" in first
    assert "and 4 more" in first
    assert "Disasters and accidents" in first
    assert "one source" in page
    assert "8 stories · " in page
    assert "That was your edition." in page


def test_each_card_leads_to_an_article_too(client: Client, told: dict[str, int]) -> None:
    page = text_of(client.get(f"/{KENYA}"))
    assert len(set(re.findall(r'href="/article/(\d+)/', page))) >= 8


def test_every_card_says_why_it_is_here_without_a_script(client: Client, told: dict[str, int]) -> None:
    page = text_of(client.get(f"/{KENYA}"))
    assert page.count('<details class="why">') == page.count('class="card story')
    assert "Told by 3 independent voices" in page
    assert "Happens in Kenya" in page
    assert re.search(r'<b>\+3\.5</b><svg><rect width="\d+%" height="6"/></svg>', page)
    assert "2 more voices would lift it by 0." in page
    arabic = text_of(client.get("/ar/?country=KE&language=en"))
    assert "ترويه ٣ أصوات مستقلة" in arabic
    assert "يحدث في كينيا" in arabic


def test_the_headline_is_in_the_readers_language(client: Client, told: dict[str, int]) -> None:
    assert "Mafuriko Machakos" in text_of(client.get("/?country=KE&language=sw"))
    assert "Mafuriko Machakos" not in text_of(client.get(f"/{KENYA}"))


def test_before_articles_are_grouped_the_newest_stand_in(client: Client, room: Newsroom) -> None:
    for number in range(9):
        room.article(f"Story {number}", publisher=f"p{number}")
    page = text_of(client.get("/"))
    assert page.count("<article") >= 8
    assert "card story" not in page


def test_the_front_page_is_small_with_stories(client: Client, room: Newsroom, pictures: Any) -> None:
    from pathlib import Path

    from django.contrib.staticfiles import finders

    for number in range(60):
        title = f"Story {number}: an ordinary headline of about seventy characters, as they are"
        publisher = f"publisher-{number % 30}"
        room.publisher(publisher, country=("KE", "GB", "FR")[number % 3])
        article = room.article(title, publisher=publisher, picture=True, age=timedelta(minutes=9 * number))
        story(room, [article], topics=((SPORT,), (POLITICS,), (DISASTER,))[number % 3])
    page = client.get(f"/{KENYA}").content
    files = (f"octavo/{name}" for name in ("octavo.css", "stories.css", "octavo.js", "mine.css", "mine.js"))
    assert page.count(b"<article") >= 24
    assert len(page) + sum(Path(str(finders.find(file))).stat().st_size for file in files) < 125_000


def test_a_story_page_shows_who_tells_it_and_why_they_are_in_it(client: Client, told: dict[str, int]) -> None:
    page = text_of(client.get(f"/story/{told['story']}/", follow=True))
    assert "5 publishers · 3 voices · 2 languages" in page
    assert page.count("<h1") == 1
    assert "same place (Machakos)" in page
    assert "3 shared names (Seven Towns, Amina Odhiambo)" in page
    assert "2 hours apart" in page
    assert "the same figures" not in page, "what speaks against is no reason"
    assert "Also printed by 2 others" in page
    assert "Water everywhere" in page, "the other headline of a copy"
    coverage = page[page.index('id="coverage"') : page.index('class="story-side"')]
    assert coverage.count('<article class="card card-row telling') == 3
    assert coverage.index("English") < coverage.index("Swahili")
    assert '<use href="/static/octavo/world.svg' in page
    assert "Kenya <span>1</span>" in page
    assert f'href="/place/{MACHAKOS.id}/"' in page
    assert "style=" not in page


def test_a_story_page_groups_by_publisher_and_by_the_readers_language(client: Client, told: dict[str, int]) -> None:
    path = client.get(f"/story/{told['story']}/").headers["Location"]
    by_publisher = text_of(client.get(f"{path}?by=publisher"))
    coverage = by_publisher[by_publisher.index('id="coverage"') : by_publisher.index('class="story-side"')]
    assert coverage.count('<article class="card card-row telling') == 5
    assert "Nearly the text of <bdi>Wire</bdi>" in coverage
    client.cookies["edition"] = "KE.sw+en"
    coverage = text_of(client.get(path))
    coverage = coverage[coverage.index('id="coverage"') :]
    assert coverage.index("Swahili") < coverage.index("English")


def test_what_is_new_is_marked(client: Client, told: dict[str, int], room: Newsroom) -> None:
    path = client.get(f"/story/{told['story']}/").headers["Location"]
    joined = int(room.now.timestamp())
    assert text_of(client.get(f"{path}?since={joined - 60}")).count("telling is-new") == 3
    fresh = text_of(client.get(f"{path}?since={joined + 60}"))
    assert "telling is-new" not in fresh
    assert "data-new-notice hidden" in fresh
    for nonsense in ("", "x", "-1", "9" * 40, "²", "1e9", "4102444801"):
        assert "telling is-new" not in text_of(client.get(f"{path}?since={nonsense}"))


def test_old_addresses_of_a_story_lead_to_the_present_one(client: Client, told: dict[str, int], room: Newsroom) -> None:
    from octavo.store import stories

    other = told["local-0"]
    stories.apply_regrouping(Regrouping(merged={f"s{other}": f"s{told['story']}"}), room.now, 1)
    path = client.get(f"/story/{told['story']}/").headers["Location"]
    for address in (f"/story/{other}/", f"/story/{other}/whatever/", f"/story/{told['story']}/wrong-words/"):
        answer = client.get(address)
        assert (answer.status_code, answer.headers["Location"]) == (301, path), address
    assert client.get(f"/story/{other}/x/?by=publisher").headers["Location"] == f"{path}?by=publisher"
    assert client.get(f"/story/{other}/atom.xml").headers["Location"] == f"/story/{told['story']}/atom.xml"


@pytest.mark.parametrize(
    "path",
    [
        "/story/0/", "/story/999999/x/", f"/story/{10**30}/", "/story/999999/atom.xml", "/topic/nothing/",
        "/topic/99000000/", "/place/nowhere/", "/place/" + "x" * 300 + "/", "/edition/KE/2026-02-30/",
        "/edition/KE/2026-01-01/", "/edition/KE/2026-01-01/teatime/", "/edition/Kenya/2026-01-01/",
        "/edition/ke/2026-01-01/", "/edition/world/0000-00-00/", "/original/nothing/",
    ],
)  # fmt: skip
def test_what_is_not_there_is_said_kindly(client: Client, told: dict[str, int], path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert 'id="main"' in text_of(answer)


def test_a_story_can_be_followed_as_a_feed(client: Client, told: dict[str, int]) -> None:
    for file in ("atom.xml", "feed.xml"):
        feed = text_of(client.get(f"/story/{told['story']}/{file}"))
        assert feed.index("Machakos counts its dead") < feed.index("Flood at Machakos")
        assert "Mafuriko Machakos" in feed


def test_machines_are_told_what_a_story_page_is(client: Client, told: dict[str, int]) -> None:
    page = text_of(client.get(f"/story/{told['story']}/", follow=True))
    facts = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page)[1])  # type: ignore[index]
    assert facts["@type"] == "CollectionPage"
    assert facts["mainEntity"]["numberOfItems"] == 5
    path = client.get(f"/story/{told['story']}/").headers["Location"]
    assert f'<link rel="canonical" href="http://localhost{path}">' in page
    assert 'hreflang="ar"' in page
    assert f'href="/story/{told["story"]}/atom.xml"' in page


@pytest.mark.parametrize(("terms", "excerpt"), [(Terms.FULL, True), (Terms.EXCERPT, True), (Terms.LINK, False)])
def test_terms_hold_on_story_pages_and_cards(
    client: Client, room: Newsroom, set_private: Any, terms: Terms, excerpt: bool
) -> None:
    set_private(False)
    for name in ("one", "two", "three", "four"):
        room.publisher(name, terms=terms)
    body = "Excerpted words begin here. " + "filler " * 60 + "\n\nThe deep end of the text."
    ids = [room.article(f"Flood {name}", publisher=name, text=body, picture=True) for name in ("one", "two")]
    first = story(room, ids, places=(MACHAKOS,))
    near = room.article("Near", publisher="three", text=body, picture=True)
    story(room, [near], places=(MACHAKOS,))
    pages = [f"/article/{ids[0]}/", f"/story/{first}/", f"/place/{MACHAKOS.id}/", "/?language=en", "/topic/politics/"]
    for path in pages:
        page = text_of(client.get(path, follow=True))
        assert "Flood" in page, path
        assert ("/pictures/" in page) is excerpt, path
        assert excerpt or "Excerpted words" not in page, path
    beside = text_of(client.get(f"/article/{ids[0]}/", follow=True))
    unfolded = beside[
        beside.index('id="related-title"') : beside.index('id="more-title"') if "more-title" in beside else None
    ]
    assert "Near" in unfolded
    assert ("The deep end" in unfolded) is (terms is Terms.FULL)


def test_an_article_shows_the_other_voices_and_what_is_related(
    client: Client, told: dict[str, int], room: Newsroom
) -> None:
    near = room.article("Bridge at Machakos closed", publisher="elsewhere")
    story(room, [near], places=(MACHAKOS,))
    page = text_of(client.get(f"/article/{told['first']}/", follow=True))
    others = page[page.index('id="story-title"') :]
    others = others[: others.index("</section>")]
    assert len(re.findall(r'href="/article/\d+/', others)) == 4
    assert others.index("Machakos counts its dead") < others.index("Flood at Machakos"), "voices before copies"
    assert f"/story/{told['story']}/" in others
    assert "The whole story: 5 articles" in others
    related = page[page.index('id="related-title"') :]
    assert "Bridge at Machakos closed" in related
    assert "same place (Machakos)" in related
    assert '<details class="unfold">' in related
    assert 'href="/topic/disasters/"' in page


def test_topics_places_and_trends_list_stories(client: Client, told: dict[str, int], room: Newsroom) -> None:
    assert client.get("/topic/03000000/").headers["Location"] == "/topic/disasters/"
    assert "Machakos" in text_of(client.get("/topic/disasters/?language=en"))
    assert "Local news 0" in text_of(client.get("/topic/sport/?language=en"))
    place = text_of(client.get(f"/place/{MACHAKOS.id}/"))
    assert "<h1><bdi>Machakos</bdi></h1>" in place
    assert f"/story/{told['story']}/" in place
    quiet = text_of(client.get("/trending/"))
    assert "No story is gathering voices faster" in quiet
    ids = [room.article(f"Rising {number}", publisher=f"r{number}") for number in range(6)]
    rising = story(room, ids, topics=(SPORT,))
    trending = text_of(client.get("/trending/?language=en"))
    assert f"/story/{rising}/" in trending
    assert "Gathers voices faster than expected" in trending


def test_what_a_country_hides_is_not_trending_in_its_nations(client: Client, room: Newsroom) -> None:
    from octavo.store.editions import record_act

    ids = [room.article(f"Rising {number}", publisher=f"r{number}") for number in range(6)]
    rising = story(room, ids, topics=(SPORT,))
    wales, kenya = "/trending/?country=GB-WLS&language=en", "/trending/?country=KE&language=en"
    assert f"/story/{rising}/" in text_of(client.get(wales))
    record_act(DeskAct(DeskKind.HIDE, rising, country="GB"), room.now)
    assert f"/story/{rising}/" not in text_of(client.get(wales))
    assert f"/story/{rising}/" in text_of(client.get(kenya))


def test_earlier_editions_stay_as_they_were(client: Client, told: dict[str, int], room: Newsroom) -> None:
    from octavo import editions
    from octavo.store import editions as store
    from octavo.store import reading

    key = EditionKey("KE", ("en",))
    found = reading.candidates(editions.wanted_candidates(key, room.now))
    for days in (1, 3, 20):
        made = editions.make_edition(key, found, (), room.now - timedelta(days=days))
        store.record_snapshots([made])
    listed = text_of(client.get(f"/editions/{KENYA}"))
    assert "Yesterday" in listed
    paths = re.findall(r'<h2><a href="(/edition/KE/[^"]+)"', listed)
    assert len(paths) == 3
    page = text_of(client.get(paths[0].replace("&amp;", "&")))
    assert "<h1>Yesterday, " in page
    assert "An earlier edition, as it was." in page
    assert page.count('class="card story') >= 8
    assert 'rel="prev"' in page
    assert 'rel="next"' not in page
    part = editions.day_part("KE", room.now)
    day = re.search(r"\d{4}-\d\d-\d\d", paths[0])[0]  # type: ignore[index]
    assert client.get(f"/edition/KE/{day}/{part.value}/?language=en").status_code == 200
    assert client.get(f"/edition/FR/{day}/?language=en").status_code == 404
    other = next(one for one in DayPart if one is not part)
    store.record_snapshots([replace(made, day=date.fromisoformat(day), part=other)])
    parts = text_of(client.get(f"/edition/KE/{day}/{other.value}/?language=en"))
    assert re.search(rf'href="/edition/KE/{day}/{part.value}/[^"]*">', parts)
    assert parts.count('aria-current="page"') == 1
    assert paths[0] in text_of(client.get(f"/{KENYA}"))


def test_what_the_desk_decides_is_shown(client: Client, told: dict[str, int], room: Newsroom) -> None:
    from octavo.store import editions as store

    for kind, wanted in ((DeskKind.PIN, "local-6"), (DeskKind.HIDE, "local-0"), (DeskKind.BREAKING, "local-1")):
        store.record_act(DeskAct(kind, told[wanted]), room.now)
    page = text_of(client.get(f"/{KENYA}"))
    lead = page[page.index('class="lead"') :]
    assert lead.index("Local news 6") < lead.index("Machakos")
    assert '<b class="mark mark-pinned">Pinned</b>' in page
    assert "Pinned by the desk" in page
    assert "Local news 0" not in page
    breaking = page[page.index('class="breaking"') :]
    assert "Local news 1" in breaking[: breaking.index("</section>")]


@pytest.mark.parametrize(
    "path", ["/?country=KE&language=en", "/story/{story}/x/", "/article/{first}/x/", "/topic/sport/", "/trending/"]
)
def test_pages_ask_the_same_few_questions_however_much_there_is(
    client: Client, told: dict[str, int], room: Newsroom, path: str
) -> None:
    def asked() -> int:
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        from octavo.web import caching

        caching._build.cache_clear()
        with CaptureQueriesContext(connection) as found:
            assert client.get(path.format(**told), follow=True).status_code == 200
        return len(found)

    client.get("/about/")
    few = asked()
    _more_of_everything(room, told)
    assert asked() <= few + 2, "neither more stories nor more articles may ask more"
    assert few <= 36


def _more_of_everything(room: Newsroom, told: dict[str, int]) -> Sequence[int]:
    from octavo.core.stories import Assignment
    from octavo.store import stories
    from web.telling import label

    ids = [room.article(f"More {number}", publisher=f"more{number}", picture=True) for number in range(20)]
    label(room, ids[:10], topics=(DISASTER,), places=(MACHAKOS,))
    stories.record_assignments([Assignment(str(one), f"s{told['story']}") for one in ids[:10]], room.now, 1)
    return [story(room, [one], topics=(SPORT,)) for one in ids[10:]]


def test_choosing_an_edition_has_it_made_ahead_and_reading_writes_nothing(client: Client, told: dict[str, int]) -> None:
    from django.utils import timezone

    from octavo.store.editions import keys_in_use

    client.get(f"/{KENYA}")
    assert keys_in_use(timezone.now(), 3) == ()
    client.post("/choose/", {"country": "KE", "language": ["sw", "en"], "interface": "en"})
    assert keys_in_use(timezone.now(), 3) == (EditionKey("KE", ("sw", "en")),)


def test_nations_of_a_country_can_be_chosen(client: Client, told: dict[str, int], room: Newsroom) -> None:
    room.publisher("teifi", country="GB")
    room.article("Pub bought", publisher="teifi")
    assert '<option value="GB-WLS">Wales</option>' in text_of(client.get("/choose/"))
    client.post("/choose/", {"country": "GB-WLS", "language": "en", "interface": "en"})
    assert "Wales" in text_of(client.get("/"))
    assert "ويلز" in text_of(client.get("/ar/?country=GB-WLS"))
