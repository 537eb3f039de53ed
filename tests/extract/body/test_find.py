"""Whole pages to running text: scripts of the world, layouts of today and of 2011."""

import pytest

from article_pages import SENTENCES, paragraphs
from octavo.core.articles import ExtractedArticle, Leak
from octavo.core.failures import Failure
from octavo.core.knowledge import PublisherKnowledge, PublisherRules
from octavo.extract.article import extract_page
from octavo.extract.body.fingerprints import fingerprint

URL = "https://www.harbour.example/news/bridge"


def read(page: str | bytes, **options: object) -> ExtractedArticle:
    found = extract_page(page.encode() if isinstance(page, str) else page, url=URL, **options)  # type: ignore[arg-type]
    assert not isinstance(found, Failure), found
    return found


def page_of(lines: tuple[str, ...], *, menu: str, footer: str, headline: str, attributes: str = "") -> str:
    items = "".join(f'<li><a href="/{at}">{menu} {at}</a></li>' for at in range(12))
    return (
        f"<!doctype html><html {attributes}><head><meta charset=utf-8><title>{headline}</title></head><body>"
        f'<nav class="menu"><ul>{items}</ul></nav><main><article class="story"><h1>{headline}</h1>'
        + "".join(f"<p>{line}</p>" for line in lines)
        + f'</article><aside class="related"><h3>{menu}</h3><ul>{items}</ul></aside></main>'
        f'<footer class="footer"><p>© 2026 {footer}</p><ul>{items}</ul></footer></body></html>'
    )


GERMAN = (
    "Die alte Brücke über die Lund ist am Montag wieder geöffnet worden, und die halbe Stadt ging hinüber.",
    "Die Arbeiten hätten zwei Jahre gedauert, ein Jahr länger als geplant, sagte die Bürgermeisterin vor dem Fest.",
    "Im Boden fanden die Arbeiter Balken der ersten Brücke, die ein Sturm im Jahr des Kometen fortgerissen hatte.",
    "Von Juni an bekommen Radfahrer eine eigene Spur, und alle zehn Minuten fährt ein Bus über den Fluss.",
)
ARABIC = (
    "أُعيد افتتاح الجسر القديم فوق نهر لوند يوم الاثنين، وجاء نصف سكان المدينة ليعبروه مشيًا على الأقدام.",
    "وقالت رئيسة البلدية إن أعمال الترميم استغرقت عامين، أي أكثر بعام مما كان مقررًا، بسبب فيضانات الربيع.",
    "وعثر العمال في قاع النهر على عوارض خشبية من الجسر الأول الذي جرفته عاصفة في عام المذنب الكبير.",
    "وابتداءً من يونيو سيكون لراكبي الدراجات مسار خاص بهم، وستعبر الحافلات النهر كل عشر دقائق.",
)
CHINESE = (
    "伦德河上的旧桥周一重新开放，镇上一半的居民都来到桥上散步，孩子们还带来了自己做的小旗子。",
    "镇长在典礼上说，由于春天的洪水，修理工程一共花了两年时间，比原来的计划多了整整一年。",
    "工人们在河底发现了第一座桥的木梁，那座桥在大彗星出现的那一年被一场暴风雨冲走了。",
    "从六月开始，骑自行车的人将有自己的车道，公共汽车每十分钟过一次河，渡船则停止营运。",
)
HINDI = (
    "लुंड नदी पर बना पुराना पुल सोमवार को फिर से खोल दिया गया और आधा शहर उस पर चलने के लिए आ पहुँचा।",
    "महापौर ने कहा कि वसंत की बाढ़ के कारण मरम्मत में दो साल लगे, जो योजना से पूरा एक साल अधिक था।",
    "मज़दूरों को नदी की तलहटी में पहले पुल की शहतीरें मिलीं, जिसे धूमकेतु के वर्ष में तूफ़ान बहा ले गया था।",
    "जून से साइकिल चलाने वालों के लिए अलग रास्ता होगा और हर दस मिनट में एक बस नदी पार करेगी।",
)
PRESS = {
    "en": (SENTENCES, {"menu": "Town", "footer": "Harbour Post. All rights reserved.", "headline": "Bridge is open"}),
    "de": (GERMAN, {"menu": "Stadt", "footer": "Hafenbote. Alle Rechte vorbehalten.", "headline": "Brücke offen"}),
    "ar": (ARABIC, {"menu": "المدينة", "footer": "بريد المرفأ. جميع الحقوق محفوظة", "headline": "افتتاح الجسر القديم"}),
    "zh": (CHINESE, {"menu": "本地新闻", "footer": "港口邮报 版权所有", "headline": "旧桥重新开放"}),
    "hi": (HINDI, {"menu": "शहर", "footer": "बंदरगाह समाचार। सर्वाधिकार सुरक्षित", "headline": "पुराना पुल फिर खुला"}),
}  # fmt: skip


