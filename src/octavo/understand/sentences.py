"""The sentence around a place in a text, in any script."""

import re

from octavo.understand.name_words import words_of

MAX_SENTENCE_CHARS = 400

_END = re.compile(r"[.!?…][\"”»’']?\s+(?=\S)|[。！？।؟։।۔][\"”」』]?\s*|\n+")


def sentence_around(text: str, position: int) -> str:
    """The sentence that holds a position, at most 400 characters about it."""
    first = max(position - MAX_SENTENCE_CHARS, 0)
    last = min(position + MAX_SENTENCE_CHARS, len(text))
    start, end = first, last
    for match in _END.finditer(text, first, last):
        if match.end() <= position:
            start = match.end()
        elif match.start() >= position:
            end = match.start() + (0 if match[0][0] == "\n" else 1)
            break
    return text[start:end].strip()[:MAX_SENTENCE_CHARS]


MAX_SENTENCES = 400
LONGEST = 700
"""Characters; a longer run without an end (a list, Thai) is cut between words."""

_CLOSERS = "\"”’»'“」』)\\]›"
_BREAK = re.compile(
    rf"[.!?…]+[{_CLOSERS}]*[\u00a0\u202f ]+(?=\S)|[。！？｡]+[{_CLOSERS}]*|[؟।॥۔։።።。។။]+[{_CLOSERS}]*\s*|[ \t]*\n\s*"
)
_GO_ON = ("と", "って", "，", "、", "라고", "하고")
"""What follows a quotation inside of the sentence that it is part of."""
_LAST_WORD = re.compile(r"([^\W_](?:[\w.’'-]*[^\W_])?)\.[\"”’»')\]]*\s*$")
_ABBREVIATIONS = words_of(
    "ee mr mrs ms dr prof st sen rep gov gen lt col sgt capt cmdr maj jr sr vs rev hon inc corp ltd co no nos "
    "op approx dept est fig jan feb mar apr jun jul aug sep sept oct nov dec u.s u.k u.n d.c e.g i.e a.m p.m "
    "ph.d bzw ca d.h z.b u.a usw etc nr hr fr str mio mrd bspw evtl ggf inkl vgl geb abs u.s.a o.ä dipl ing m "
    "mme mlle mm ex env av art p.ex sra srta ud uds ee.uu p.ej aprox núm avda sig dott on prof.ssa pag dhr "
    "mevr mw bijv o.a enz drs tzw np inż ul im św r ok płk tj m.in г гг им ул руб тыс млн млрд т.е т.д т.п др "
    "св д-р н.э см стр yy yüz örn vb doç alb д.р "
)
_MAY_END = words_of("u.s u.k u.n e.u d.c a.m p.m inc corp ltd co bros etc usw")
"""Followed by a capital these end a sentence as often as not: the next word tells."""
_BEGINNERS = words_of(
    "the a an it he she they we i you this that these those in on at as but and when while after before if for "
    "since his her its their our there here what who how why no not yet also both some many most more one two "
    "der die das er sie es wir ein eine im am"
)
_NEXT_WORD = re.compile(r"\W*([^\W\d_]+)")
_ORDINAL_POINT = words_of("de da nb nn no fi cs sk pl hu hr sl sr bs et lv tr az is lb")


def split_sentences(text: str, language: str = "") -> list[str]:
    """The sentences of a text in any script, in order, without white space around; at most `MAX_SENTENCES`.

    A point after an abbreviation, an initial or (in languages that write ordinals so) a short number ends none.
    """
    primary = language.partition("-")[0].lower()
    found: list[str] = []
    start = 0
    for match in _BREAK.finditer(text):
        if match[0][0] == "." and not _ends_here(text, start, match, primary):
            continue
        if text.startswith(_GO_ON, match.end()) and match[0].rstrip()[-1:] in _CLOSERS:
            continue
        found += _bounded(text[start : match.end()])
        start = match.end()
        if len(found) >= MAX_SENTENCES:
            return found[:MAX_SENTENCES]
    return (found + _bounded(text[start:]))[:MAX_SENTENCES]


def _ends_here(text: str, start: int, match: re.Match[str], language: str) -> bool:
    following = text[match.end() : match.end() + 1]
    if following.islower():
        return False
    word = _LAST_WORD.search(text, max(start, match.start() - 40), match.start() + 1)
    if word is None:
        return True
    before = word[1].lower()
    if before.isdigit() and len(before) <= 2 and language in _ORDINAL_POINT:
        return False
    if match[0].rstrip()[-1] in _CLOSERS:
        return True
    if before in _MAY_END:
        coming = _NEXT_WORD.match(text, match.end(), match.end() + 40)
        return coming is not None and coming[1].lower() in _BEGINNERS
    is_initial = len(before) == 1 and before.isalpha() and word[1].isupper()
    return not is_initial and before not in _ABBREVIATIONS


def _bounded(piece: str) -> list[str]:
    rest = " ".join(piece.split())
    found: list[str] = []
    while len(rest) > LONGEST:
        cut = rest.rfind(" ", LONGEST // 2, LONGEST)
        cut = cut if cut > 0 else LONGEST
        found.append(rest[:cut].strip())
        rest = rest[cut:].strip()
    return [*found, rest] if any(letter.isalnum() for letter in rest) else found
