"""What people write here, as HTML: a small part of Markdown in two profiles, and the sanitizer last.

`COMMENT` is what readers may use: emphasis, links, quotations, lists, code; addresses become links by themselves.
`ORIGINAL` is what the operator may: headings too, but no code. Neither has pictures, tables or HTML.
"""

import html
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import nh3
from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from octavo.extract.sanitize import sanitize_html

TAGS = {"a", "blockquote", "br", "code", "em", "li", "ol", "p", "pre", "strong", "ul"}
SCHEMES = {"http", "https", "mailto"}
LINK_REL = "nofollow ugc noopener"
MOST_NESTED = 12
LEAST_HEADING, DEEPEST_HEADING = 2, 4
_SHARED_RULES = (
    "paragraph", "blockquote", "list", "escape", "newline", "emphasis", "link", "balance_pairs", "fragments_join",
)  # fmt: skip
_ADDRESS = re.compile(r"https?://[^\s<>\"'`]{3,2000}", re.IGNORECASE)
_UNWANTED = re.compile("[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb]")
_MANY_MARKS = re.compile(
    r"([\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u20d0-\u20ff]{3})[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u20d0-\u20ff]+"
)


def tidy(text: str) -> str:
    """What a reader typed, without what breaks lines and pages: control and direction characters, heaps of accents."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = _MANY_MARKS.sub(r"\1", _UNWANTED.sub("", text))
    return re.sub(r"\n{3,}", "\n\n", text).strip()


@dataclass(frozen=True, slots=True)
class Profile:
    """`rules` are markdown-it's own, beside those that both have; `passes` are run over its tokens; `clean` is last."""

    rules: tuple[str, ...]
    keeps_line_breaks: bool
    passes: tuple[Callable[[StateCore], None], ...]
    clean: Callable[[str], str]


def html_of(source: str, profile: Profile) -> str:
    """Sanitised HTML of what was written."""
    return profile.clean(_markdown(profile).render(source))


def text_of(markup: str) -> str:
    """The words alone, in one line."""
    spaced = re.sub(r"</(?:p|li|blockquote|pre|h[1-6])>|<br>", " ", markup)
    return " ".join(html.unescape(nh3.clean(spaced, tags=set())).split())


@cache
def _markdown(profile: Profile) -> MarkdownIt:
    markdown = MarkdownIt("zero", {"html": False, "breaks": profile.keeps_line_breaks, "maxNesting": MOST_NESTED})
    markdown.enable([*_SHARED_RULES, *profile.rules])
    markdown.validateLink = _may_link  # type: ignore[method-assign]  # how markdown-it is told so
    for number, one in enumerate(profile.passes):
        markdown.core.ruler.push(f"octavo-{number}", one)
    return markdown


def _may_link(url: str) -> bool:
    return url.strip().lower().startswith(("http://", "https://", "mailto:"))


@cache
def _cleaner() -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=TAGS,
        attributes={"*": set(), "a": {"href"}, "ol": {"start"}},
        clean_content_tags={"script", "style"},
        link_rel=LINK_REL,
        url_schemes=SCHEMES,
        url_relative="deny",
        strip_comments=True,
    )


def _clean_comment(rendered: str) -> str:
    try:
        return _cleaner().clean(rendered)
    except UnicodeEncodeError:  # half a surrogate pair
        return _cleaner().clean(rendered.encode("utf-8", "replace").decode())


def _set_headings(state: StateCore) -> None:
    """The page's own title is its first heading."""
    for token in state.tokens:
        if token.type in {"heading_open", "heading_close"}:
            token.tag = f"h{min(max(int(token.tag[1:]), LEAST_HEADING), DEEPEST_HEADING)}"


def _link_addresses(state: StateCore) -> None:
    for block in state.tokens:
        if block.type != "inline" or not block.children:
            continue
        made: list[Token] = []
        depth = 0
        for token in block.children:
            depth += {"link_open": 1, "link_close": -1}.get(token.type, 0)
            made += [token] if depth or token.type != "text" else _with_links(token)
        block.children = made


def _with_links(token: Token) -> list[Token]:
    found: list[Token] = []
    start = 0
    for match in _ADDRESS.finditer(token.content):
        url = _trimmed(match[0])
        found += [*_text(token.content[start : match.start()]), *_link(url)]
        start = match.start() + len(url)
    return [*found, *_text(token.content[start:])] if found else [token]


def _trimmed(url: str) -> str:
    """Without the sentence's own punctuation; a closing bracket stays where the address opened it."""
    while url and (url[-1] in ".,:;!?…»”*_" or (url[-1] == ")" and url.count(")") > url.count("("))):
        url = url[:-1]
    return url


def _text(content: str) -> list[Token]:
    return [Token("text", "", 0, content=content)] if content else []


def _link(url: str) -> list[Token]:
    opened = Token("link_open", "a", 1, attrs={"href": url})
    return [opened, Token("text", "", 0, content=url), Token("link_close", "a", -1)]


COMMENT = Profile(
    rules=("code", "fence", "backticks", "entity", "autolink"),
    keeps_line_breaks=True,
    passes=(_link_addresses,),
    clean=_clean_comment,
)
ORIGINAL = Profile(rules=("heading",), keeps_line_breaks=False, passes=(_set_headings,), clean=sanitize_html)
