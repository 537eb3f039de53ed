"""Clearly broken texts are told apart from honest ones, in any language."""

import time
from urllib.parse import quote

import pytest

from octavo.core.articles import ExtractedArticle, Leak, Quality
from octavo.core.quality import HoldReason
from octavo.extract.broken import broken

HONEST = {
    "en": "The harbour council met in the evening & spoke of the ferry; tickets cost < 5 pounds, 20% less than before.",
    "de": "„Das ist groß“, sagte die Meisterin, „die Fähre fährt über Köln und Süßen – für alle.“ Ärger blieb aus.",
    "fr": "« Il a été décidé de céder », a-t-il déclaré à l’entrée du théâtre ; l’été sera gâché, a-t-on répété.",
    "vi": "Hội đồng bến cảng đã họp vào buổi tối và nói về chiếc phà, giá vé giảm so với trước đây rất nhiều.",
    "ru": "РОССИЙСКИЕ РЕКИ СНОВА СУДОХОДНЫ: СЕГОДНЯ СОСТОЯЛСЯ СОВЕТ ГАВАНИ, РАССМОТРЕВШИЙ СТОИМОСТЬ ПРОЕЗДА НА ПАРОМЕ.",
    "ar": "اجتمع مجلس الميناء في المساء وتحدث عن العبارة والميزانية الشتوية في المدينة القديمة «مرة أخرى».",
    "zh": "港务委员会昨晚开会，讨论了渡轮和冬季预算，票价比以前低百分之二十，居民对此表示欢迎，认为早该如此。" * 2,
    "pt": "A câmara decidiu: não há razão para o preço da balsa subir; «já é caro», disse a presidente da junção.",
}


def article(text: str, leaks: tuple[Leak, ...] = (), confidence: float | None = None) -> ExtractedArticle:
    quality = Quality(leaks=leaks, confidence=confidence)
    return ExtractedArticle("https://gazette.example/a", "Ferry", text=text, quality=quality)


@pytest.mark.parametrize("language", HONEST)
def test_honest_texts_pass(language: str) -> None:
    assert broken(article(HONEST[language] * 3)) is None


@pytest.mark.parametrize(
    ("language", "charset"), [("de", "windows-1252"), ("fr", "latin-1"), ("vi", "latin-1"), ("ru", "windows-1251")]
)
def test_letters_read_in_another_character_set_are_told(language: str, charset: str) -> None:
    text = HONEST[language].encode().decode(charset, "replace") * 3
    assert broken(article(text)) is HoldReason.MOJIBAKE


@pytest.mark.parametrize("language", ["ar", "zh"])
def test_scripts_read_as_latin_are_told(language: str) -> None:
    assert broken(article(HONEST[language].encode().decode("latin-1") * 3)) is HoldReason.MOJIBAKE


def test_letters_that_were_lost_are_told() -> None:
    assert broken(article(HONEST["de"].replace("ü", "\ufffd").replace("ä", "\ufffd").replace("e", "\ufffd"))) is (
        HoldReason.MOJIBAKE
    )


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (quote(HONEST["fr"]) * 3, HoldReason.ENCODED),
        ("&lt;p&gt;The council met.&lt;/p&gt;&nbsp;" * 9, HoldReason.MARKUP),
        ('<div class="story"><p>The council met.</p></div>' * 9, HoldReason.MARKUP),
        ('var page = {id: 7}; if (page.id > 3) { show({a: "b"}); }' * 9, HoldReason.MARKUP),
    ],
)
def test_what_is_no_text_is_told(text: str, reason: HoldReason) -> None:
    assert broken(article(text)) is reason


def test_many_kinds_of_leak_leave_no_article() -> None:
    kinds = (Leak.CONSENT, Leak.NEWSLETTER, Leak.RELATED, Leak.DONATION)
    text = HONEST["en"] * 3
    assert broken(article(text, kinds)) is HoldReason.LEAKS
    assert broken(article(text, kinds[:3])) is None
    assert broken(article(text, kinds[:2], confidence=0.1)) is HoldReason.LEAKS
    assert broken(article(text, kinds[:2], confidence=0.9)) is None
    assert broken(article(text, kinds[:1], confidence=0.1)) is None


def test_of_a_few_words_nothing_is_said() -> None:
    assert broken(article("<p>x</p>")) is None
    assert broken(article("")) is None


@pytest.mark.parametrize("letters", ["<a", "<", "&", "%", "%4", "\u00c3", "à”", "<a " + "b" * 299 + "<"])
def test_hostile_texts_take_no_time(letters: str) -> None:
    started = time.process_time()
    broken(article(letters * (1_000_000 // len(letters))))
    assert time.process_time() - started < 0.5
