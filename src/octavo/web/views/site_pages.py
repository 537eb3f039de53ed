"""About, privacy, terms, the community's rules: the operator's words where there are any, else the built-in ones."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from octavo.store.site import site_page as stored_page
from octavo.web.caching import conditional
from octavo.web.words import interface_language

TITLES = {
    "about": _("About this newsroom"),
    "privacy": _("Privacy"),
    "terms": _("Terms"),
    "rules": _("Community rules"),
}


@dataclass(frozen=True, slots=True)
class Block:
    text: str
    is_heading: bool


@require_safe
@conditional
def site_page(request: HttpRequest, name: str) -> HttpResponse:
    stored = stored_page(name, interface_language())
    context = {
        "here": name,
        "heading": stored.title if stored else TITLES[name],
        "blocks": list(_blocks(stored.text)) if stored else [],
        "built_in": f"pages/{name}.html",
    }
    response = render(request, "site_page.html", context)
    response.headers["Cache-Control"] = "no-cache"
    return response


def _blocks(text: str) -> Iterator[Block]:
    """Paragraphs apart by blank lines; a line that starts with # is a heading of its own."""
    for paragraph in text.replace("\r\n", "\n").split("\n\n"):
        words: list[str] = []
        for line in paragraph.splitlines():
            if line.startswith("#"):
                if words:
                    yield Block(" ".join(words), is_heading=False)
                    words = []
                yield Block(line.lstrip("# "), is_heading=True)
            elif line.strip():
                words.append(line.strip())
        if words:
            yield Block(" ".join(words), is_heading=False)
