"""What an article may be quoted with on pages other than its own: nothing that speaks to machines.

The embedded briefs have their sources' own words: an order to a machine, or the link that it should print, stands in
its own article and is carried no further. Of 910 honest articles (sum-bbc, cluster-neus) it changes none.
"""

from dataclasses import replace

from octavo.assist.screening import speaks_to_machines
from octavo.assist.writing import NEAR
from octavo.core.briefs import ReadArticle


def quotable(read: ReadArticle) -> ReadArticle:
    """The same without such sentences and what stands around them.

    The title keeps its place, "" where it goes.
    """
    guilty = [at for at, text in enumerate(read.sentences) if speaks_to_machines(text)]
    if not guilty:
        return read
    kept = [at for at in range(len(read.sentences)) if not any(abs(at - one) <= NEAR for one in guilty)]
    size = len(read.vectors) // len(read.sentences)
    places = [0, *(at for at in kept if at)]
    title = read.sentences[0] if 0 in kept else ""
    return replace(
        read,
        sentences=(title, *(read.sentences[at] for at in places[1:])),
        vectors=b"".join(read.vectors[at * size : (at + 1) * size] for at in places),
    )
