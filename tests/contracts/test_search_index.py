"""What every SearchIndex keeps to. The suite runs on the database in use: SQLite by itself, PostgreSQL by setting."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from octavo.core.protocols import SearchFilter, SearchIndex

pytestmark = pytest.mark.django_db

ANYTHING = SearchFilter()

FOUND = [
    # (title, text, what finds it)
    ("Rain at last", "Farmers in the valley cheered.", "farmers"),
    ("Rain at last", "Farmers in the valley cheered.", "RAIN valley"),
    ("Rain at last", "Farmers in the valley cheered.", "farm*"),
    ("Rain at last", "Farmers in the valley cheered.", '"in the valley"'),
    ("Rain at last", "Farmers in the valley cheered.", '"the val*"* rain'),
    ("Rain at last", "Farmers in the valley cheered.", "“in the valley”"),
    ("Rain at last", "Farmers in the valley cheered.", "rain -snow"),
    ("Don't stop", "It's over.", "don't"),
    ("Don't stop", "It's over.", "don’t"),
    ("Café society", "L'été à la plage", "cafe ete"),
    ("Cafe society", "Lete a la plage", "CAFÉ"),
    ("Straße gesperrt", "In Köln", "strasse koln"),
    ("Łódź wita", "Żółw", "lodz"),
    ("Istanbul'da seçim", "Isparta ve İzmir", "ısparta izmir secim"),
    ("Ελλάδα", "Αθήνα", "αθηνα ελλαδα"),
    ("Ещё новости", "Королёв и Йошкар-Ола", "еще королев"),
    ("اَلسَّلامُ", "إلى المدرسة", "السلام الى المدرسه"),
    ("كتـــاب", "على", "كتاب علي"),
    ("حرب ۱۹۷۳", "گزارش ایرانی", "1973 گزارش"),
    ("हिन्दी समाचार", "दिल्ली में बारिश हुई", "दिल्ली बारिश"),
    ("हिन्दी समाचार", "दिल्ली में बारिश हुई", '"में बारिश"'),
    ("हिन्दी समाचार", "दिल्ली में बारिश हुई", "समा*"),
    ("தமிழ் செய்தி", "சென்னையில் மழை", "மழை"),
    ("বাংলা খবর", "ঢাকায় বৃষ্টি", "বৃষ্টি"),
    ("新华社北京电", "国务院总理今天出席了会议。", "国务院"),
    ("新华社北京电", "国务院总理今天出席了会议。", "总理今天"),
    ("新华社北京电", "国务院总理今天出席了会议。", "京"),
    ("新华社北京电", "国务院总理今天出席了会议。", "议"),
    ("新华社北京电", "国务院总理今天出席了会议。", '"会议" 北京'),
    ("iPhone手机发布", "价格5999元", "iphone 手机 5999"),
    ("東京都の天気", "スーパーコンピューター「富岳」", "コンピュータ 富岳"),
    ("ｺﾝﾋﾟｭｰﾀｰ", "ＡＢＣ", "コンピューター abc"),
    ("대통령이 말했다", "서울에서", "대통령 서울"),
    ("ข่าวการเมืองวันนี้", "นายกรัฐมนตรีแถลง", "การเมือง รัฐมนตรี"),
    ("ຂ່າວລາວ", "ນະຄອນຫຼວງວຽງຈັນ", "ວຽງຈັນ"),
    ("ព័ត៌មានកម្ពុជា", "រាជធានីភ្នំពេញ", "ភ្នំពេញ"),
    ("မြန်မာသတင်း", "ရန်ကုန်မြို့", "ရန်ကုန်"),
    ("Tin tức", "Hà Nội hôm nay mưa", "ha noi"),
    ("Reading", "naïve co-operation, 3.5 million", "naive operation 3"),
]
NOT_FOUND = [
    ("Rain at last", "Farmers in the valley cheered.", "snow"),
    ("Rain at last", "Farmers in the valley cheered.", "rain snow"),
    ("Rain at last", "Farmers in the valley cheered.", "farm"),
    ("Rain at last", "Farmers in the valley cheered.", '"valley the"'),
    ("Rain at last", "Farmers in the valley cheered.", "rain -farmers"),
    ("Rain at last", "Farmers in the valley cheered.", '"last farmers"'),
    ("Rain at last", "Farmers in the valley cheered.", "-snow"),
    ("Rain at last", "Farmers in the valley cheered.", ""),
    ("Rain at last", "Farmers in the valley cheered.", '"*- ?!'),
    ("新华社北京电", "国务院总理今天出席了会议。", "北新"),
    ("新华社北京电", "国务院总理今天出席了会议。", "院国"),
    ("हिन्दी समाचार", "दिल्ली में बारिश हुई", "दिल"),
]


@pytest.fixture
def index(db: Any) -> SearchIndex:
    from octavo.store.search import search_index

    return search_index()


def found(index: SearchIndex, query: str, where: SearchFilter = ANYTHING) -> list[int]:
    return [hit.article_id for hit in index.search(query, where, limit=50)]


@pytest.mark.parametrize(("title", "text", "query"), FOUND)
def test_finds(newsroom: Any, index: SearchIndex, title: str, text: str, query: str) -> None:
    wanted = newsroom.article(title, text=text)
    newsroom.article("Something else", text="entirely")
    assert found(index, query) == [wanted]


@pytest.mark.parametrize(("title", "text", "query"), NOT_FOUND)
def test_does_not_find(newsroom: Any, index: SearchIndex, title: str, text: str, query: str) -> None:
    newsroom.article(title, text=text)
    assert found(index, query) == []


def test_a_word_in_the_title_counts_more(newsroom: Any, index: SearchIndex) -> None:
    in_text = newsroom.article("Weather", text="All about the harbour today and tomorrow")
    in_title = newsroom.article("The harbour", text="All about something else today and tomorrow")
    assert found(index, "harbour") == [in_title, in_text]


def test_of_two_alike_the_newer_comes_first(newsroom: Any, index: SearchIndex) -> None:
    old = newsroom.article("Harbour opens", text="The same words", age=timedelta(days=60))
    new = newsroom.article("Harbour opens", text="The same words", age=timedelta(hours=1))
    assert found(index, "harbour") == [new, old]


def test_a_good_match_of_last_month_beats_a_poor_one_of_today(newsroom: Any, index: SearchIndex) -> None:
    good = newsroom.article("Harbour budget", text="The harbour budget in full", age=timedelta(days=30))
    poor = newsroom.article("Weather", text="Rain. " * 200 + "The harbour has no budget for it.")
    assert found(index, "harbour budget") == [good, poor]


def test_filters(newsroom: Any, index: SearchIndex) -> None:
    newsroom.publisher("nation", country="KE")
    here = newsroom.article("Harbour", publisher="nation", language="sw", age=timedelta(days=2))
    there = newsroom.article("Harbour", language="en", age=timedelta(days=1))
    publisher = newsroom.publisher("nation")
    assert found(index, "harbour", SearchFilter(publisher_ids=(publisher,))) == [here]
    assert found(index, "harbour", SearchFilter(languages=("en", "fr"))) == [there]
    assert found(index, "harbour", SearchFilter(countries=("KE",))) == [here]
    assert found(index, "harbour", SearchFilter(since=newsroom.now - timedelta(days=1, hours=1))) == [there]
    assert found(index, "harbour", SearchFilter(until=newsroom.now - timedelta(days=1))) == [here]
    assert found(index, "harbour", SearchFilter(languages=("en",), countries=("KE",))) == []


def test_any_word_will_do_and_the_rare_one_counts_more(newsroom: Any, index: SearchIndex) -> None:
    for number in range(5):
        newsroom.article(f"Weather {number}", text="The council met in the evening", age=timedelta(minutes=number))
    ferry = newsroom.article("Morning", text="The ferry left late", age=timedelta(days=9))
    both = newsroom.article("Evening", text="The council bought a ferry", age=timedelta(days=9))
    hits = found(index, "council ferry", SearchFilter(any_word=True))
    assert set(hits[:2]) == {both, ferry}
    assert len(hits) == 7
    assert found(index, "council ferry") == [both]
    assert found(index, "ferry -council", SearchFilter(any_word=True)) == [ferry]


def test_pages_do_not_overlap(newsroom: Any, index: SearchIndex) -> None:
    ids = {newsroom.article(f"Harbour {number}") for number in range(7)}
    pages = [index.search("harbour", ANYTHING, limit=3, offset=offset) for offset in (0, 3, 6, 9)]
    assert [len(page) for page in pages] == [3, 3, 1, 0]
    assert {hit.article_id for page in pages for hit in page} == ids


def test_what_is_removed_is_not_found(newsroom: Any, index: SearchIndex) -> None:
    article_id = newsroom.article("Harbour", text="新闻")
    index.remove([article_id, 999_999])
    assert found(index, "harbour") == []
    assert found(index, "新闻") == []
    index.remove([article_id])


def test_a_changed_article_is_found_by_its_new_words_alone(newsroom: Any, index: SearchIndex) -> None:
    article_id = newsroom.article("Harbour opens", text="Old words", url="https://daily.example/1")
    newsroom.article("Harbour closes", text="New words", url="https://daily.example/1")
    assert found(index, "opens") == []
    assert found(index, "old") == []
    assert found(index, "closes new") == [article_id]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=60) | st.text(alphabet="\"*-()^:{}~AND OR NOT NEAR\\'&|!<>% a字ก", max_size=60))
def test_nothing_a_reader_types_raises(newsroom: Any, index: SearchIndex, typed: str) -> None:
    index.search(typed, ANYTHING, limit=5)


def test_very_long_words_and_texts(newsroom: Any, index: SearchIndex) -> None:
    article_id = newsroom.article("Long " + "x" * 480, text=("y" * 5000 + " ") * 3 + "word " * 30_000 + "字" * 20_000)
    assert found(index, "long word") == [article_id]
    assert found(index, "z" * 5000) == []
