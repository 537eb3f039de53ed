"""Names of the seventeen top-level IPTC Media Topics in the interface language, and the slugs of their pages."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# IPTC Media Topics, top level (cv.iptc.org/newscodes/mediatopic); the slug is the address of the topic's page.
TOPICS: dict[str, tuple[str, Promise]] = {
    "01000000": ("arts", _("Arts and media")),
    "02000000": ("crime", _("Crime and law")),
    "03000000": ("disasters", _("Disasters and accidents")),
    "04000000": ("economy", _("Economy and business")),
    "05000000": ("education", _("Education")),
    "06000000": ("environment", _("Environment")),
    "07000000": ("health", _("Health")),
    "08000000": ("people", _("People and animals")),
    "09000000": ("labour", _("Labour")),
    "10000000": ("leisure", _("Leisure")),
    "11000000": ("politics", _("Politics and government")),
    "12000000": ("religion", _("Religion")),
    "13000000": ("science", _("Science and technology")),
    "14000000": ("society", _("Society")),
    "15000000": ("sport", _("Sport")),
    "16000000": ("conflict", _("Conflict and peace")),
    "17000000": ("weather", _("Weather")),
}
_BY_LABEL = {
    "arts, culture, entertainment and media": "01000000",
    "crime, law and justice": "02000000",
    "disaster, accident and emergency incident": "03000000",
    "economy, business and finance": "04000000",
    "education": "05000000",
    "environment": "06000000",
    "health": "07000000",
    "human interest": "08000000",
    "labour": "09000000",
    "lifestyle and leisure": "10000000",
    "politics": "11000000",
    "politics and government": "11000000",
    "religion": "12000000",
    "religion and belief": "12000000",
    "science and technology": "13000000",
    "society": "14000000",
    "sport": "15000000",
    "conflict, war and peace": "16000000",
    "weather": "17000000",
}
_BY_SLUG = {slug: code for code, (slug, _name) in TOPICS.items()}


def topic_name(code: str) -> str:
    """The topic's name; the code itself where IPTC has added one since."""
    return str(TOPICS[code][1]) if code in TOPICS else code


def topic_slug(code: str) -> str:
    return TOPICS[code][0] if code in TOPICS else code


def topic_code(slug: str) -> str:
    """The code of a slug or of a code; "" for neither."""
    return _BY_SLUG.get(slug, slug if slug in TOPICS else "")


def topic_named(label: str) -> str:
    """The topic that IPTC's English label means, in the interface language; the label itself where there is none."""
    code = _BY_LABEL.get(label.casefold())
    return topic_name(code) if code else label
