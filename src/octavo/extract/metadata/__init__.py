"""What a page says about its article beside the text: title, authors, times, picture, language, source.

The door is `read_metadata`. `names` is used for feeds' entries too.
"""

from octavo.extract.metadata.read import PageMetadata, read_metadata

__all__ = ["PageMetadata", "read_metadata"]
