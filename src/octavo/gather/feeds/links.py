"""Addresses in feeds: made absolute against the right base, and only those a reader could open."""

import re
from urllib.parse import urljoin, urlsplit

_PLAIN = re.compile(r"https?://[A-Za-z0-9.-]+(?::\d{1,5})?(?:[/?#][^\s<>\"\\^`{|}]*)?", re.IGNORECASE)
_BREAKS = re.compile(r"[\t\r\n\x00-\x1f]+")
_UNSAFE = re.compile(r'[\s<>"\\^`{|}]')
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_MAX_LENGTH = 4000
# What an honest article never reaches; beyond it references stay as they are.
_MAX_TAGS = 20_000
_MAX_IN_TAG = 10
_MAX_CANDIDATES = 40
_ABSOLUTE = ("http://", "https://", "#", "mailto:", "data:", '"', "'")
_MARKS = (
    ("href", ('href="', "href='")),
    ("src", ('src="', "src='", 'srcset="', "srcset='")),
)
_TAG = re.compile(r"<[A-Za-z][^<>]*>")
_REFERENCE = re.compile(
    r"""(?<![\w:.-])(href|src|poster|cite|data-src|action|longdesc)(\s*=\s*)("[^"]*"|'[^']*'|[^\s"'<>]+)""",
    re.IGNORECASE,
)
_SRCSET = re.compile(r"""(?<![\w:.-])(srcset|data-srcset)(\s*=\s*)("[^"]*"|'[^']*')""", re.IGNORECASE)


def absolute(link: str, base: str = "") -> str:
    """`link` as an absolute http(s) address, "" when it is none: a mail address, a script, nonsense."""
    link = link.strip()
    if not link or len(link) > _MAX_LENGTH:
        return ""
    if _PLAIN.fullmatch(link):
        return link
    return _http_only(resolve(link, base))


def resolve(link: str, base: str) -> str:
    """`link` against `base` (RFC 3986), with line breaks taken out and unsafe characters escaped."""
    link = _UNSAFE.sub(lambda match: f"%{ord(match.group()):02X}", _BREAKS.sub("", link.strip()))
    if _SCHEME.match(link) and not link.lower().startswith(("http:", "https:")):
        return link
    try:
        return urljoin(base, link)
    except ValueError:
        return ""


def _http_only(link: str) -> str:
    try:
        parts = urlsplit(link)
        _ = parts.port
    except ValueError:
        return ""
    return link if parts.scheme.lower() in {"http", "https"} and parts.hostname else ""


def absolute_html(markup: str, base: str) -> str:
    """HTML with every relative reference made absolute; fragments stay, they belong to the article's own page."""
    if not base or not _may_be_relative(markup):
        return markup

    def rewrite(match: re.Match[str]) -> str:
        name, equals, value = match.groups()
        quote = value[0] if value[0] in "\"'" else ""
        inner = value[1:-1] if quote else value
        if not inner or inner.startswith(("#", "http://", "https://", "data:")):
            return match.group()
        return f"{name}{equals}{quote}{resolve(inner, base)}{quote}"

    def rewrite_set(match: re.Match[str]) -> str:
        name, equals, value = match.groups()
        parts = (part.strip().split(None, 1) for part in value[1:-1].split(", ", _MAX_CANDIDATES)[:_MAX_CANDIDATES])
        pictures = (" ".join((resolve(part[0], base), *part[1:])) for part in parts if part)
        return f"{name}{equals}{value[0]}{', '.join(pictures)}{value[0]}"

    def rewrite_tag(match: re.Match[str]) -> str:
        tag = match.group()
        if "=" not in tag:
            return tag
        return _SRCSET.sub(rewrite_set, _REFERENCE.sub(rewrite, tag, count=_MAX_IN_TAG), count=1)

    return _TAG.sub(rewrite_tag, markup, count=_MAX_TAGS)


def _may_be_relative(markup: str) -> bool:
    """False when every link and picture is plainly absolute. Counting is many times faster than looking closer."""
    for name, marks in _MARKS:
        if markup.count(name) == markup.count(f'{name}="http'):
            continue
        quoted = 0
        for mark in marks:
            pieces = markup.split(mark)[1:]
            quoted += len(pieces)
            if not all(piece.startswith(_ABSOLUTE) for piece in pieces):
                return True
        if quoted != markup.count(name):
            return True
    return False
