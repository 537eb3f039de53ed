"""What may this viewer see of this publisher's text? Every page, list, search and API asks `text_rights`."""

from enum import StrEnum


class Terms(StrEnum):
    """What a publisher's terms allow a public instance to show."""

    EXCERPT = "excerpt"
    FULL = "full"
    LINK = "link"


class TextRights(StrEnum):
    """FULL: the whole text. EXCERPT: title, picture, excerpt and link. LINK: title and link alone."""

    FULL = "full"
    EXCERPT = "excerpt"
    LINK = "link"


def text_rights(terms: Terms, *, instance_is_private: bool) -> TextRights:
    """An instance on loopback is one person's reader and shows all it gathered; anything else keeps to the terms."""
    if instance_is_private:
        return TextRights.FULL
    return TextRights(terms.value)
