"""The running text of a page: cut into blocks, judged, decided, composed.

The way through: `find` (the door) → `blocks` → `features` → `judge` (`forest`, `context`) → `decide` (`leaks`,
`fingerprints`) → `compose`.
"""

from octavo.extract.body.find import Body, find_body

__all__ = ["Body", "find_body"]
