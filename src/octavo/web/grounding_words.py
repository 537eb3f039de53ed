"""Why an AI sentence was dropped, and how many were: in the reader's language."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from octavo.core.grounding import GroundingCode, GroundingReason
from octavo.core.writing import DropCode
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


DROPS: dict[str, Promise] = {
    DropCode.MARKUP.value: _("It is no plain sentence."),
    DropCode.ADDRESS.value: _("It names an address that no source has."),
    DropCode.MACHINE_TEXT.value: _("It speaks to machines."),
    DropCode.REPEATED.value: _("It says the same again."),
    DropCode.TOO_LONG.value: _("It is too long."),
    DropCode.VOICES.value: _("Too few publishers say so."),
}
SHORT: dict[str, Promise] = {
    GroundingCode.EMPTY.value: _("Says nothing"),
    GroundingCode.NO_SOURCE.value: _("No source speaks of it"),
    GroundingCode.UNSUPPORTED.value: _("Not all of it is in the sources"),
    GroundingCode.FIGURE.value: _("Another figure"),
    GroundingCode.UNIT.value: _("Another thing counted"),
    GroundingCode.NAME.value: _("Another name"),
    GroundingCode.PLACE.value: _("Another place"),
    GroundingCode.DATE.value: _("Another day"),
    GroundingCode.NEGATION.value: _("Denied or affirmed"),
    GroundingCode.DIRECTION.value: _("The opposite"),
    GroundingCode.CERTAINTY.value: _("More certain than the source"),
    GroundingCode.QUOTE.value: _("Words that nobody said"),
    GroundingCode.SPEAKER.value: _("Another speaker"),
    GroundingCode.WORDING.value: _("A word put in"),
    GroundingCode.SECOND_OPINION.value: _("A second model's doubt"),
    DropCode.MARKUP.value: _("No plain sentence"),
    DropCode.ADDRESS.value: _("An address of no source"),
    DropCode.MACHINE_TEXT.value: _("Text for machines"),
    DropCode.REPEATED.value: _("Said twice"),
    DropCode.TOO_LONG.value: _("Too long"),
    DropCode.VOICES.value: _("Too few publishers"),
}


def drop_name(code: str) -> str:
    """A reason for dropping, short enough for a table; a code that is unknown stays as it is."""
    return str(SHORT.get(code, code))


def drop_in_words(code: str, reason: GroundingReason | None) -> str:
    """Why a sentence was dropped: `reason` where it was for what it says, else by `code`."""
    return grounding_in_words(reason) if reason else str(DROPS.get(code, code))


def grounding_in_words(reason: GroundingReason) -> str:
    return str(REASONS[reason.code]).format(words=reason.words)


def dropped_in_words(count: int) -> str:
    """What a reader sees under an AI text."""
    return ngettext(
        "%(n)s sentence was left out: no source supports it.",
        "%(n)s sentences were left out: no source supports them.",
        count,
    ) % {"n": number(count)}
