"""The boxes around a box."""

from collections.abc import Iterator

from octavo.extract.body.blocks import Box


def with_ancestors(box: Box | None) -> Iterator[Box]:
    """The box itself first, the page's body last."""
    while box is not None:
        yield box
        box = box.parent


def outermost(box: Box, tag: str) -> Box | None:
    """The outermost box of that tag, the box itself among them."""
    found = None
    for near in with_ancestors(box):
        if near.tag == tag:
            found = near
    return found
