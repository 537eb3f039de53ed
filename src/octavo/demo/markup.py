"""The articles' plain markup, made HTML: paragraphs, `## ` headings, `> ` quotations, `- ` lists, `![](2)` pictures."""

import html
import re
from collections.abc import Callable

_BOLD = re.compile(r"\*\*(.+?)\*\*")
_ITALIC = re.compile(r"\*(.+?)\*")
_LINK = re.compile(r"\[([^\]]+)\]\(([^)\s]+)\)")
_PICTURE = re.compile(r"!\[\]\((\d+)\)")


def split_blocks(body: str) -> list[str]:
    """The body's blocks, which blank lines divide."""
    return [block.strip() for block in re.split(r"\n\s*\n", body) if block.strip()]


def render_body(
    body: str, *, picture: Callable[[int], str], link: Callable[[str], str], heading: Callable[[str], str] | None = None
) -> str:
    """HTML of a body. `picture` draws the figure of a number, `link` turns an article's slug into its address."""

    def render(block: str) -> str:
        number = _PICTURE.fullmatch(block)
        if number:
            return picture(int(number[1]))
        if block.startswith("## "):
            return (heading or _heading)(block[3:])
        return _render_text(block, link)

    return "\n".join(render(block) for block in split_blocks(body))


def _heading(words: str) -> str:
    return f"<h2>{_inline(words, str)}</h2>"


def _render_text(block: str, link: Callable[[str], str]) -> str:
    lines = block.splitlines()
    if all(line.startswith("- ") for line in lines):
        return "<ul>" + "".join(f"<li>{_inline(line[2:], link)}</li>" for line in lines) + "</ul>"
    if all(line.startswith("> ") for line in lines):
        return f"<blockquote><p>{_inline(' '.join(line[2:] for line in lines), link)}</p></blockquote>"
    return f"<p>{_inline(' '.join(lines), link)}</p>"


def _inline(words: str, link: Callable[[str], str]) -> str:
    safe = html.escape(words, quote=False)
    safe = _LINK.sub(lambda match: f'<a href="{html.escape(link(match[2]))}">{match[1]}</a>', safe)
    return _ITALIC.sub(r"<em>\1</em>", _BOLD.sub(r"<strong>\1</strong>", safe))
