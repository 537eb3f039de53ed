"""Why an AI sentence was dropped, and how many were: in the reader's language."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from octavo.core.grounding import GroundingCode, GroundingReason
from octavo.web.words import number

REASONS: dict[GroundingCode, Promise] = {
    GroundingCode.SUPPORTED: _("A source says so."),
    GroundingCode.EMPTY: _("It says nothing."),
    GroundingCode.NO_SOURCE: _("No source speaks of this."),
    GroundingCode.UNSUPPORTED: _("The sources do not say all of this."),
    GroundingCode.FIGURE: _("No source has this figure: “{words}”"),
    GroundingCode.UNIT: _("The source counts something else: “{words}”"),
    GroundingCode.NAME: _("The source does not name “{words}” here."),
    GroundingCode.PLACE: _("The source does not name the place “{words}” here."),
    GroundingCode.DATE: _("The source gives another day or none."),
    GroundingCode.NEGATION: _("One says that it is so, the other that it is not."),
    GroundingCode.DIRECTION: _("The source says the opposite of “{words}”."),
    GroundingCode.CERTAINTY: _("The source is less certain: “{words}”"),
    GroundingCode.QUOTE: _("Nobody is quoted with these words: “{words}”"),
    GroundingCode.SPEAKER: _("The source does not give these words to “{words}”."),
    GroundingCode.WORDING: _("Copied from a source, with a word that no source has: “{words}”"),
    GroundingCode.SECOND_OPINION: _("A second model found it unsupported."),
}


def grounding_in_words(reason: GroundingReason) -> str:
    return str(REASONS[reason.code]).format(words=reason.words)


def dropped_in_words(count: int) -> str:
    """What a reader sees under an AI text."""
    return ngettext(
        "%(n)s sentence was left out: no source supports it.",
        "%(n)s sentences were left out: no source supports them.",
        count,
    ) % {"n": number(count)}
