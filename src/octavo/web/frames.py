"""What stands around every page: masthead, footer, bottom bar, keys. Rendered once a minute for all readers.

Rendering them anew takes longer than the rest of a page. Only the language switch knows which page it stands on,
and only the bell whose page it is: they are put in afterwards.
"""

from urllib.parse import quote

from django.conf import settings
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from octavo.store import reading
from octavo.store.settings import SITE
from octavo.web.caching import remembered
from octavo.web.editions import edition_of
from octavo.web.mine import mine_of
from octavo.web.sections import KNOWN
from octavo.web.words import interface_language

SECTIONS_IN_MENU = 8
_PATH = "page-that-is-shown"
_BELL = "bell-of-this-reader"


def frame(template: str, request: HttpRequest, here: str) -> SafeString:
    """A part of the frame for this request; `here` names the menu entry of the page."""
    languages = edition_of(request).languages
    mine = mine_of(request)
    text = _rendered(template, interface_language(), here, languages[0] if languages else "", mine is not None)
    if mine is not None and _BELL in text:
        text = text.replace(_BELL, render_to_string("notify/mark.html", {"unread": mine.unread}).strip())
    return SafeString(text.replace(_PATH, quote(request.path)))


@remembered(60)
def _rendered(template: str, language: str, here: str, news_language: str, is_reader: bool) -> str:
    names = dict(settings.LANGUAGES)
    others = [(code, name) for code, name in names.items() if code != language]
    # A publisher's own section means little to readers of others.
    sections = [section for section in reading.sections(news_language) if section.slug in KNOWN][:SECTIONS_IN_MENU]
    context = {
        "here": here,
        "site_name": SITE.site_name,
        "language_name": names[language],
        "other_languages": others,
        "switch_to": _PATH,
        "menu_sections": sections,
        "bell": _BELL if is_reader else "",
    }
    return render_to_string(template, context)
