"""What stands around every page: masthead, footer, bottom bar, keys. Rendered once a minute for all readers.

Rendering them anew takes longer than the rest of a page. Only the language switch knows which page it stands on;
its address is put in afterwards.
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
from octavo.web.words import interface_language

SECTIONS_IN_MENU = 8
_PATH = "page-that-is-shown"


def frame(template: str, request: HttpRequest, here: str) -> SafeString:
    """A part of the frame for this request; `here` names the menu entry of the page."""
    languages = edition_of(request).languages
    text = _rendered(template, interface_language(), here, languages[0] if languages else "")
    return SafeString(text.replace(_PATH, quote(request.path)))


@remembered(60)
def _rendered(template: str, language: str, here: str, news_language: str) -> str:
    others = [(code, name) for code, name in settings.LANGUAGES if code != language]
    sections = reading.sections(news_language)[:SECTIONS_IN_MENU]
    context = {
        "here": here,
        "site_name": SITE.site_name,
        "other_languages": others,
        "switch_to": _PATH,
        "menu_sections": sections,
    }
    return render_to_string(template, context)
