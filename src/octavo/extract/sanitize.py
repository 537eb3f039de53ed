"""The sanitizer: whatever HTML comes in, only text markup on an allow-list goes out. It runs last, always.

Nothing that loads by itself survives: no pictures, frames, players, scripts, styles, ids or classes.
"""

import re
from functools import lru_cache

import nh3

MAX_HTML_CHARS = 600_000
LINK_REL = "nofollow noopener noreferrer"
SCHEMES = {"http", "https", "mailto"}
TAGS = {
    "a", "abbr", "b", "bdi", "bdo", "blockquote", "br", "caption", "cite", "code", "dd", "del", "div", "dl", "dt",
    "em", "figcaption", "figure", "h2", "h3", "h4", "hr", "i", "ins", "kbd", "li", "mark", "ol", "p", "pre", "q",
    "rp", "rt", "ruby", "s", "samp", "small", "span", "strong", "sub", "sup", "table", "tbody", "td", "tfoot",
    "th", "thead", "time", "tr", "u", "ul", "var", "wbr",
}  # fmt: skip
ATTRIBUTES = {
    "*": {"lang"},
    "a": {"href", "hreflang"},
    "abbr": {"title"},
    "ol": {"start"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "time": {"datetime"},
}
DIRECTIONS = {"dir": {"ltr", "rtl", "auto"}}
# Removed with all they hold: what is inside is not running text.
CONTENT_TAGS = {
    "applet", "audio", "button", "canvas", "datalist", "embed", "form", "frameset", "head", "iframe", "map",
    "math", "nav", "noembed", "noframes", "noscript", "object", "picture", "script", "select", "style", "svg",
    "template", "textarea", "title", "video", "xmp",
}  # fmt: skip


@lru_cache(maxsize=64)
def _cleaner(base_url: str) -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=TAGS,
        attributes=ATTRIBUTES,
        tag_attribute_values=dict.fromkeys(TAGS, DIRECTIONS),
        clean_content_tags=CONTENT_TAGS,
        link_rel=LINK_REL,
        url_schemes=SCHEMES,
        url_relative=("rewrite_with_base", base_url) if base_url else "deny",
    )


# html5ever takes quadratic time over deep nesting, bare ampersands and many attributes: what has more of these than
# any article goes through libxml2 first, which is linear there and gives up what is nested more deeply than 256.
_MANY = 3_000
# More than ~1,500 attributes in one tag: quadratic in both parsers, and nobody's markup.
_ENDLESS_TAG = re.compile(r"""<[a-zA-Z](?>(?:[^>=]{1,30}+|=\s*+(?:"[^"]*+"|'[^']*+')?+){1500})""")


def has_endless_tag(html: str) -> bool:
    """Whether one tag holds so many attributes that parsing it would take seconds. Linear."""
    return _ENDLESS_TAG.search(html) is not None


def sanitize_html(html: str, base_url: str = "") -> str:
    """Safe HTML: the allow-list alone, links absolute against `base_url` (without one, relative links lose their href).

    Never raises. What is longer than `MAX_HTML_CHARS` is cut there, before parsing.
    """
    html = tame(html)
    cleaner = _cleaner(base_url if _can_be_base(base_url) else "")
    try:
        return cleaner.clean(html)
    except UnicodeEncodeError:  # half a surrogate pair, as careless JSON has them
        return cleaner.clean(html.encode("utf-8", "replace").decode())


def _can_be_base(url: str) -> bool:
    if not url.startswith(("http://", "https://")):
        return False
    try:
        _cleaner(url)
    except ValueError:
        return False
    return True


def tame(html: str) -> str:
    """The same markup, or, where there is more of it than in any article, as libxml2 reads and writes it: every tag
    closed, nested moderately, every ampersand escaped. What runs over it afterwards takes linear time."""
    html = html[:MAX_HTML_CHARS]
    if html.count("<") <= _MANY and html.count("&") <= _MANY and len(html) <= _MANY * 10:
        return html
    from lxml import etree

    if has_endless_tag(html):
        return ""
    data = f"<html><body>{html}</body></html>".encode("utf-8", "replace")
    root = etree.fromstring(data, etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True))
    body = None if root is None else root.find("body")
    return "" if body is None else etree.tostring(body, encoding="unicode", method="html")[:MAX_HTML_CHARS]
