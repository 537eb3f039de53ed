"""Authors and keywords out of what publishers write in those fields: names, and nothing else."""

import re
from collections.abc import Iterable, Iterator

from octavo.extract.text import fold, plain

MAX_AUTHORS = 12
MAX_NAME_CHARS = 80
MAX_NAME_WORDS = 7
MAX_KEYWORDS = 30
MAX_KEYWORD_CHARS = 80

# "By Jane Doe". The prepositions that are also parts of surnames (von, di, da) go only before two words or more.
_LEAD_IN = re.compile(
    r"^(?:(?:(?:written |posted |reported |published |created |submitted |analysis |opinion |story |text |words )?by"
    r"|(?:veröffentlicht |geschrieben |verfasst |erstellt |artikel |text |beitrag |gastbeitrag |kommentar |interview "
    r"|pressemitteilung |analyse |essay |protokoll |reportage )von"
    r"|(?:écrit |publié |rédigé |propos recueillis )par|(?:escrito |publicado |redactado )por"
    r"|(?:scritto |pubblicato )da"
    r"|(?:geschreven |geplaatst )door|(?:skrevet |skriven )a[vf]|autor(?:a|in|en|es)?|authors?|auteurs?|auteure|autore"
    r"|redakteur(?:in)?|interview|przez|verfasser(?:in)?|writer|text|texte?|words|written|schrijver|kirjoittaja|forfatter"
    r"|автор(?:ы)?|текст|yazan|penulis|tác giả|بقلم|كتب|كتبت|द्वारा|लेखक|作者|著者|記者|记者|撰文|文|取材・文|글|기자)"
    r"(?:\s*[:：/]\s*|\s+)|(?:von|vom|por|par|di|da|door|av|af|de)\s+(?=\S+\s+\S)|(?:von|por|par|door|av|af)\s+(?=\S+$)"
    r"|©\s*)",
    re.IGNORECASE,
)
_SEPARATOR = re.compile(
    r"\s*(?:[;|•·/\n、，]|,(?!\s*(?:Jr|Sr|PhD|MD|M\.D|Dr|II|III)\b)"
    r"|\s(?:and|und|et|y|e|og|och|en|ve|и|та|i|with|&|mit)\s|\s[-–—]\s)\s*",
    re.IGNORECASE,
)
# "More stories by Jane Doe", "Zeige alle Beiträge von Jane Doe".
_LIST_LINK = re.compile(
    r"^(?:view|see|show|more|all|read|alle|zeige|weitere|mehr|afficher|voir|ver|mostra|zobacz|posts)\b"
    r".*?(?:\b(?:by|von|de|par|di|per)\s+|$)",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"https?://\S+|www\.\S+|\S+@\S+\.\S+|(?<!\w)@\w+")
_BRACKETED = re.compile(r"\s*[(\[][^)\]]*(?:[)\]]|$)")
_MAIL_AND_NAME = re.compile(r"^\s*\S+@\S+\.\S+\s*\(([^)]{2,80})\)\s*$")
_SENTENCE = re.compile(r"(?:^|\s)[^\W\dA-Z_]\w{2,}[.!?]\s+\w|[»→]|\d{1,2}:\d{2}|\b(?:19|20)\d\d\b")
_SOCIAL = re.compile(
    r"(?:\s+|^)(?:on )?(?:twitter|facebook|instagram|linkedin|youtube|e-?mail|follow(?: us| me)?|website|rss|bio"
    r"|profile?)\b.*$",
    re.IGNORECASE,
)
_INITIAL_AT_END = re.compile(r"(?:^|[\s.])\w\.$")
_JOB = re.compile(
    r"\b(?:writers?|reporters?|editors?|correspondents?|columnists?|journalists?|contributors?|producers?|fellow"
    r"|redakteur(?:in)?|korrespondent(?:in)?|chefredakteur(?:in)?|autor(?:in)?|volont[aä]r(?:in)?|ressort\w*|journaliste?"
    r"|rédact\w+|corresponsal|redactora?|periodista|giornalista|redacteur|verslaggever|chief|director|professor"
    r"|photographer|illustrator|ceo|founder|co-founder|manager|lecturer|analyst|president|minister)\b",
    re.IGNORECASE,
)
# Who is no person: companies, desks, agencies, papers.
_BODY = re.compile(
    r"(?:\b(?:inc|gmbh|ag|llc|ltd|e\.?\s?v|kg|corp|plc|s\.?a|s\.r\.l|team|staff|desk|news|nachrichten|redaktion\w*|redaction"
    r"|redacci[oó]n|redaç[aã]o|redazione|r[eé]daction|redactie|redakc\w+|newsroom|editors?|editorial|press|media|agenc\w+|agentur"
    r"|zeitung|magazin\w*|verlag|verband\w*|online|tv|radio|times|post|journal|today|daily|university|institut\w*|ministry"
    r"|editorial board|web desk|bureau|service|reports?|foundation|stiftung|bund|verein|partei|group|holding)\b"
    r"|редакц\w+|هيئة|وكالة|编辑部|編集部|通信|신문|뉴스)",
    re.IGNORECASE,
)
_HANDLE = re.compile(r"[a-z0-9]+(?:[-_.][a-z0-9]+)+|[a-z]+\d+[a-z0-9]*")
# Degrees and licences that stand after a name and a comma.
_DEGREES = frozenset(
    {"MS", "MA", "BA", "BS", "MSc", "BSc", "MBA", "MPH", "MPhil", "RD", "RDN", "RN", "LD", "LDN", "CDN", "Esq"}
)
# What stands in author fields and is nobody.
_NOBODY = frozenset({
    "admin", "administrator", "author", "authors", "webmaster", "unknown", "none", "null", "undefined", "anonymous",
    "guest", "user", "root", "web", "nan", "false", "true", "by", "von", "text", "interview", "posted", "share",
    "kommentar", "gastbeitrag", "foto", "fotos", "photo", "rss", "home", "login", "autor", "autoren", "autorin",
    "auteur", "here", "mehr", "more", "follow", "editor", "superuser", "administrador", "author page", "biography",
    "author archive",
})  # fmt: skip


