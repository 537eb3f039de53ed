"""The door of the room: from a page or a feed entry to an `ExtractedArticle`."""

from octavo.extract.entry import extract_entry, wants_page
from octavo.extract.page import extract_page

__all__ = ["extract_entry", "extract_page", "wants_page"]
