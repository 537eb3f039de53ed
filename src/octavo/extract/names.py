"""Authors and keywords out of what publishers write in those fields: names, and nothing else."""

import re
from collections.abc import Iterable

from octavo.extract.text import plain

MAX_AUTHORS = 12
MAX_NAME_CHARS = 80
MAX_NAME_WORDS = 7
MAX_KEYWORDS = 30
MAX_KEYWORD_CHARS = 80

# "By Jane Doe". The prepositions that are also parts of surnames (von, di, da) go only before two words or more.
_LEAD_IN = re.compile(
    r"^(?:(?:(?:written |posted |reported |published |analysis |opinion |story |text |words )?by"
    r"|(?:veröffentlicht |geschrieben |artikel |text )von|autor(?:a|in)?|authors?|auteurs?|przez"
    r"|автор(?:ы)?|текст|yazan|بقلم|كتب|द्वारा|作者|記者|记者|文)"
    r"(?:\s*[:：]\s*|\s+)|(?:von|vom|por|par|di|da|door|av|af)\s+(?=\S+\s+\S))",
    re.IGNORECASE,
)
_SEPARATOR = re.compile(
    r"\s*(?:[;|•·/\n、]|,(?!\s*(?:Jr|Sr|PhD|MD|M\.D|Dr|II|III)\b)"
    r"|\s(?:and|und|et|y|e|og|och|en|ve|и|та|i|with|&)\s)\s*",
    re.IGNORECASE,
)
# "More stories by Jane Doe", "Zeige alle Beiträge von Jane Doe".
_LIST_LINK = re.compile(
    r"^(?:view|see|show|more|all|read|alle|zeige|weitere|afficher|voir|ver|mostra|zobacz)\b"
    r".*?(?:\b(?:by|von|de|par|di|per)\s+|$)",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"https?://\S+|www\.\S+|\S+@\S+\.\S+|(?<!\w)@\w+")
_BRACKETED = re.compile(r"\s*[(\[][^)\]]*[)\]]")
_SENTENCE = re.compile(r"\w{3}[.!?]\s+\w|[»→]|\d{1,2}:\d{2}|\b(?:19|20)\d\d\b")
# What stands in author fields and is nobody.
_NOBODY = frozenset({
    "admin", "administrator", "author", "authors", "editor", "editors", "editorial", "redaktion", "redaction",
    "redacción", "redacao", "redação", "redazione", "rédaction", "staff", "webmaster", "unknown", "none", "null",
    "undefined", "anonymous", "guest", "user", "root", "web", "nan", "false", "true",
})  # fmt: skip


def clean_authors(values: Iterable[str], *, publisher: str | None = None) -> tuple[str, ...]:
    """Names in their given order, each once. Lead-ins ("By", "Von"), addresses and accounts are removed."""
    names: dict[str, str] = {}
    for value in values:
        for part in _split_names(value):
            if name := _clean_name(part):
                names.setdefault(name.casefold(), name)
        if len(names) >= MAX_AUTHORS:
            break
    if publisher and len(names) > 1:
        names.pop(publisher.casefold(), None)
    return tuple(names.values())[:MAX_AUTHORS]


def _split_names(value: str) -> list[str]:
    text = _LIST_LINK.sub("", _LEAD_IN.sub("", _BRACKETED.sub("", _ADDRESS.sub(" ", plain(value[:1000])))))
    return [part for part in _SEPARATOR.split(text) if part]


def _clean_name(part: str) -> str:
    name = _LEAD_IN.sub("", part.strip(" \t,.:;-–—|*\"'")).strip(" \t,:;-–—|*\"'")
    if not 1 < len(name) <= MAX_NAME_CHARS or name.casefold() in _NOBODY or name.isdigit():
        return ""
    if (
        not any(character.isalpha() for character in name)
        or len(name.split()) > MAX_NAME_WORDS
        or _SENTENCE.search(name)
    ):
        return ""
    return name.title() if name.isupper() and len(name) > 5 and " " in name else name


# A short keyword may hold a comma of its own ("Paris, Texas"); the other separators never stand within one.
MAX_COMMA_CHARS = 30
_SURELY_LISTED = re.compile(r"[;；،、，|]")
_LISTED = re.compile(r"[,;；،、，|]")


def clean_keywords(values: Iterable[str]) -> tuple[str, ...]:
    """The publisher's own keywords in their script and order, each once; a list in one string is split."""
    keywords: dict[str, str] = {}
    for value in values:
        for part in (_LISTED if len(value) > MAX_COMMA_CHARS else _SURELY_LISTED).split(value[:3000]):
            keyword = plain(part).strip(" #\"'")
            if 1 < len(keyword) <= MAX_KEYWORD_CHARS and "://" not in keyword:
                keywords.setdefault(keyword.casefold(), keyword)
        if len(keywords) >= MAX_KEYWORDS:
            break
    return tuple(keywords.values())[:MAX_KEYWORDS]
