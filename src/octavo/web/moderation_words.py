"""Why a comment was held or rejected, by whom, and what went wrong with one: in the reader's language."""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from octavo.web.words import number

REASONS: dict[str, Promise] = {
    "links": _("It has {count} links; more than {most} look like advertising."),
    "new_links": _("Links of new accounts are looked at by a moderator first."),
    "flood": _("The account is new and wrote {count} comments within an hour."),
    "shouting": _("Almost all of it is in capitals."),
    "repetition": _("It repeats the same letter or word over and over."),
    "same_text": _("The same text was posted {count} times."),
    "spam": _("It reads like spam."),
    "attacks_group": _("It reads like an attack on people for what they are, above all here: “{words}”"),
    "threat": _("It reads like a threat or a call for violence, above all here: “{words}”"),
    "insults": _("It reads like an insult, above all here: “{words}”"),
    "sexual": _("It reads as sexual, above all here: “{words}”"),
    "flags": _("{count} readers asked that moderators look at it."),
}
# What others may read of the reasons that repeat a comment's words.
WITHOUT_ITS_WORDS: dict[str, Promise] = {
    "attacks_group": _("It reads like an attack on people for what they are."),
    "threat": _("It reads like a threat or a call for violence."),
    "insults": _("It reads like an insult."),
    "sexual": _("It reads as sexual."),
}
# What a moderator picks from.
PICKED: dict[str, Promise] = {
    "off_topic": _("It has nothing to do with the article."),
    "insult": _("It insults somebody instead of answering."),
    "hate": _("It is directed against people for what they are."),
    "threat": _("It threatens or calls for violence."),
    "private": _("It tells something private of somebody."),
    "advertising": _("It is advertising."),
    "falsehood": _("It spreads a dangerous falsehood."),
    "illegal": _("It may be unlawful."),
    "fine": _("It keeps to the community's rules."),
}
ERRORS: dict[str, Promise] = {
    "closed": _("Comments are closed here."),
    "too_fast": _("That was quick. Please wait {wait} before your next comment."),
    "gone": _("This comment is not here any more."),
    "too_late": _("A comment can be changed for fifteen minutes only."),
    "own": _("That cannot be done with your own comment."),
    "again": _("You have asked for this already."),
}
VOTE_ERRORS: dict[str, Promise] = {
    "gone": _("There is no such survey."),
    "closed": _("This survey is closed."),
    "again": _("You have voted in this survey already."),
    "choice": _("Choose an answer first."),
}


def reason_in_words(reason: Mapping[str, Any]) -> str:
    """The sentence of a stored reason; "" for none, the code itself for one that this version does not know."""
    code = str(reason.get("code", ""))
    sentence = REASONS.get(code) or PICKED.get(code)
    if sentence is None:
        return code
    parameters = reason.get("parameters") or {}
    shown = {name: number(value) if isinstance(value, int | float) else value for name, value in parameters.items()}
    try:
        return str(sentence).format(**shown)
    except (KeyError, IndexError):
        return code


def public_reason(reason: Mapping[str, Any]) -> str:
    """As `reason_in_words`, for readers from whom the comment is kept: none of its words."""
    code = str(reason.get("code", ""))
    if (reason.get("parameters") or {}).get("words") and code in WITHOUT_ITS_WORDS:
        return str(WITHOUT_ITS_WORDS[code])
    return reason_in_words(reason)


def judge_in_words(judge: str) -> str:
    """Who decided: a moderator, the readers' flags, or a program by its name and version."""
    names = {"moderator": _("a moderator"), "flags": _("flags of readers")}
    if judge in names:
        return str(names[judge])
    return str(_("a program ({name})")).format(name=judge)


def decision_in_words(decision: str, is_appeal: bool) -> str:
    said = {
        "publish": _("Published after an appeal") if is_appeal else _("Published by a moderator"),
        "hold": _("Held for a moderator"),
        "reject": _("Rejected again after an appeal") if is_appeal else _("Rejected"),
    }
    return str(said.get(decision, decision))
