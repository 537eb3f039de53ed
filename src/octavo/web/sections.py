"""Names of the well-known sections in the interface language; a publisher's own section keeps its own label."""

from django.utils.translation import gettext_lazy as _

KNOWN = {
    "world": _("World"),
    "politics": _("Politics"),
    "business": _("Business"),
    "science": _("Science"),
    "technology": _("Technology"),
    "health": _("Health"),
    "environment": _("Environment"),
    "sport": _("Sport"),
    "culture": _("Culture"),
    "entertainment": _("Entertainment"),
    "society": _("Society"),
    "travel": _("Travel"),
    "lifestyle": _("Life"),
    "opinion": _("Opinion"),
}


def section_label(slug: str, label: str = "") -> str:
    known = KNOWN.get(slug)
    return str(known) if known is not None else label or slug
