"""What is told in short on pages: with citations that open in place, escaped, and never more than terms allow."""

import html as markup
import json
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from newsroom import Newsroom
from octavo.core.briefs import (
    Agreement,
    Brief,
    BriefOf,
    BriefSentence,
    Citation,
    Clash,
    Difference,
    Feature,
    FigureCell,
    FigureRow,
    FigureStatus,
    KeptBrief,
    Loaded,
    Perspectives,
    TimelineEntry,
    Who,
    WhoKind,
    WrapItem,
    Wrapup,
)
from octavo.core.briefs import Telling as Told
from octavo.core.editions import DayPart, Edition, PlacedStory
from octavo.core.reading import EditionKey
from octavo.core.rights import Terms
from octavo.core.writing import NoticeCode
from octavo.store import briefs, editions
from octavo.store.models import Article, Publisher
from octavo.web.brief_words import notice_in_words
from web.telling import story

pytestmark = pytest.mark.django_db

KENYA = EditionKey("KE", ("en",))
PAYLOADS = json.loads((Path(__file__).parent / "comment_payloads.json").read_text(encoding="utf-8"))


def text_of(response: Any) -> str:
    return response.content.decode()


@pytest.fixture
def room() -> Newsroom:
    from django.utils import timezone

    return Newsroom(timezone.now())


class Flood:
    """A story that three publishers tell, one of them in Arabic, and briefs of it as the worker keeps them."""

    first = "Nine people died in the flood at Machakos."
    second = "The flood at Machakos killed nine."
    arabic = "توفي تسعة أشخاص في فيضان ماتشاكوس."
    secret = "The bridge at the mill had been closed for years, three engineers wrote in a letter."

    def __init__(self, room: Newsroom, words: Callable[[str], str] = str) -> None:
        self.room, self.words = room, words
        self.long = "It rained. " * 60
        room.publisher("daily", name=words("Daily"), country="KE", terms=Terms.FULL)
        room.publisher("coast", name=words("Coast"), country="GB", terms=Terms.EXCERPT)
        room.publisher("marsa", name=words("المرسى"), country="MA", languages=("ar",), terms=Terms.FULL)
        texts = (f"{self.first} {self.secret}", f"{self.second} {self.long}{self.secret}", self.arabic)
        self.ids = [
            room.article(words(f"Flood {name}"), publisher=name, text=text, language="ar" if name == "marsa" else "en")
            for name, text in zip(("daily", "coast", "marsa"), texts, strict=True)
        ]
        Article.objects.filter(pk=self.ids[1]).update(
            excerpt=f"{self.second} It rained. The bridge at the mill had been cl…"
        )
        self.story = story(room, self.ids)
        self.publishers = [str(Article.objects.get(pk=one).publisher_id) for one in self.ids]

    def told(self, number: int, quote: str) -> Told:
        return Told(self.publishers[number], "KE", Citation(str(self.ids[number]), self.words(quote)))

    def sentence(self, *tellings: Told) -> BriefSentence:
        return BriefSentence(tellings[0].citation.quote, tuple(one.citation for one in tellings))

    @property
    def all(self) -> tuple[Told, ...]:
        return self.told(0, self.first), self.told(1, self.second), self.told(2, self.arabic)

    def features(self) -> list[Brief]:
        w, everyone = self.words, self.sentence(*self.all)
        alone = self.told(1, self.secret)
        cells = tuple(
            FigureCell(one, w("nine"), 9.0, self.room.now, is_rough=not number)
            for number, one in enumerate(self.all[:2])
        )
        return [
            Brief(
                Feature.PERSPECTIVES,
                (everyone, self.sentence(alone)),
                dropped=2,
                table=Perspectives(
                    (Agreement(self.all, is_unanimous=True),),
                    (Difference(Clash.FIGURE, (w("Nine"), w("The flood")), self.all[:2]),),
                    (self.told(0, self.secret), alone),
                    (Loaded(w("killed"), "alarm", self.all[0]),),
                ),
            ),
            Brief(
                Feature.FIGURES, table=(FigureRow(w("died"), "", FigureStatus.DIFFER, cells, (self.publishers[2],)),)
            ),
            Brief(Feature.TIMELINE, table=(TimelineEntry(self.room.now.date(), everyone),)),
            Brief(Feature.WHO, table=(Who(w("Amina"), WhoKind.PERSON, everyone, 3),)),
        ]

    def keep(self, kind: BriefOf = BriefOf.STORY, target: str = "", made: Sequence[Brief] | None = None) -> None:
        kept = [KeptBrief(one, b"x" * 16, self.room.now, 1) for one in (self.features() if made is None else made)]
        assert briefs.record_briefs(kind, target or str(self.story), kept, self.ids)

    def keep_wrapup(
        self, by_model: BriefSentence | None = None, *, day: int = 0, notice: str = ""
    ) -> tuple[Edition, Brief]:
        """Of two stories; with `by_model` the paragraph of the first is a model's."""
        made_at = self.room.now - timedelta(days=day)
        placed = (PlacedStory(self.story, self.ids[0], 1.0, ()),)
        edition = Edition(KENYA, made_at.date(), DayPart.MORNING, made_at, placed, ())
        editions.record_snapshots([edition])
        everyone = self.sentence(*self.all)
        new = self.sentence(self.told(0, self.secret))
        items = (
            WrapItem(str(self.story), self.words("Flood daily"), (by_model or everyone,), (new,), is_new=False),
            WrapItem(str(self.story), self.words("Flood daily"), (everyone,), (), is_new=True),
        )
        provider = "some-model-7b" if by_model else "embedded/1"
        told = (by_model or everyone, new, everyone)
        brief = Brief(Feature.WRAPUP, told, provider=provider, table=Wrapup(items, 3.2), notice=notice)
        self.keep(BriefOf.EDITION, briefs.edition_target(KENYA, edition.day, edition.part), [brief])
        return edition, brief

    def page(self, client: Client, prefix: str = "") -> str:
        return text_of(client.get(f"{prefix}/story/{self.story}/", follow=True))


