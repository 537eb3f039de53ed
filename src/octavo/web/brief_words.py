"""How briefs are spoken of: who made them, what was left out, which kind of word or person something is."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from octavo.core.briefs import FigureStatus, WhoKind
from octavo.core.writing import NoticeCode
from octavo.web.grounding_words import dropped_in_words
from octavo.web.words import number

STATUS: dict[FigureStatus, Promise] = {
    FigureStatus.AGREE: gettext_lazy("They agree"),
    FigureStatus.DIFFER: gettext_lazy("They differ"),
    FigureStatus.SUPERSEDED: gettext_lazy("A later count took its place"),
}
WHO: dict[WhoKind, Promise] = {
    WhoKind.PERSON: gettext_lazy("Person"),
    WhoKind.ORGANISATION: gettext_lazy("Organisation"),
    WhoKind.PLACE: gettext_lazy("Place"),
}
LOADED: dict[str, Promise] = {
    "attack": gettext_lazy("makes a blow of a contradiction"),
    "alarm": gettext_lazy("alarms"),
    "scorn": gettext_lazy("scorns"),
    "praise": gettext_lazy("praises"),
    "certainty": gettext_lazy("puts it beyond question"),
}


NOTICES: dict[NoticeCode, Promise] = {
    NoticeCode.NO_MODEL: gettext_lazy("No language model is set up here."),
    NoticeCode.DOWN: gettext_lazy("The language model could not be reached."),
    NoticeCode.SLOW: gettext_lazy("The language model took too long."),
    NoticeCode.BUSY: gettext_lazy("The language model had too much to do."),
    NoticeCode.REFUSED: gettext_lazy("The language model declined to write about this."),
    NoticeCode.BABBLED: gettext_lazy("The language model answered nothing that could be used."),
    NoticeCode.UNSUPPORTED: gettext_lazy("The articles support nothing of what the language model wrote."),
    NoticeCode.CUT_OFF: gettext_lazy("The language model ended early; what it wrote until then is shown."),
    NoticeCode.BUDGET: gettext_lazy("This newsroom’s measure of the language model is used up for today."),
    NoticeCode.MACHINE_TEXT: gettext_lazy(
        "An article has text that speaks to machines; the language model was not given that article."
    ),
}


def maker(model: str) -> str:
    """Who wrote it."""
    if not model:
        return _("Made on this machine from the articles’ own sentences")
    return _("Written by {model} from the articles").format(model=model)


def notice_in_words(code: str) -> str:
    """What happened to the model; "" for what another version kept."""
    return str(NOTICES[NoticeCode(code)]) if code in set(NoticeCode) else ""


def left_out(dropped: int, withheld: int, taken_out: int = 0, notice: str = "") -> tuple[str, ...]:
    """What is missing, and why a model did not write it, in words."""
    said = [words] if (words := notice_in_words(notice)) else []
    said += [dropped_in_words(dropped)] if dropped else []
    if withheld:
        text = ngettext(
            "%(n)s sentence is not shown: its publisher allows excerpts only.",
            "%(n)s sentences are not shown: their publishers allow excerpts only.",
            withheld,
        )
        said.append(text % {"n": number(withheld)})
    if taken_out:
        text = ngettext(
            "%(n)s sentence was taken out, as readers reported it with reason.",
            "%(n)s sentences were taken out, as readers reported them with reason.",
            taken_out,
        )
        said.append(text % {"n": number(taken_out)})
    return tuple(said)


def status_name(status: str) -> str:
    return str(STATUS[FigureStatus(status)])


def who_name(kind: str) -> str:
    return str(WHO.get(WhoKind(kind), ""))


def loaded_name(kind: str) -> str:
    return str(LOADED.get(kind, ""))
