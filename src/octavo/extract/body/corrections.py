"""What only the whole page can tell of a block: each correction takes all verdicts and gives all verdicts.

Their order matters: what is left out first is no neighbour of what is bridged later. Each is linear in the page, with
the depth of a box at most beside.
"""

from collections.abc import Iterator, Sequence
from itertools import islice, pairwise

from octavo.core.articles import Leak
from octavo.extract.body.ancestors import outermost, with_ancestors
from octavo.extract.body.blocks import HEADINGS, Block, Box
from octavo.extract.body.leaks import leak_of
from octavo.extract.body.text_features import squeeze
from octavo.extract.body.units import with_whole_units
from octavo.extract.body.verdicts import Reason, Verdict
from octavo.extract.body.wording import bits_named, name_bits
from octavo.extract.media import QUOTED_POST_CLASSES

Verdicts = list[Verdict]

BRIDGE_SCORE = 0.1
MAX_BRIDGE = 40
MAX_HOMES = 3
MIN_RUNNING_CHARS = 100
MIN_STORY_CHARS = 500
MIN_RUN_CHARS = 150
MAX_POST_DEPTH = 4
MIN_END_CHARS = 200
END_SCORE = 0.25
_NEVER_BRIDGED = frozenset(("h1", "aside", "nav", "header", "footer", "form"))
_UNIT_PARTS = frozenset(
    ("ul", "ol", "li", "table", "tbody", "thead", "tr", "td", "th", "dl", "dt", "dd", "blockquote", "pre")
)
_COMMENT_NAMES = bits_named("comment")


def correct(verdicts: Verdicts, headline: str) -> Verdicts:
    """`headline` is squeezed (`text_features.squeeze`)."""
    verdicts = without_comments(without_top_heading(with_captions_that_tell(verdicts)))
    verdicts = without_repeats(without_other_stories(verdicts, headline))
    verdicts = with_bridges(with_quoted_posts(with_whole_units(verdicts)))
    return without_dangling(with_long_ends(verdicts))


def with_captions_that_tell(verdicts: Verdicts) -> Verdicts:
    """Where captions are most of the text, as in a gallery, they are the text."""
    captions = sum(len(verdict.block.text) for verdict in verdicts if verdict.leak is Leak.CAPTION)
    others = sum(len(verdict.block.text) for verdict in verdicts if verdict.kept)
    if captions <= others:
        return verdicts
    return [verdict.now_kept(Reason.SCORE) if verdict.leak is Leak.CAPTION else verdict for verdict in verdicts]


def without_top_heading(verdicts: Verdicts) -> Verdicts:
    """An h1 above the text is the headline, whatever the page calls itself elsewhere."""
    result = list(verdicts)
    for at, verdict in enumerate(verdicts):
        if not verdict.may_be_dropped:
            continue
        if verdict.block.box.tag == "h1":
            result[at] = verdict.now_dropped(Reason.HEADLINE)
        elif len(verdict.block.text) > MIN_RUNNING_CHARS:
            break
    return result


def without_comments(verdicts: Verdicts) -> Verdicts:
    """What stands in boxes called after comments, unless the article does too."""
    inside = _CommentBoxes()
    first = next((verdict.block.box for verdict in verdicts if _is_running(verdict)), None)
    if first is None or first in inside:
        return verdicts
    return [
        verdict.now_dropped(Reason.COMMENT) if verdict.may_be_dropped and verdict.block.box in inside else verdict
        for verdict in verdicts
    ]


def _is_running(verdict: Verdict) -> bool:
    return verdict.kept and len(verdict.block.text) > MIN_RUNNING_CHARS


class _CommentBoxes:
    """Whether a box stands in one that is called after comments. Each box is looked at once."""

    def __init__(self) -> None:
        self._known: dict[Box, bool] = {}

    def __contains__(self, box: Box) -> bool:
        unknown: list[Box] = []
        answer = False
        for near in with_ancestors(box):
            if near in self._known:
                answer = self._known[near]
                break
            unknown.append(near)
        for near in reversed(unknown):
            # The page's body says nothing: publishers name there what the page may have.
            answer = answer or bool(near.depth and name_bits(near.names) & _COMMENT_NAMES)
            self._known[near] = answer
        return answer


def without_other_stories(verdicts: Verdicts, headline: str) -> Verdicts:
    """Below the headline of a second <article> there is another story: pages that go on without end."""
    at = _start_of_other_story(verdicts, headline)
    return [
        verdict.now_dropped(Reason.OTHER_STORY, Leak.OTHER_STORY)
        if verdict.may_be_dropped and number >= at
        else verdict
        for number, verdict in enumerate(verdicts)
    ]