def panel_of(page: str) -> str:
    found = re.search(r'<section class="brief".*?</section>', page, re.DOTALL)
    assert found, "no panel"
    return found[0]


@pytest.fixture
def flood(room: Newsroom) -> Flood:
    return Flood(room)


def test_a_story_is_told_in_short_with_its_sources(client: Client, flood: Flood) -> None:
    assert "brief" not in re.findall(r'<section class="([^"]*)"', flood.page(client))
    flood.keep()
    panel = panel_of(flood.page(client))
    assert "Made on this machine from the articles’ own sentences" in panel
    roundup = panel[: panel.index('<details class="brief-part">')]
    assert roundup.count('<details class="cite">') == 4
    assert f"<blockquote >{flood.second}</blockquote>" in roundup
    assert f'<blockquote lang="ar" dir="rtl">{flood.arabic}</blockquote>' in roundup
    assert f'href="/article/{flood.ids[0]}/flood-daily/#:~:text=Nine%20people%20died' in roundup
    assert "Morocco" in roundup
    assert "2 sentences were left out: no source supports them." in roundup
    for heading in ("What all tell, or most", "Where they differ", "What only one tells", "Words that judge"):
        assert f"<h3>{heading}</h3>" in panel
    assert "They differ" in panel
    assert "No figure from: <bdi>المرسى</bdi>" in panel
    assert re.search(r"<b>.{0,60}about</span> <bdi >nine</bdi></b>", panel)
    assert not re.search(r"<details[^>]* open", panel)


def test_what_the_roundup_shows_is_not_told_again(client: Client, flood: Flood) -> None:
    """Side by side stand the other wordings; of copies, one."""
    w, again = flood.words, flood.first.replace("Nine", "Then nine")
    agreed = (
        Agreement((*flood.all, flood.told(0, again)), is_unanimous=True),
        Agreement((flood.told(0, flood.first), flood.told(1, again)), is_unanimous=False),
    )
    kept = Brief(Feature.PERSPECTIVES, (flood.sentence(*flood.all),), table=Perspectives(agreed))
    flood.keep(made=[kept])
    panel = panel_of(flood.page(client))
    sides = panel[panel.index("What all tell, or most") :]
    lines = re.findall(r'<p class="brief-line"[^>]*>(.*?)</p>', sides)
    assert lines == [w(flood.second), w(flood.arabic)]
    assert "and 2 more" in sides


