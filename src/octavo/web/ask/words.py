"""How commissions are spoken of: what is being done, what went wrong, what was not found."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from octavo.core.briefs import Feature
from octavo.core.commissions import Progress, Step
from octavo.core.writing import NoticeCode
from octavo.web.words import number

NOTICES: Mapping[NoticeCode, Promise] = {
    NoticeCode.NO_MODEL: gettext_lazy("No language model is set: this was made on this machine."),
    NoticeCode.DOWN: gettext_lazy("The language model did not answer. This was made on this machine instead."),
    NoticeCode.SLOW: gettext_lazy("The language model took too long. This was made on this machine instead."),
    NoticeCode.BUSY: gettext_lazy("The language model has too much to do. This was made on this machine instead."),
    NoticeCode.REFUSED: gettext_lazy("The language model would not write this. It was made on this machine instead."),
    NoticeCode.BABBLED: gettext_lazy("What the language model wrote made no sense. This was made on this machine."),
    NoticeCode.UNSUPPORTED: gettext_lazy(
        "No source supports what the language model wrote. This was made on this machine instead."
    ),
    NoticeCode.CUT_OFF: gettext_lazy("The language model broke off. What stands here is supported all the same."),
    NoticeCode.BUDGET: gettext_lazy("What may be written today is used up. This was made on this machine instead."),
    NoticeCode.MACHINE_TEXT: gettext_lazy("Sources that speak to machines rather than to readers were left out."),
}
HEADINGS: Mapping[Feature, Promise] = {
    Feature.ASK: gettext_lazy("Answer"),
    Feature.SUMMARY: gettext_lazy("In short"),
    Feature.PERSPECTIVES: gettext_lazy("In short"),
}


def progress_in_words(progress: Progress) -> str:
    match progress.step:
        case Step.SEARCHING:
            return _("Searching all the news …")
        case Step.READING:
            text = ngettext("Reading %(n)s article …", "Reading %(n)s articles …", progress.count)
            return text % {"n": number(progress.count)}
        case _:
            return _("Writing, and checking each sentence …")