def _start_of_other_story(verdicts: Verdicts, headline: str) -> int:
    """The place of its headline, which comes after a story's worth of text; behind all for none."""
    first, article, length = "", None, 0
    for at, verdict in enumerate(verdicts):
        if verdict.block.box.tag == "h1":
            text, own = squeeze(verdict.block.text), outermost(verdict.block.box, "article")
            if not first:
                first, article = text, own
            elif length > MIN_STORY_CHARS and own and own is not article and text not in (headline, first):
                return at
        length += len(verdict.block.text) if verdict.kept else 0
    return len(verdicts)


def without_repeats(verdicts: Verdicts) -> Verdicts:
    """A run of blocks that were all said before, elsewhere: summaries for other screens. One line may well come again,
    and so may many in the same box, as in a plan of meals."""
    result = list(verdicts)
    for run in _runs_said_before(verdicts):
        if len(run) > 1 and sum(len(verdicts[at].block.text) for at in run) > MIN_RUN_CHARS:
            for at in run:
                result[at] = verdicts[at].now_dropped(Reason.SAID_BEFORE)
    return result


def _runs_said_before(verdicts: Verdicts) -> Iterator[list[int]]:
    """The places of kept blocks that follow each other, each of which was said before."""
    said: dict[str, Box | None] = {}
    run: list[int] = []
    for at, verdict in enumerate(verdicts):
        if not verdict.kept:
            continue
        home = verdict.block.box.parent
        if said.setdefault(verdict.block.text, home) is not home:
            run.append(at)
        else:
            yield run
            run = []
    yield run


def with_quoted_posts(verdicts: Verdicts) -> Verdicts:
    """Posts that the text quotes are read with it: "she wrote:" would be left hanging."""
    kept = _kept(verdicts)
    result = list(verdicts)
    for at in range(kept[0], kept[-1]) if kept else ():
        if verdicts[at].may_be_kept and _is_quoted_post(verdicts[at].block):
            result[at] = verdicts[at].now_kept(Reason.QUOTED_POST)
    return result


def _kept(verdicts: Sequence[Verdict]) -> list[int]:
    return [at for at, verdict in enumerate(verdicts) if verdict.kept]


def _is_quoted_post(block: Block) -> bool:
    return any(
        box.tag == "blockquote" and any(name in box.names for name in QUOTED_POST_CLASSES)
        for box in islice(with_ancestors(block.box), MAX_POST_DEPTH)
    )


def with_bridges(verdicts: Verdicts) -> Verdicts:
    """What stands between two kept blocks, in the same box as both, is theirs: subheadings, lists, short answers."""
    result = list(verdicts)
    for before, after in pairwise(_kept(verdicts)):
        if 1 < after - before <= MAX_BRIDGE:
            homes = _homes(verdicts[before].block) & _homes(verdicts[after].block)
            for at in range(before + 1, after):
                if _is_likely_enough(verdicts[at]) and _home_of_unit(verdicts[at].block.box) in homes:
                    result[at] = verdicts[at].now_kept(Reason.BRIDGED)
    return result


def _homes(block: Block) -> set[Box]:
    """The boxes that what surrounds the block may share with it: its own, and some around."""
    return set(islice(with_ancestors(block.box.parent), MAX_HOMES))


def _is_likely_enough(verdict: Verdict) -> bool:
    block = verdict.block
    least = BRIDGE_SCORE / 2 if block.box.tag in HEADINGS else BRIDGE_SCORE
    return (
        verdict.may_be_kept
        and block.box.tag not in _NEVER_BRIDGED
        and verdict.score >= least
        and block.linked * 2 <= len(block.text)
        and leak_of(block) is None
    )


def _home_of_unit(box: Box) -> Box | None:
    """Where a block stands, its list or table as a whole."""
    while box.parent is not None and (box.tag in _UNIT_PARTS or box.parent.tag in _UNIT_PARTS):
        box = box.parent
    return box.parent


def without_dangling(verdicts: Verdicts) -> Verdicts:
    """A heading with nothing kept below it is the heading of something else."""
    result = list(verdicts)
    for at in reversed(_kept(verdicts)):
        if verdicts[at].block.box.tag not in HEADINGS or not verdicts[at].may_be_dropped:
            break
        result[at] = verdicts[at].now_dropped(Reason.DANGLING)
    return result


def with_long_ends(verdicts: Verdicts) -> Verdicts:
    """A long block in the box of the last kept ones, right below them, goes on with them: dates of a tour, names."""
    kept = _kept(verdicts)
    if not kept:
        return verdicts
    result = list(verdicts)
    home = verdicts[kept[-1]].block.box.parent
    for at in range(kept[-1] + 1, len(verdicts)):
        verdict = verdicts[at]
        is_end = verdict.block.box.parent is home and len(verdict.block.text) >= MIN_END_CHARS
        if not is_end or verdict.score < END_SCORE or not _is_likely_enough(verdict):
            break
        result[at] = verdict.now_kept(Reason.BRIDGED)
    return result