def test_the_same_in_arabic(client: Client, flood: Flood) -> None:
    flood.keep()
    panel = panel_of(flood.page(client, "/ar"))
    assert "أُعدّ على هذا الجهاز من جمل المقالات نفسها" in panel
    assert f'<p class="brief-line" lang="en" dir="ltr">{flood.first}</p>' in panel
    assert '<b class="cite-number">١</b>' in panel
    assert "حُذفت جملتان: لا يسندهما أي مصدر." in panel


def test_what_very_many_tell_is_not_listed_to_the_end(client: Client, flood: Flood) -> None:
    many = flood.sentence(*(flood.told(0, f"Nine people died, said witness {number}.") for number in range(9)))
    flood.keep(made=[Brief(Feature.PERSPECTIVES, (many,))])
    panel = panel_of(flood.page(client))
    assert panel.count('<details class="cite">') == 6
    assert "and 3 more" in panel


def test_a_muted_publisher_is_not_quoted(client: Client, flood: Flood) -> None:
    from octavo.core.personal import MuteKind
    from octavo.store import mutes
    from octavo.store.models import Reader

    reader = Reader.objects.create_user("anna@octavo.example", "eight leaves make one sheet", handle="anna")
    flood.keep()
    client.force_login(reader)
    assert flood.arabic in panel_of(flood.page(client))
    mutes.mute(reader.pk, MuteKind.PUBLISHER, flood.publishers[2], flood.room.now)
    assert flood.arabic not in panel_of(flood.page(client))


BY_MODEL = "Written by some-model-7b from the articles"
BY_MACHINE = "Made on this machine from the articles’ own sentences"
PARAPHRASE = "A flood at Machakos cost nine lives."


def by_model(flood: Flood, *tellings: Told, text: str = PARAPHRASE, language: str = "en") -> BriefSentence:
    return BriefSentence(text, tuple(one.citation for one in tellings), language)


def test_a_model_is_named_for_the_roundup_and_this_machine_for_all_else(client: Client, flood: Flood) -> None:
    first, *others = flood.features()
    told = replace(first, sentences=(by_model(flood, *flood.all),), provider="some-model-7b", dropped=3)
    flood.keep(made=[told, *others])
    panel = panel_of(flood.page(client))
    roundup, parts = panel.split('<details class="brief-part">', 1)
    assert roundup.index(BY_MODEL) < roundup.index(PARAPHRASE) < roundup.index(BY_MACHINE)
    assert f'<p class="brief-line" >{PARAPHRASE}</p>' in roundup
    assert roundup.count('<details class="cite">') == 3
    assert "3 sentences were left out: no source supports them." in roundup
    assert BY_MODEL not in parts
    flood.keep(made=[told])
    assert BY_MACHINE in panel_of(flood.page(client))  # side by side is left
    flood.keep(made=[replace(told, table=None)])
    assert BY_MACHINE not in panel_of(flood.page(client))


def test_a_models_sentence_is_shown_in_the_language_that_it_was_written_in(client: Client, flood: Flood) -> None:
    words = "Mafuriko ya Machakos yaliua watu tisa."
    sentence = by_model(flood, flood.told(2, flood.arabic), text=words, language="sw")
    flood.keep(made=[Brief(Feature.PERSPECTIVES, (sentence,), provider="some-model-7b")])
    panel = panel_of(flood.page(client))
    assert f'<p class="brief-line" lang="sw" dir="ltr">{words}</p>' in panel
    assert f'<blockquote lang="ar" dir="rtl">{flood.arabic}</blockquote>' in panel


