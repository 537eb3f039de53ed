"""How commissions are spoken of: what is being done, what went wrong, what was not found."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from octavo.core.briefs import Feature
from octavo.core.commissions import Progress, Step
from octavo.core.writing import NoticeCode
from octavo.web import brief_words
from octavo.web.words import number

STANDS = gettext_lazy("The translator did not answer. The original stands here instead.")
TRANSLATION_NOTICES: Mapping[NoticeCode, Promise] = {
    NoticeCode.SLOW: gettext_lazy("The translator took too long. The original stands here instead."),
    NoticeCode.BUSY: gettext_lazy("The translator has too much to do. The original stands here instead."),
    NoticeCode.UNSUPPORTED: gettext_lazy(
        "The translations did not hold what the original says. It stands here instead."
    ),
}
HEADINGS: Mapping[Feature, Promise] = {
    Feature.ASK: gettext_lazy("Answer"),
    Feature.SUMMARY: gettext_lazy("In short"),
    Feature.PERSPECTIVES: gettext_lazy("In short"),
    Feature.EXPLAIN: gettext_lazy("Explained simply"),
    Feature.TRANSLATE: gettext_lazy("Translation"),
}


def notice_in_words(code: NoticeCode, feature: Feature) -> str:
    if feature is Feature.TRANSLATE:
        return str(TRANSLATION_NOTICES.get(code, STANDS))
    return brief_words.notice_in_words(code)


def translated_by(provider: str) -> str:
    if not provider:
        return ""
    return _("Translated by {name}; each sentence was checked against its original.").format(name=provider)


def left_in_original(count: int) -> str:
    """Of sentences without a translation that holds."""
    text = ngettext(
        "%(n)s sentence stands as it was written: no translation of it held.",
        "%(n)s sentences stand as they were written: no translation of them held.",
        count,
    )
    return text % {"n": number(count)}


def progress_in_words(progress: Progress) -> str:
    match progress.step:
        case Step.SEARCHING:
            return _("Searching all the news …")
        case Step.READING:
            text = ngettext("Reading %(n)s article …", "Reading %(n)s articles …", progress.count)
            return text % {"n": number(progress.count)}
        case _:
            return _("Writing, and checking each sentence …")
