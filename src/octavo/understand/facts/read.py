"""One sentence to its facts."""

import re
from functools import lru_cache

from octavo.core.grounding import Quoted, SentenceFacts
from octavo.understand.facts import polarity
from octavo.understand.facts.dates import dates_of
from octavo.understand.facts.named import initials, names_of, thing_of
from octavo.understand.facts.tokens import is_content, keys_of, tokens_of
from octavo.understand.facts.values import held_values, measures_of, numbers_of, shares_of
from octavo.understand.language import detect_language
from octavo.understand.quotes import find_quotes
from octavo.understand.saying import speakers_of, verb_pattern

REMEMBERED = 4_096
MAX_QUOTES = 10

_QUOTED = re.compile(
    r"“([^“”\n]{2,600})[”\"]|„([^„“”\n]{2,600})[“”\"]|«([^«»\n]{2,600})»|(?<!\w)»([^«»\n]{2,600})[«»]|‹([^‹›\n]{2,600})›"
    r"|「([^「」\n]{2,600})」|『([^『』\n]{2,600})』|(?<![\w\"])\"([^\"\n]{2,600})\"|(?<!\w)”([^“”\n]{2,600})”"
    r"|[\"“„«]([^\"“”„«»\n]{2,600})[\"”“»]"
    r"|(?<!\w)‘([^‘’\n]{4,600})’(?!\w)|(?<!\w)'([^'\n]{8,600})'(?!\w)"
)

_MIXED = re.compile(r"\"[^\"“”„«»\n]{2,600}[”“»]|[“„«][^\"“”„«»\n]{2,600}\"")


def read_facts(text: str, language: str = "") -> SentenceFacts:
    """The facts of one sentence; reads 2,000 characters. Never raises. `language` is BCP 47, "" to be found out."""
    primary = (language or detect_language(text[:400]) or "").partition("-")[0].lower()
    return _read(text[:2_000], primary)


@lru_cache(maxsize=REMEMBERED)
def _read(text: str, language: str) -> SentenceFacts:
    tokens = tokens_of(text)
    if not tokens.words:
        return SentenceFacts(language)
    line = polarity.line_of(tokens.words, language)
    numbers = numbers_of(tokens, language, polarity.rough_places(line, language))
    shares = shares_of(line)
    dates = dates_of(tokens, language)
    days = {date.at for date in dates}
    names, places = names_of(tokens, language)
    return SentenceFacts(
        language=language,
        tokens=tokens.words,
        content=tuple(map(is_content, tokens.words)),
        keys=(*keys_of(tokens, language), *initials(names)),
        numbers=(*numbers, *shares),
        measures=measures_of(tokens),
        held=held_values(tokens, language, numbers, shares),
        names=names,
        places=places,
        dates=dates,
        negations=polarity.negations(line, language),
        mild_negations=polarity.mild_negations(line, language),
        denials=polarity.denials(line, language),
        sure_of_negation=polarity.is_sure_of_negation(language),
        hedges=tuple(at for at in polarity.hedges(line, language) if at not in days),
        capitals=tuple(at for at, start in enumerate(tokens.starts) if tokens.text[start].isupper()),
        saying=tuple(tokens.at(match.start()) for match in verb_pattern(language).finditer(tokens.text)),
        poles=polarity.poles(line, language),
        quotes=_quotes(tokens.text, language),
        speakers=tuple(thing_of(name, tokens, language) for name in speakers_of(tokens.text, language)),
    )


def _quotes(text: str, language: str) -> tuple[Quoted, ...]:
    """All that stands between quotation marks, with the speaker of what is somebody's."""
    speakers = {quote.text: quote.speaker for quote in find_quotes(text, language=language)}
    found: list[Quoted] = []
    if text.count('"') % 2 and not _MIXED.search(text):
        # Half a quotation: what is inside of which marks cannot be told.
        text = text.replace('"', " ")
    for match in _QUOTED.finditer(text):
        inside = next(group for group in match.groups() if group is not None).strip()
        if any(letter.isalpha() for letter in inside):
            speaker = next((name for said, name in speakers.items() if said[:20] in inside), "")
            found.append(Quoted(inside, speaker))
    return tuple(found[:MAX_QUOTES])