@pytest.mark.parametrize("code", NoticeCode)
def test_why_a_model_did_not_write_is_told_in_words(client: Client, flood: Flood, code: NoticeCode) -> None:
    words = markup.escape(notice_in_words(code.value))
    assert words.endswith(".")
    assert code.value not in words.split()
    first, *others = flood.features()
    flood.keep(made=[replace(first, notice=code.value), *others])
    summary = Brief(Feature.SUMMARY, (flood.sentence(flood.told(0, flood.first)),), notice=code.value)
    flood.keep(BriefOf.ARTICLE, str(flood.ids[0]), [summary])
    flood.keep_wrapup(notice=code.value)
    wrapped = text_of(client.get("/wrap-up/?country=KE&language=en"))
    article = text_of(client.get(f"/article/{flood.ids[0]}/flood-daily/"))
    for page in (panel_of(flood.page(client)), article, wrapped):
        assert markup.unescape(page).count(markup.unescape(words)) == 1


def test_a_notice_of_another_version_is_no_trouble(client: Client, flood: Flood) -> None:
    flood.keep(made=[replace(one, notice="asleep") for one in flood.features()])
    assert "asleep" not in panel_of(flood.page(client))


def test_a_paraphrase_of_what_may_not_be_seen_is_not_shown(
    client: Client, flood: Flood, set_private: Callable[[bool], None]
) -> None:
    """Where any of the sentences that it was written of is withheld, whichever."""
    told = flood.told(0, flood.first), flood.told(1, flood.secret)
    flood.keep(made=[Brief(Feature.PERSPECTIVES, (by_model(flood, *told),), provider="some-model-7b")])
    flood.keep_wrapup(by_model(flood, *told))
    assert PARAPHRASE in panel_of(flood.page(client))
    wrapped = "/wrap-up/?country=KE&language=en"
    assert PARAPHRASE in text_of(client.get(wrapped))
    set_private(False)
    assert PARAPHRASE not in flood.page(client)
    page = text_of(client.get(wrapped))
    assert PARAPHRASE not in page
    assert "1 sentence is not shown: its publisher allows excerpts only." in page
    Publisher.objects.filter(slug="coast").update(terms=Terms.FULL.value)
    assert PARAPHRASE in panel_of(flood.page(client))


def test_a_muted_publisher_is_not_quoted_under_a_paraphrase_and_its_terms_hold(
    client: Client, flood: Flood, set_private: Callable[[bool], None]
) -> None:
    from octavo.core.personal import MuteKind
    from octavo.store import mutes
    from octavo.store.models import Reader

    told = flood.told(0, flood.first), flood.told(1, flood.secret)
    flood.keep(made=[Brief(Feature.PERSPECTIVES, (by_model(flood, *told),), provider="some-model-7b")])
    reader = Reader.objects.create_user("anna@octavo.example", "eight leaves make one sheet", handle="anna")
    mutes.mute(reader.pk, MuteKind.PUBLISHER, flood.publishers[1], flood.room.now)
    client.force_login(reader)
    panel = panel_of(flood.page(client))
    assert PARAPHRASE in panel
    assert flood.secret not in panel
    set_private(False)
    assert PARAPHRASE not in flood.page(client)
    mutes.mute(reader.pk, MuteKind.PUBLISHER, flood.publishers[0], flood.room.now)
    set_private(True)
    assert PARAPHRASE not in flood.page(client)


def test_an_articles_summary_says_who_wrote_it_and_what_was_dropped(client: Client, flood: Flood) -> None:
    sentence = by_model(flood, flood.told(0, flood.first), flood.told(0, flood.secret))
    summary = Brief(Feature.SUMMARY, (sentence,), dropped=2, provider="some-model-7b")
    path = f"/article/{flood.ids[0]}/flood-daily/"

    def in_short(brief: Brief) -> str:
        flood.keep(BriefOf.ARTICLE, str(flood.ids[0]), [brief])
        found = re.search(r'<details class="brief brief-article">.*?</details>', text_of(client.get(path)), re.DOTALL)
        assert found
        return found[0]

    page = in_short(summary)
    assert BY_MODEL in page
    assert BY_MACHINE not in page
    assert PARAPHRASE in page
    assert page.count("In the text") == 2
    assert "2 sentences were left out: no source supports them." in page
    page = in_short(Brief(Feature.SUMMARY, (flood.sentence(flood.told(0, flood.first)),)))
    assert BY_MACHINE in page
    assert "left out" not in page


