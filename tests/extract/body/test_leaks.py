"""Furniture that names itself is found in every language, and what merely speaks of it is not."""

import pytest

from article_pages import SENTENCES, blocks_of
from octavo.core.articles import Leak
from octavo.extract.body.blocks import Block
from octavo.extract.body.leaks import leak_of, suspected_leaks


def block(html: str) -> Block:
    (found,) = blocks_of(f"<body>{html}")
    return found


@pytest.mark.parametrize(
    ("html", "leak"),
    [
        ("<p>Read more: <a href=/b>The ferryman's last day</a></p>", Leak.RELATED),
        ("<p><a href=/b>• Lesen Sie auch: Der letzte Tag des Fährmanns</a></p>", Leak.RELATED),
        ("<p>À lire aussi : <a href=/b>Le dernier jour du passeur</a></p>", Leak.RELATED),
        ("<p dir=rtl>اقرأ أيضا: <a href=/b>آخر يوم للمعدّي</a></p>", Leak.RELATED),
        ("<p>相关阅读：<a href=/b>摆渡人的最后一天</a></p>", Leak.RELATED),
        ("<p>यह भी पढ़ें: <a href=/b>नाविक का आखिरी दिन</a></p>", Leak.RELATED),
        ("<p>Related</p>", Leak.RELATED),
        ("<p>Sign up for <a href=/n>our letter from the harbour</a></p>", Leak.NEWSLETTER),
        ("<p>Подпишитесь на нас</p>", Leak.NEWSLETTER),
        ("<p>Abone ol ve <a href=/n>haberleri kaçırma</a></p>", Leak.NEWSLETTER),
        ("<p>Support our journalism with <a href=/d>a gift</a></p>", Leak.DONATION),
        ("<p>Unterstützen Sie <a href=/d>den Hafenboten</a></p>", Leak.DONATION),
        ("<p>We use cookies to measure how often our pages are read.</p>", Leak.CONSENT),
        ("<p>An dieser Stelle finden Sie einen externen Inhalt, der den Artikel ergänzt.</p>", Leak.CONSENT),
        ("<p>&lt;div class=\"ad\"&gt;&lt;script&gt;show()&lt;/script&gt;</p>", Leak.MARKUP),
        ("<p>[caption id=7]Bridge[/caption]</p>", Leak.MARKUP),
        ("<figure><figcaption>The bridge on Monday</figcaption></figure>", Leak.CAPTION),
        ("<figure><img src=b><div>The bridge on Monday</div></figure>", Leak.CAPTION),
        ("<p class=wp-caption-text>The bridge on Monday</p>", Leak.CAPTION),
        ("<div class=photo><img src=b><span>The bridge on Monday</span></div>", Leak.CAPTION),
    ],
)  # fmt: skip
def test_each_kind_is_found(html: str, leak: Leak) -> None:
    assert leak_of(block(html)) is leak


LONG = " ".join(SENTENCES[1:4])


@pytest.mark.parametrize(
    "html",
    [
        f"<p>{SENTENCES[0]}</p>",
        "<p>Newsletter writers earn more than reporters, a survey of two hundred houses found on Monday, and the gap is"
        " growing from year to year.</p>",
        f"<p>Subscribe to a paper, read it, pass it on: so it went. <a href=/s>A study</a> says. {LONG}</p>",
        "<p>Related crimes were reported from four towns along the river Lund, the police said on Monday.</p>",
        "<p>Donate blood or a day of work: the hospital of the harbour asked the town for both on Monday, as the flood"
        " had emptied its stores.</p>",
        f"<p>We use cookies to bribe the children, the ferryman said. {LONG} {LONG} {LONG}</p>",
        f"<p>The tag &lt;p&gt; begins a paragraph. {SENTENCES[0]} {SENTENCES[1]}</p>",
        "<figure><blockquote>It was my last day, and I was glad of it.</blockquote></figure>",
        "<figure><table><tr><td>1,204</table></figure>",
        f"<div class=photo><img src=b><p>{SENTENCES[0]} {LONG}</p></div>",
        "<div class='article-body media'><img src=b><p>The bridge is open again.</p></div>",
    ],
)
def test_near_misses_stay(html: str) -> None:
    assert leak_of(block(html)) is None


def test_less_certain_signs_are_counted_once_in_order() -> None:
    kept = blocks_of(
        "<body><p>Foto: Mara Lind</p><p>More in <a href=/n>our newsletter</a></p><p>No cookie, no picture.</p>"
        "<p><a href=/b>The ferryman tells of thirty summers on the water</a></p><p>Photo by Ole Holm</p>"
        "<p>A piece of &lt;span class=x&gt; was left</p><h1>Another story</h1>"
    )
    assert suspected_leaks(kept) == (
        Leak.CAPTION,
        Leak.NEWSLETTER,
        Leak.CONSENT,
        Leak.RELATED,
        Leak.MARKUP,
        Leak.OTHER_STORY,
    )


def test_an_article_raises_no_suspicion() -> None:
    code = "<pre>&lt;div class=x&gt;</pre>"
    assert suspected_leaks(blocks_of("".join(f"<p>{sentence}</p>" for sentence in SENTENCES) + code)) == ()
