"""Repairs of XML that is not well-formed, on text and in linear time: what publishers get wrong most often.

Every loop finds its end marks with `str.find` and never looks back, so that a hostile body costs no more
than a long one.
"""

import html
import re
from html.entities import html5

_PREDEFINED = {"amp", "lt", "gt", "quot", "apos"}
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_REFERENCE = re.compile(r"&(?:#(x?[0-9a-fA-F]{1,8});|([A-Za-z][A-Za-z0-9]{0,31});)?|<(?![A-Za-z_/!?])")
_TAG = re.compile(r"<[A-Za-z_][^<>]*>")
_ATTRIBUTE = re.compile(r"""(?<![\w:.-])([\w:.-]+)(\s*=\s*)("[^"]*"|'[^']*'|[^\s"'<>]+)""")
_ELEMENT_PREFIX = re.compile(r"</?([A-Za-z_][\w.-]*):[A-Za-z_]")
_ATTRIBUTE_PREFIX = re.compile(r"""\s([A-Za-z_][\w.-]*):[A-Za-z_][\w.-]*\s*=\s*["']""")
_ENTITY = re.compile(r"""<!ENTITY\s+([\w.-]{1,60})\s+(?:"([^"&%<]{0,200})"|'([^'&%<]{0,200})')\s*>""")
_BOUNDARY = re.compile(
    r"<(/?)(title|description|summary|subtitle|content|content:encoded|media:description|itunes:summary|item|entry)"
    r"(?=[\s/>])[^<>]*>"
)
_TITLES = {"", "title", "subtitle"}  # what the start of another field ends, when its own end is missing
_MAX_PREFIXES = 50

PREFIXES = {
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "feedburner": "http://rssnamespace.org/feedburner/ext/1.0",
    "georss": "http://www.georss.org/georss",
    "image": "http://www.google.com/schemas/sitemap-image/1.1",
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "media": "http://search.yahoo.com/mrss/",
    "news": "http://www.google.com/schemas/sitemap-news/0.9",
    "podcast": "https://podcastindex.org/namespace/1.0",
    "psc": "http://podlove.org/simple-chapters",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "slash": "http://purl.org/rss/1.0/modules/slash/",
    "sy": "http://purl.org/rss/1.0/modules/syndication/",
    "video": "http://www.google.com/schemas/sitemap-video/1.1",
    "wfw": "http://wellformedweb.org/CommentAPI/",
    "xlink": "http://www.w3.org/1999/xlink",
}


def declared_entities(prolog: str) -> dict[str, str]:
    """The plain entities that a prolog declares: short words that hold no further reference."""
    found = _ENTITY.finditer(prolog[:64_000]) if "<!ENTITY" in prolog else ()
    return {match.group(1): match.group(2) or match.group(3) or "" for match in found}


def repair_markup(text: str, entities: dict[str, str]) -> str:
    """Control characters go, stray `&` and `<` are escaped, HTML's entities spelt out, prefixes declared."""
    pieces: list[str] = []
    for piece, is_cdata in split_cdata(_CONTROL.sub("", text)):
        pieces.append(piece if is_cdata else _repair_piece(piece, entities))
    return _declare_prefixes("".join(pieces))


def split_cdata(text: str) -> list[tuple[str, bool]]:
    pieces, position = [], 0
    while (start := text.find("<![CDATA[", position)) >= 0:
        end = text.find("]]>", start)
        pieces.append((text[position:start], False))
        pieces.append((text[start : end + 3] if end >= 0 else text[start:] + "]]>", True))
        if end < 0:
            return pieces
        position = end + 3
    pieces.append((text[position:], False))
    return pieces


def _repair_piece(piece: str, entities: dict[str, str]) -> str:
    if "&" in piece or "<" in piece:
        piece = _REFERENCE.sub(lambda match: _spell_out(match, entities), piece)
        piece = _TAG.sub(_quote_attributes, piece)
    return piece


def _spell_out(match: re.Match[str], entities: dict[str, str]) -> str:
    number, name = match.group(1), match.group(2)
    if number:
        character = html.unescape(f"&#{number};")
        return "" if _CONTROL.search(character) or character == "\ufffd" else html.escape(character)
    if name:
        return _spell_out_name(name, entities)
    return "&amp;" if match.group() == "&" else "&lt;"


def _spell_out_name(name: str, entities: dict[str, str]) -> str:
    if name in _PREDEFINED:
        return f"&{name};"
    if name in entities:
        return html.escape(entities[name])
    character = html5.get(f"{name};")
    return html.escape(character) if character else f"&amp;{name};"


def _quote_attributes(match: re.Match[str]) -> str:
    tag = match.group()
    if "=" not in tag:
        return tag
    seen: set[str] = set()
    return _ATTRIBUTE.sub(lambda attribute: _quote(attribute, seen), tag)


def _quote(match: re.Match[str], seen: set[str]) -> str:
    """An attribute in quotation marks; nothing for one that stands there a second time."""
    name, equals, value = match.groups()
    if name in seen:
        return ""
    seen.add(name)
    if value[0] in "\"'":
        return match.group()
    slash = "/" if value.endswith("/") and match.end() == len(match.string) - 1 else ""
    return f'{name}{equals}"{value.removesuffix("/") if slash else value}"{slash}'


def _declare_prefixes(text: str) -> str:
    used: set[str] = set()
    for pattern in (_ELEMENT_PREFIX, _ATTRIBUTE_PREFIX):
        for match in pattern.finditer(text):
            used.add(match.group(1))
            if len(used) > _MAX_PREFIXES:
                return text
    missing = sorted(name for name in used - {"xml", "xmlns"} if f"xmlns:{name}" not in text)
    root = re.match(r"<[\w.:-]+", text)
    if not missing or not root:
        return text
    declared = "".join(f' xmlns:{name}="{PREFIXES.get(name, f"urn:undeclared:{name}")}"' for name in missing)
    return text[: root.end()] + declared + text[root.end() :]


def escape_text_fields(text: str) -> str:
    """Put markup that stands unescaped in a title or description into CDATA, so that it cannot unbalance the tree."""
    pieces: list[str] = []
    done, field, start = 0, "", 0
    for match in _BOUNDARY.finditer(text):
        closes, name = match.group(1), match.group(2)
        if name in {"item", "entry"}:
            field = ""
        elif field in _TITLES and not closes and not match.group().endswith("/>"):
            field, start = name, match.end()
        elif field == name and closes:
            inner, field = text[start : match.start()], ""
            if "<" in inner and "<![CDATA[" not in inner:
                pieces += (text[done:start], "<![CDATA[", inner.replace("]]>", "]]&gt;"), "]]>")
                done = match.start()
    return "".join((*pieces, text[done:]))
