"""What is said of a wrap-up where it is spoken: its words as everybody may hear them, in their order."""

from collections.abc import Iterator
from datetime import date

from django.utils import translation
from django.utils.translation import gettext as _

from octavo.core.briefs import KeptBrief
from octavo.core.editions import DayPart
from octavo.core.reading import EditionKey
from octavo.core.speech import Chapter, Said, Script
from octavo.store.ai_reports import upheld
from octavo.store.briefs import wrapup_of
from octavo.store.reading.cards import cards
from octavo.store.settings import SITE
from octavo.web import words
from octavo.web.brief_views import ShownItem, ShownWrapup
from octavo.web.briefs import cited, shown_wrapup
from octavo.web.dayparts import part_name


def script_of(key: EditionKey, day: date, part: DayPart) -> Script | None:
    """Of the wrap-up that is kept. A recording is public, so it keeps to publishers' terms wherever it is made."""
    kept = wrapup_of(key, day, part)
    shown = everybodys(kept) if kept else None
    return script(shown, key, day, part) if shown else None


def everybodys(kept: KeptBrief) -> ShownWrapup | None:
    return shown_wrapup(kept, cards(sorted(cited(kept.brief))), 0, upheld(), to_everybody=True)


def script(shown: ShownWrapup, key: EditionKey, day: date, part: DayPart) -> Script:
    """In the edition's first language where the interface speaks it, else in the newsroom's own."""
    wanted = key.languages[0] if key.languages else ""
    interface = words.interface_that_speaks(wanted) or SITE.language
    language = interface.partition("-")[0]
    with translation.override(interface):
        title = _("{newsroom}: the wrap-up of {day}, {part}").format(
            newsroom=SITE.site_name, day=words.full_day(day), part=part_name(part)
        )
        ended, news = _("That was your wrap-up."), _("New since yesterday")
    chapters = [_chapter(item, Said(news, language), language) for item in shown.items]
    opening = Chapter(title, language, 0, (Said(title, language),))
    closing = Chapter(ended, language, 0, (Said(ended, language),))
    return Script(wanted or language, key.country, (opening, *chapters, closing))


def _chapter(item: ShownItem, news: Said, otherwise: str) -> Chapter:
    language = item.language or otherwise
    quoted = {source.card.id for line in (*item.paragraph, *item.news) for source in line.sources}
    said = (Said(item.title, language), *_sentences(item, news))
    return Chapter(item.title, language, item.story, said, tuple(sorted(quoted)))


def _sentences(item: ShownItem, news: Said) -> Iterator[Said]:
    yield from (Said(line.text, line.language) for line in item.paragraph)
    if item.news:
        yield news
    yield from (Said(line.text, line.language) for line in item.news)
