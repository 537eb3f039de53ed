"""What repeats on a publisher's pages is learned, bounded, forgotten after a redesign, and survives packing."""

import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from octavo.extract.templates import (
    AGE_AT_PAGES,
    EMPTY,
    MAX_FINGERPRINTS,
    MAX_OF_A_PAGE,
    MAX_REPEATED,
    PAGES_REMEMBERED,
    Template,
    learn,
    pack,
    repeated,
    unpack,
)

NUMBERS = st.integers(0, 2**63 - 1)
PAGES = st.lists(st.tuples(NUMBERS, st.lists(st.one_of(NUMBERS, st.integers(0, 9)), max_size=20)), max_size=120)
MENU = (1, 2, 3)


def page(number: int, *furniture: int) -> list[int]:
    """The blocks of a page: what it shares with others, and forty of its own."""
    return [*furniture, *range(1_000_000 * (number + 1), 1_000_000 * (number + 1) + 40)]


def learned(count: int, *furniture: int, start: int = 0, template: Template = EMPTY) -> Template:
    for number in range(start, start + count):
        template = learn(template, page(number, *furniture), number)
    return template


def test_what_three_pages_share_is_furniture() -> None:
    assert repeated(learned(2, *MENU)) == frozenset()
    assert repeated(learned(3, *MENU)) == frozenset(MENU)


def test_a_page_read_again_teaches_nothing() -> None:
    template = learned(1, *MENU)
    for _ in range(5):
        template = learn(template, page(0, *MENU), 0)
    assert template == learned(1, *MENU)
    assert repeated(template) == frozenset()


def test_a_block_that_a_page_holds_often_counts_once() -> None:
    assert learn(EMPTY, [7] * 50, 1).counts == {7: 1}


def test_what_few_of_many_pages_share_is_no_furniture() -> None:
    template = learned(3, 8, *MENU)
    template = learned(40, *MENU, start=3, template=template)
    assert repeated(template) == frozenset(MENU)


def test_a_redesign_is_forgotten() -> None:
    old = learned(60, *MENU)
    new = learned(4 * AGE_AT_PAGES, 11, 12, start=60, template=old)
    assert repeated(new) == frozenset({11, 12})
    assert not set(MENU) & set(new.counts)


def test_furniture_is_not_pushed_out_by_articles() -> None:
    template = learned(300, *MENU)
    assert len(template.counts) <= MAX_FINGERPRINTS
    assert repeated(template) == frozenset(MENU)


def test_an_endless_page_pushes_out_little() -> None:
    template = learn(learned(9, *MENU), range(5 * 10**8, 6 * 10**8), 77)
    assert len(template.counts) == 9 * 40 + len(MENU) + MAX_OF_A_PAGE
    assert repeated(template) == frozenset(MENU)


def test_an_endless_menu_is_bounded() -> None:
    template = EMPTY
    for start in (0, 600, 1200):
        for number in range(8):
            template = learn(template, range(start, start + 600), start * 10 + number)
    assert len(repeated(template)) == MAX_REPEATED


@given(PAGES)
def test_the_template_stays_bounded_and_packs_without_loss(pages: list[tuple[int, list[int]]]) -> None:
    template = EMPTY
    for key, blocks in pages:
        template = learn(template, blocks, key)
    assert len(template.counts) <= MAX_FINGERPRINTS
    assert len(template.page_keys) <= PAGES_REMEMBERED
    assert template.pages < AGE_AT_PAGES
    assert all(1 <= count <= template.pages for count in template.counts.values())
    again = unpack(pack(template))
    assert again == template
    assert list(again.counts) == list(template.counts)


@given(PAGES, st.randoms())
def test_the_order_of_blocks_on_a_page_does_not_matter(pages: list[tuple[int, list[int]]], dice: object) -> None:
    one = other = EMPTY
    for key, blocks in pages:
        shuffled = list(blocks)
        dice.shuffle(shuffled)  # type: ignore[attr-defined]
        one, other = learn(one, blocks, key), learn(other, shuffled, key)
    assert repeated(one) == repeated(other)
    assert one.counts == other.counts


@given(st.binary(max_size=300))
def test_nonsense_is_the_empty_template(data: bytes) -> None:
    assert unpack(data) == EMPTY


@pytest.mark.parametrize("place", [0, 2, 40, -1])
def test_damaged_bytes_are_the_empty_template(place: int) -> None:
    data = bytearray(pack(learned(5, *MENU)))
    data[place] ^= 0x55
    assert unpack(bytes(data)) == EMPTY


def test_other_versions_and_bombs_are_the_empty_template() -> None:
    raw = zlib.decompress(pack(learned(5, *MENU)))
    assert unpack(zlib.compress(b"\x02" + raw[1:])) == EMPTY
    assert unpack(zlib.compress(raw[:-1])) == EMPTY
    assert unpack(zlib.compress(raw + b"\0" * 10**8)) == EMPTY


def test_a_full_template_is_small() -> None:
    assert len(pack(learned(300, *range(500)))) < 25_000