# A source or a photographer, not an author.
_CREDITS = ("quelle", "source:", "foto:", "fotos:", "photo:", "photos:", "bild:", "illustration:", "fuente:", "fonte:")


def clean_authors(values: Iterable[str], *, publisher: str | None = None) -> tuple[str, ...]:
    """Names in their given order, each once. Lead-ins ("By", "Von"), addresses and accounts are removed."""
    names: dict[str, str] = {}
    for value in values:
        for name in _names_in(value):
            names.setdefault(fold(name), name)
        if len(names) >= MAX_AUTHORS:
            break
    if publisher and len(names) > 1:
        names.pop(fold(publisher), None)
    return tuple(names.values())[:MAX_AUTHORS]


_PARTICLES = frozenset({
    "de", "da", "do", "dos", "das", "del", "della", "di", "von", "van", "der", "den", "ter", "ten", "la", "le",
    "el", "al", "bin", "ibn", "bint", "y", "e", "zu", "zur", "af", "av", "du", "des", "dela", "san", "v.", "d'",
    "ben", "abu", "dal",
})  # fmt: skip
# Capital words of menus and headings that begin no name.
_NO_NAME_BEGINS = frozenset({
    "zur", "zum", "mehr", "alle", "der", "die", "das", "the", "wer", "über", "um", "und", "more", "all", "see",
    "view", "folgen", "follow", "share", "teilen", "drucken", "print", "kommentare", "comments", "weiterlesen",
    "read", "contact", "kontakt", "foto", "fotos", "photo", "bild", "video", "quelle", "source", "datum", "date",
    "news", "home", "about", "this", "stand", "edit", "abbruch", "par", "cancel", "login", "menu", "suche",
    "search", "von", "by", "autor", "author", "our", "your", "ihr", "wir", "ein", "eine", "le", "la", "les", "el",
    "los", "un", "una", "il", "in", "an", "auf", "für",
})  # fmt: skip


def is_person(name: str) -> bool:
    """Whether a cleaned name may be a person's: no company, desk or paper, and no account's name."""
    return not _BODY.search(name) and not _HANDLE.fullmatch(name) and "." not in name[-4:-2]


def is_name(text: str) -> bool:
    """Whether words of running text look like somebody's name: few, and capital where the script has capitals."""
    words = text.split()
    if not 0 < len(words) <= 5 or is_label(words[0]) or any(letter.isdigit() for letter in text):
        return False
    if not any(letter.isupper() or letter.islower() for letter in text):
        return 2 <= len(text) <= 24
    small = [word for word in words if not word[:1].isupper()]
    return words[-1][:1].isupper() and all(word.casefold() in _PARTICLES for word in small)


def is_label(word: str) -> bool:
    """Whether a word is one of menus and forms, which begins no name."""
    return word.casefold().strip(":.") in _NO_NAME_BEGINS


def _names_in(value: str) -> Iterator[str]:
    parts = _split_names(value)
    names = [name for part in parts if (name := _clean_name(part)) and not name.casefold().startswith(_CREDITS)]
    people = [name for name in names if not _JOB.search(name) and name not in _DEGREES]
    yield from people or names


def _split_names(value: str) -> list[str]:
    text = plain(value[:1000])
    if found := _MAIL_AND_NAME.match(text):
        text = found[1]
    text = _SOCIAL.sub("", _ADDRESS.sub(" ", _BRACKETED.sub("", text)))
    text = _LIST_LINK.sub("", _LEAD_IN.sub("", text.strip()))
    return [part for part in _SEPARATOR.split(text) if part]


def _clean_name(part: str) -> str:
    name = _LEAD_IN.sub("", part.strip(" \t,.:;-–—|*\"'›»")).strip(" \t,:;-–—|*\"'")
    if _INITIAL_AT_END.search(part.rstrip()) and not name.endswith("."):
        name += "."
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