def test_a_wrapup_says_for_each_paragraph_who_wrote_it(client: Client, flood: Flood) -> None:
    flood.keep_wrapup(by_model(flood, *flood.all))
    page = text_of(client.get("/wrap-up/?country=KE&language=en"))
    head, first, second = page.split('<article class="wrap-item"')
    assert BY_MODEL in head
    assert PARAPHRASE in first
    assert first.index(PARAPHRASE) < first.index("New since yesterday") < first.index(BY_MACHINE)
    assert second.index(flood.first) < second.index(BY_MACHINE)
    flood.keep_wrapup()
    assert text_of(client.get("/wrap-up/?country=KE&language=en")).count(BY_MACHINE) == 1


@pytest.mark.parametrize("prefix", ["", "/ar"])
def test_every_field_is_text_and_no_markup(client: Client, room: Newsroom, prefix: str) -> None:
    """Each payload stands in every field of every feature; one of them in titles and publishers' names."""
    payloads = [str(one).replace("\0", "").strip()[:150] or "-" for one in PAYLOADS[:25]]
    flood = Flood(room, lambda text: f"{payloads[0]} {text}")
    for clean in payloads:
        flood.words = lambda text, clean=clean: f"{clean} {text}"
        flood.keep(made=[replace(one, provider=f"{clean} model"[:90]) for one in flood.features()])
        page = panel_of(flood.page(client, prefix))
        assert markup.escape(f"{clean} {flood.first}") in page
        if "<" in clean:
            assert clean not in page
        assert not re.search(
            r"<(script|img|iframe|object|embed|form|style|link|base)\b", page.replace('<img src="/pictures', "")
        )
        assert not re.search(r"<[^>]*\son\w+\s*=", page)
        assert "javascript:" not in "".join(re.findall(r'(?:href|src)="([^"]*)"', page)).lower()


def test_excerpt_only_publishers_are_quoted_within_their_excerpts(
    client: Client, flood: Flood, set_private: Callable[[bool], None]
) -> None:
    flood.keep()
    set_private(False)
    page = flood.page(client)
    panel = panel_of(page)
    # It stands in the excerpt, and in the text of who allows all.
    assert flood.second in panel
    assert "The bridge at the mill had been cl…" not in panel
    assert panel.count(flood.secret) == 2  # of the Daily: its line and its citation
    assert "1 sentence is not shown: its publisher allows excerpts only." in panel
    Publisher.objects.filter(slug="daily").update(terms=Terms.EXCERPT.value)
    Article.objects.filter(pk=flood.ids[0]).update(excerpt=flood.first)
    assert flood.secret[40:] not in flood.page(client)
    assert flood.first in panel_of(flood.page(client))


def test_what_may_not_be_seen_is_cut_where_the_excerpt_ends(
    client: Client, flood: Flood, set_private: Callable[[bool], None]
) -> None:
    shared = flood.sentence(flood.told(0, flood.secret), flood.told(1, flood.secret))
    flood.keep(made=[Brief(Feature.PERSPECTIVES, (shared,))])
    assert "show no more of it" not in panel_of(flood.page(client))
    set_private(False)
    panel = panel_of(flood.page(client))
    assert "<blockquote >The bridge at the mill had been cl…</blockquote>" in panel
    assert panel.count(flood.secret) == 2
    Publisher.objects.filter(slug="coast").update(terms=Terms.LINK.value)
    panel = panel_of(flood.page(client))
    assert "had been cl…" not in panel
    assert "Its publisher’s terms show no more of it here." in panel


