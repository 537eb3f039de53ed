"""Section labels of publishers: one slug across languages, their own where unknown, none where nobody chose one."""

import pytest

from octavo.store.sections import section_of


@pytest.mark.parametrize("label", ["Politics", "politik", "Política", "سياسة", "News > Politics", "Home/Politics"])
def test_well_known_sections_are_one_across_languages(label: str) -> None:
    assert (section_of(label) or ("", ""))[0] == "politics"


def test_an_unknown_section_keeps_its_own_name() -> None:
    assert section_of("Shipping") == ("shipping", "Shipping")


@pytest.mark.parametrize("label", ["Uncategorized", "Sin categoría", "غير مصنف", "Latest news", "", " / ", "2026"])
def test_what_nobody_chose_is_no_section(label: str) -> None:
    assert section_of(label) is None
