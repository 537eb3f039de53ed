"""Which language a text is in, and how far the publisher's word counts."""

import subprocess
import sys

import pytest

from octavo.understand.language import detect_language

BRIDGE = {
    "en": "The old bridge over the river was opened again on Monday after two years, and it will be free for all.",
    "de": "Die alte Brücke über den Fluss ist nach zwei Jahren wieder offen, und sie wird für alle kostenlos sein.",
    "fr": "Le vieux pont est de nouveau ouvert après deux ans de travaux, et il sera gratuit pour tous dans la ville.",
    "es": "El viejo puente fue abierto de nuevo el lunes después de dos años, según las autoridades de la ciudad.",
    "pt": "A velha ponte foi aberta de novo na segunda-feira após dois anos de obras, e não será cobrada pela cidade.",
    "ar": "أعيد فتح الجسر القديم فوق النهر يوم الاثنين بعد عامين من أعمال الترميم في المدينة",
    "fa": "پل قدیمی روی رودخانه روز دوشنبه پس از دو سال تعمیر دوباره باز شد و شهردار از مردم تشکر کرد",
    "hi": "नदी पर बना पुराना पुल दो साल की मरम्मत के बाद सोमवार को फिर से खोल दिया गया",
    "zh": "大桥经过两年的修理后于周一重新开放，市长感谢了所有居民",
    "zh-Hant": "大橋經過兩年的修理後於週一重新開放，市長感謝了所有居民",
    "ja": "川に架かる古い橋が二年間の修理を終えて月曜日に再び開通した",
    "ko": "강 위의 오래된 다리가 2년간의 수리 끝에 월요일 다시 개통되었다",
    "th": "สะพานเก่าข้ามแม่น้ำเปิดอีกครั้งในวันจันทร์หลังจากซ่อมแซมสองปี",
    "el": "Η παλιά γέφυρα άνοιξε ξανά τη Δευτέρα μετά από δύο χρόνια εργασιών",
    "ru": "Старый мост через реку снова открыт после двух лет ремонта, сообщил мэр города",
    "uk": "Старий міст через річку знову відкрито після двох років ремонту, повідомив міський голова",
    "ta": "இரண்டு ஆண்டுகள் பழுதுபார்க்கப்பட்ட பின்னர் பழைய பாலம் மீண்டும் திறக்கப்பட்டது",
    "he": "הגשר הישן מעל הנהר נפתח מחדש ביום שני לאחר שנתיים של שיפוצים",
    "vi": "Cây cầu cũ bắc qua sông đã được mở lại vào thứ Hai sau hai năm sửa chữa và miễn phí cho mọi người",
    "fil": "Muling binuksan ang lumang tulay sa ibabaw ng ilog noong Lunes matapos ang dalawang taong pagkukumpuni",
}


@pytest.mark.parametrize("language", BRIDGE)
def test_plain_texts_are_known(language: str) -> None:
    assert detect_language(BRIDGE[language]) == language


def test_a_wrong_declaration_does_not_fool_it() -> None:
    assert detect_language(BRIDGE["es"], hint="en-US") == "es"
    assert detect_language(BRIDGE["ru"], hint="en") == "ru"


@pytest.mark.parametrize(
    ("text", "hint", "language"),
    [
        ("OK", "pt-BR", "pt"),
        ("", "", None),
        ("2026", "", None),
        ("東京で大地震", "ja", "ja"),
        ("大阪府知事選挙", "ja", "ja"),
        ("U njemu je rečeno da će most biti otvoren u ponedjeljak nakon dvije godine radova", "bs", "bs"),
        ("አዲሱ ድልድይ ሰኞ ዕለት ተከፈተ", "ti", "ti"),
        ("Broen åpner igjen mandag etter to år, sier ordføreren i byen ved elven", "no", "nb"),
    ],
)
def test_the_declaration_decides_where_the_text_cannot(text: str, hint: str, language: str | None) -> None:
    assert detect_language(text, hint=hint) == language


def test_the_model_is_not_loaded_for_what_small_words_decide() -> None:
    code = (
        "import sys; from octavo.understand.language import detect_language\n"
        f"assert detect_language({BRIDGE['en']!r}) == 'en'\n"
        f"assert detect_language({BRIDGE['ko']!r}) == 'ko'\n"
        "assert 'py3langid' not in sys.modules and 'numpy' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)  # noqa: S603  # our own words


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Polis menahan lima lelaki selepas siasatan di Johor, kata jurucakap syarikat itu", "ms"),
        ("Polisi menahan lima pria setelah penyelidikan di Jakarta, kata juru bicara perusahaan itu", "id"),
        ("Ředitel školy řekl, že oprava mostu začne až příští týden", "cs"),
        ("Нова назва вулиці її мешканцям подобається", "uk"),
        ("Je moet het bouwjaar kennen, zei hij", "nl"),
        ("पुल खुला रहेगा", "hi"),
        ("BBC 蘇格蘭的 Alasdair Lamont 在 Harbour Street Arena 報導", "zh-Hant"),
        ("英国不動産の外国人購入者が支払う印紙税、増額へ", "ja"),
        (
            "Autorka pořadu „Only the Quiet Parts: A Few Hard Truths About the Club“ včera přijela do Brna za čtenáři",
            "cs",
        ),
    ],
)
def test_neighbours_short_texts_and_titles_of_others(text: str, language: str) -> None:
    assert detect_language(text) == language