def test_a_figure_from_text_that_may_not_be_seen_is_not_told(
    client: Client, flood: Flood, set_private: Callable[[bool], None]
) -> None:
    tellings = flood.told(0, flood.secret), flood.told(1, flood.secret)
    cells = tuple(FigureCell(one, "three", 3.0) for one in tellings)
    row = FigureRow("engineers", "", FigureStatus.AGREE, cells)
    differ = Difference(Clash.FIGURE, ("three",), tellings)
    kept = Brief(Feature.PERSPECTIVES, (flood.sentence(*flood.all),), table=Perspectives(differ=(differ,)))
    flood.keep(made=[kept, Brief(Feature.FIGURES, table=(row,))])
    panel = panel_of(flood.page(client))
    assert panel.count(">three</bdi>") == 3
    set_private(False)
    assert "three" not in panel_of(flood.page(client))


def test_where_nothing_may_be_seen_there_is_no_panel(
    client: Client, flood: Flood, set_private: Callable[[bool], None]
) -> None:
    Publisher.objects.update(terms=Terms.LINK.value)
    flood.keep()
    set_private(False)
    assert '<section class="brief"' not in flood.page(client)


def test_an_article_has_its_summary_folded_with_links_into_its_text(
    client: Client, flood: Flood, set_private: Callable[[bool], None]
) -> None:
    summary = Brief(Feature.SUMMARY, (flood.sentence(flood.told(1, flood.secret)),))
    flood.keep(BriefOf.ARTICLE, str(flood.ids[1]), [summary])
    page = text_of(client.get(f"/article/{flood.ids[1]}/flood-coast/"))
    assert '<details class="brief brief-article"><summary>In short</summary>' in page
    assert 'href="#:~:text=The%20bridge%20at%20the%20mill,engineers%20wrote%20in%20a%20letter."' in page
    assert "brief-article" not in text_of(client.get(f"/article/{flood.ids[0]}/flood-daily/"))
    set_private(False)
    assert "brief-article" not in text_of(client.get(f"/article/{flood.ids[1]}/flood-coast/"))


def test_the_wrapup_is_told_and_linked_from_the_front_page(client: Client, flood: Flood, room: Newsroom) -> None:
    for number in range(4):
        story(room, [room.article(f"Local {number}", publisher=f"p{number}")])
    query = "?country=KE&language=en"
    assert "No wrap-up yet" in text_of(client.get(f"/wrap-up/{query}"))
    assert 'class="wrapup-link"' not in text_of(client.get(f"/{query}"))
    flood.keep_wrapup()
    front = text_of(client.get(f"/{query}"))
    assert re.search(
        r'<a class="wrapup-link" href="/wrap-up/"><span>Wrap-up</span><span class="dot">4 min</span></a>', front
    )
    page = text_of(client.get(f"/wrap-up/{query}"))
    assert page.count('<article class="wrap-item"') == 2
    assert f'href="/story/{flood.story}/"' in page
    assert f'<p class="brief-line" data-say >{flood.first}</p>' in page
    assert "New since yesterday" in page
    assert page.count(">New</b>") == 1
    assert re.search(r"<button[^>]*data-listen[^>]*hidden>Listen</button>", page)
    assert "4 min" in page
    arabic = text_of(client.get(f"/ar/wrap-up/{query}"))
    assert "الموجز" in arabic
    assert "٤ د" in arabic


def test_earlier_wrapups_stay_with_their_editions(client: Client, flood: Flood) -> None:
    edition, _ = flood.keep_wrapup(day=2)
    path = f"/wrap-up/KE/{edition.day}/morning/?language=en"
    assert f'href="{path}"' in text_of(client.get(f"/edition/KE/{edition.day}/morning/?language=en"))
    assert flood.first in text_of(client.get(path))
    for other in (
        "/wrap-up/KE/2001-01-01/morning/",
        f"/wrap-up/KE/{edition.day}/teatime/",
        "/wrap-up/x/2026-05-04/night/",
    ):
        assert client.get(other).status_code == 404


def test_a_wrapup_keeps_to_the_terms(client: Client, flood: Flood, set_private: Callable[[bool], None]) -> None:
    flood.keep_wrapup()
    Publisher.objects.update(terms=Terms.LINK.value)
    set_private(False)
    page = text_of(client.get("/wrap-up/?country=KE&language=en"))
    assert "Flood daily" in page
    assert flood.first not in page
    assert flood.secret not in page
