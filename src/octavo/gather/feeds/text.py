"""Words in feeds: titles to plain text, bodies to HTML, languages to BCP 47."""

import html
import re

_BLOCK_TAGS = (
    "address article blockquote br dd div dl dt figure footer h1 h2 h3 h4 h5 h6 header hr li ol p pre table td th tr ul"
)
_INLINE_TAGS = (
    "a abbr acronym b bdi bdo big blink center cite code del dfn em embed font i iframe img ins kbd mark nobr object q"
    " ruby rt rp s samp script small span strike strong style sub sup svg time tt u var video wbr"
)
_BREAK = re.compile(rf"</?(?:{'|'.join(_BLOCK_TAGS.split())})(?:\s[^<>]*)?/?>", re.IGNORECASE)
_INLINE = re.compile(rf"</?(?:{'|'.join(_INLINE_TAGS.split())})(?:[\s/][^<>]*)?>|<!--[^<>]*-->", re.IGNORECASE)
_HIDDEN = re.compile(r"<(script|style)(?:\s[^<>]*)?>[^<]*</\1\s*>", re.IGNORECASE)
_REFERENCE = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_C1 = re.compile("[\x80-\x9f]")
_NOT_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{2,8}){0,4}", re.IGNORECASE)
_MAIL = re.compile(r"[^\s<>()@,;]+@[^\s<>()@,;]+")
_EMPTY_BRACKETS = re.compile(r"[<(\[]\s*[>)\]]")
MAX_TITLE = 1_000
"""Characters of a title, a name or a keyword's list: what is longer was never one."""


def plain(text: str, limit: int = MAX_TITLE) -> str:
    """HTML or text to one line of plain text: known tags go, references are spelt out, twice where escaped twice."""
    text = text[: limit * 20]
    if "<" in text:
        text = _INLINE.sub("", _BREAK.sub(" ", _HIDDEN.sub("", text)))
    return one_line(unescape(text), limit)


def unescape(text: str) -> str:
    if "&" not in text:
        return text
    text = html.unescape(text)
    return html.unescape(text) if _REFERENCE.search(text) else text


def one_line(text: str, limit: int = MAX_TITLE) -> str:
    text = " ".join(text.split())
    return (text if text.isprintable() else clean(text))[:limit]


def clean(text: str) -> str:
    """Text that any database takes, with the C1 controls that windows-1252 leaves behind read as meant."""
    if not text.isascii() and _C1.search(text):
        text = _C1.sub(lambda match: match.group().encode("latin-1").decode("cp1252", "ignore"), text)
    return _NOT_TEXT.sub("", text)


def text_to_html(text: str) -> str:
    """Plain text as HTML: blank lines part paragraphs, single breaks stay breaks."""
    paragraphs = (paragraph.strip() for paragraph in re.split(r"\n[ \t\r]*\n", text.replace("\r\n", "\n")))
    escaped = [html.escape(paragraph, quote=False).replace("\n", "<br>") for paragraph in paragraphs if paragraph]
    return escaped[0] if len(escaped) == 1 else "".join(f"<p>{paragraph}</p>" for paragraph in escaped)


def language_tag(said: str) -> str | None:
    """A BCP 47 tag in its usual letter case, None when `said` is no tag: `en_us` is `en-US`, `English` is None."""
    if not said:
        return None
    tag = said.strip().replace("_", "-").partition(".")[0]
    if not _LANGUAGE.fullmatch(tag):
        return None
    first, *rest = tag.split("-")
    return "-".join((first.lower(), *(_subtag(part) for part in rest)))


def _subtag(part: str) -> str:
    if len(part) == 2:
        return part.upper()
    return part.title() if len(part) == 4 and part.isalpha() else part.lower()


def person(said: str) -> str:
    """A byline's name: `jo@example.org (Jo Doe)` and `Jo Doe <jo@example.org>` are Jo Doe, a bare address nobody."""
    if "@" not in said:
        return plain(said, 300)
    name = _MAIL.sub("", said[:1_000].replace("mailto:", ""))
    return plain(_EMPTY_BRACKETS.sub("", name), 300).strip(" ()<>,;-\"'")
