"""The number of a block is the same on every page, today and after any upgrade: stores hold them."""

from article_pages import blocks_of
from octavo.extract.body.fingerprints import MAX_BLOCKS, fingerprint, fingerprints


def test_the_number_never_changes() -> None:
    assert fingerprint("The harbour is calm.") == 945215231875328019
    assert fingerprint("Гавань спокойна.") == 996754241270615938


def test_case_makes_no_difference_and_half_a_surrogate_no_trouble() -> None:
    assert fingerprint("THE HARBOUR IS CALM.") == fingerprint("the harbour is calm.")
    assert fingerprint("the harbour is calm") != fingerprint("the harbour is calm.")
    assert 0 <= fingerprint("\ud800") < 1 << 63


def test_a_page_has_each_block_of_some_length_once_in_order() -> None:
    blocks = blocks_of(
        "<p>The harbour\n is calm.</p><p>Short</p><p>The old bridge is open.</p><p>the harbour is CALM.</p>"
    )
    assert fingerprints(blocks) == (fingerprint("the harbour is calm."), fingerprint("the old bridge is open."))


def test_a_hostile_page_has_no_more_than_so_many() -> None:
    blocks = blocks_of("".join(f"<p>The harbour has {number} ships</p>" for number in range(MAX_BLOCKS + 100)))
    assert len(fingerprints(blocks)) == MAX_BLOCKS
