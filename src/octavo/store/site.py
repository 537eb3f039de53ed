"""The operator's own pages: about, privacy, terms."""

from dataclasses import dataclass
from datetime import datetime

from octavo.store.models import SitePage


@dataclass(frozen=True, slots=True)
class SitePageView:
    """`text` is plain paragraphs apart by blank lines; a line that starts with # is a heading."""

    name: str
    language: str
    title: str
    text: str
    changed_at: datetime


def site_page(name: str, language: str) -> SitePageView | None:
    """The page in this interface language; None where the operator wrote none and the built-in text is shown."""
    page = SitePage.objects.filter(name=name, language=language).first()
    return SitePageView(page.name, page.language, page.title, page.text, page.changed_at) if page else None


def save_site_page(name: str, language: str, title: str, text: str) -> None:
    """Store the operator's text; an empty one brings the built-in text back."""
    if text.strip():
        SitePage.objects.update_or_create(name=name, language=language, defaults={"title": title, "text": text})
    else:
        SitePage.objects.filter(name=name, language=language).delete()