@pytest.mark.parametrize("language", PRESS)
def test_the_text_alone_in_every_script(language: str) -> None:
    lines, words = PRESS[language]
    found = read(page_of(lines, attributes=f'lang="{language}"', **words))
    assert found.text.split("\n\n") == list(lines)
    assert found.title == words["headline"]
    assert found.quality.confidence is not None
    assert found.quality.confidence > 0.8
    assert found.quality.leaks == ()
    assert found.quality.complete


def test_text_from_right_to_left_stays_so() -> None:
    lines, words = PRESS["ar"]
    html = page_of(lines, **words).replace("<p>", '<p dir="rtl">')
    assert read(html).html.count('<p dir="rtl">') == len(lines)


def old_page(lines: tuple[str, ...], menu: str, charset: str) -> str:
    """As pages were in 2011: tables for the layout, two breaks for a paragraph, an old character set."""
    items = "".join(f"<td class=menu><a href=/{at}.html>{menu}{at}</a></td>" for at in range(8))
    text = "<br><br>\n&nbsp;&nbsp;".join(lines)
    return (
        f'<html><head><meta http-equiv="Content-Type" content="text/html; charset={charset}"><title>{menu}</title>'
        f"</head><body bgcolor=#ffffff><center><table width=980><tr>{items}</tr></table>"
        f"<table width=980><tr><td width=200 valign=top><table><tr>{items}</tr></table></td><td width=780>"
        f"<table border=0><tr><td class=content id=zoom><font size=3>{text}</font></td></tr></table></td></tr></table>"
        f"<table width=980><tr>{items}</tr><tr><td align=center>Copyright &copy; 2011 {menu}</td></tr></table></center>"
    )


RUSSIAN = (
    "Старый мост через реку Лунд снова открыли в понедельник, и половина города пришла пройти по нему пешком.",
    "Ремонт занял два года, на год больше, чем было задумано, из-за весенних паводков, сказала мэр на празднике.",
    "На дне реки рабочие нашли балки первого моста, который унесла буря в год появления большой кометы.",
    "С июня у велосипедистов будет своя полоса, а автобусы станут пересекать реку каждые десять минут.",
)


@pytest.mark.parametrize(
    ("lines", "menu", "charset", "encoding"),
    [(CHINESE, "本地新闻", "gb2312", "gb18030"), (RUSSIAN, "Город", "windows-1251", "cp1251")],
    ids=["gb2312", "windows-1251"],
)
def test_tables_and_breaks_of_2011(lines: tuple[str, ...], menu: str, charset: str, encoding: str) -> None:
    found = read(old_page(lines, menu, charset).encode(encoding))
    assert found.text.split("\n\n") == list(lines)
    assert found.html.count("<p>") == len(lines)
    assert "<table" not in found.html


def test_minified_pages_leave_out_what_html_allows() -> None:
    top = "<!doctype html><title>Bridge</title><header><a href=/>Harbour Post</a></header>"
    found = read(f"{top}<article>{paragraphs()}")
    assert found.text.split("\n\n") == list(SENTENCES)


def test_knowledge_of_the_publisher_is_used() -> None:
    page = page_of(SENTENCES, **PRESS["en"][1])
    assert SENTENCES[2] not in read(page, knowledge=PublisherKnowledge(frozenset({fingerprint(SENTENCES[2])}))).text
    rules = PublisherRules(("harbour.example",), drop=(".teaser",), paywall=("footer",))
    page = page.replace("<p>", "<p class=teaser>", 1)
    ruled = read(page, knowledge=PublisherKnowledge(rules=rules))
    assert ruled.text.split("\n\n") == list(SENTENCES[1:])
    assert ruled.quality.paywalled
    assert not ruled.quality.complete


def test_what_is_found_says_what_repeats_and_what_leaked() -> None:
    found = read(
        f"<article>{paragraphs()}<p>She wrote of it in <a href=/n>her newsletter</a>.</p></article><p>Short</p>"
    )
    assert set(found.fingerprints) == {*map(fingerprint, SENTENCES), fingerprint("She wrote of it in her newsletter.")}
    assert found.quality.leaks == (Leak.NEWSLETTER,)


def test_a_huge_page_gives_its_plain_paragraphs_and_no_confidence() -> None:
    found = read(f"<main><article>{paragraphs()}</article></main>" + "<i></i>" * 16_000)
    assert found.text.split("\n\n") == list(SENTENCES)
    assert found.quality.confidence is None
    assert found.fingerprints == ()


@pytest.mark.parametrize(
    "page", ["<ul><li><a href=/1>Town and country</a><li><a href=/2>Sea and sky today</a></ul>", "<p>Hm.</p>", "<img>"]
)
def test_a_menu_or_a_word_is_no_article(page: str) -> None:
    assert isinstance(extract_page(f"<body>{page}".encode(), url=URL), Failure)
