"""What an article may be quoted with where nobody asked to read it: nothing that speaks to machines, and no markup.

The embedded briefs have their sources' own words, and the same is asked of these as of a model's: an order to a machine
or the link that it should print stands in its own article, and is carried to no other page.
"""

from dataclasses import replace

from octavo.assist.plain import plain, trouble_of
from octavo.assist.screening import speaks_to_machines
from octavo.assist.writing import NEAR
from octavo.core.briefs import ReadArticle


def quotable(read: ReadArticle) -> ReadArticle:
    """The same without such sentences, and without what stands around one that speaks to a machine.

    The title keeps its place, "" where it goes.
    """
    guilty = [at for at, text in enumerate(read.sentences) if speaks_to_machines(text)]
    kept = [
        at
        for at, text in enumerate(read.sentences)
        if not any(abs(at - one) <= NEAR for one in guilty) and trouble_of(plain(text)) is None
    ]
    if len(kept) == len(read.sentences):
        return read
    size = len(read.vectors) // len(read.sentences)
    places = [0, *(at for at in kept if at)]
    title = read.sentences[0] if 0 in kept else ""
    return replace(
        read,
        sentences=(title, *(read.sentences[at] for at in places[1:])),
        vectors=b"".join(read.vectors[at * size : (at + 1) * size] for at in places),
    )
