"""How templates write comments and surveys. Nothing queries."""

from django import template
from django.utils.translation import gettext as _

from octavo.core.talk import CommentView, SurveyAnswer
from octavo.store.models import Reader
from octavo.web.ask.offers import Offers
from octavo.web.moderation_words import decision_in_words, judge_in_words, public_reason, reason_in_words
from octavo.web.words import interface_language, number

register = template.Library()
register.filter("public_reason", public_reason)
register.filter("reason_in_words", reason_in_words)
register.filter("judge_in_words", judge_in_words)


@register.filter
def author_name(comment: CommentView) -> str:
    """The handle, or a number: never the e-mail."""
    return comment.author or _name(comment.author_id)


@register.filter
def reader_name(reader: Reader | None) -> str:
    return (reader.handle or _name(reader.pk)) if reader else _("Somebody who left")


def _name(reader_id: int | None) -> str:
    return _("Reader {number}").format(number=number(reader_id)) if reader_id else _("Somebody who left")


@register.filter
def decision_name(action: object) -> str:
    return decision_in_words(getattr(action, "decision", ""), bool(getattr(action, "is_appeal", False)))


@register.filter
def answer_label(answer: SurveyAnswer) -> str:
    """The answer's words; of a scale's steps the number, with what its ends mean."""
    return answer.label or number(answer.number)


@register.filter
def bar_width(answer: SurveyAnswer) -> str:
    return f"{answer.share * 100:.1f}"


@register.filter
def translated_by(language: str, offers: object) -> bool:
    """Whether what is said in `language` may be had in the interface's."""
    return isinstance(offers, Offers) and bool(language) and offers.translates(language, interface_language())
