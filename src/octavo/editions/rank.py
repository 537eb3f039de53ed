"""Choosing one story after the other: the best of those that fit, where "best" counts what stands above already."""

from collections.abc import Callable, Iterable, Sequence

from octavo.editions import calibration as by
from octavo.editions.home import Home
from octavo.editions.terms import Judged, Scene
from octavo.editions.variety import Page

Wanted = Callable[[Judged], bool]


def order(judged: Judged) -> tuple[float, float, int]:
    """By score, the newest first among equals, then as the ids are: the same in whatever order candidates came."""
    return -judged.score, -judged.story.last_at.timestamp(), judged.story.id


def choose_lead(ordered: Sequence[Judged], scene: Scene) -> Page:
    """Eight stories where there are eight: what the desk demands, then the best under the page's bounds."""
    page = Page(scene)
    left = list(ordered)
    demanded = scene.desk.pinned | scene.desk.breaking
    for judged in [one for one in left if one.story.id in demanded][: by.LEAD]:
        _take(judged, left, page)
    goals = _goals(ordered)
    while len(page.placed) < by.LEAD and (best := _next_lead(left, page, goals)):
        _take(best, left, page)
    return page


def fill(page: Page, ordered: Sequence[Judged], size: int) -> None:
    """Go on with a row: under its bounds first, without them where these give too few for a row."""
    placed = {story.story for story in page.placed}
    left = [one for one in ordered if one.story.id not in placed]
    while len(page.placed) < size and (best := best_of(left, page, lambda _: True)):
        _take(best, left, page)
    while len(page.placed) < min(size, by.LEAST_OF_ROW) and (best := best_of(left, page, lambda _: True, bound=False)):
        _take(best, left, page)


def best_of(ordered: Iterable[Judged], page: Page, wanted: Wanted, *, bound: bool = True) -> Judged | None:
    """The best of those that are wanted and, when `bound`, fit. Variety only takes, so the search ends early."""
    best, most = None, float("-inf")
    for judged in ordered:
        if judged.score <= most:
            break
        if not wanted(judged):
            continue
        article = page.article(judged)
        if bound and not page.fits(judged, article):
            continue
        score = judged.score + sum(term.points for term in page.terms(judged, article))
        if score > most:
            best, most = judged, score
    return best


def _take(judged: Judged, left: list[Judged], page: Page) -> None:
    left.remove(judged)
    page.place(judged)


def _goals(ordered: Sequence[Judged]) -> dict[Home, int]:
    """How many of the leads shall be from home and from elsewhere, as far as there are good ones."""
    homes = [one.home for one in ordered if _is_good(one)]
    own, around = homes.count(Home.OWN), homes.count(Home.PARENT)
    return {
        Home.OWN: min(by.LEAST_FROM_HOME, own),
        Home.PARENT: min(by.LEAST_FROM_HOME - min(by.LEAST_FROM_HOME, own), around),
        Home.ELSEWHERE: min(by.LEAST_FROM_ELSEWHERE, homes.count(Home.ELSEWHERE)),
    }


def _is_good(judged: Judged) -> bool:
    return judged.is_readable and judged.is_fresh


def _next_lead(left: Sequence[Judged], page: Page, goals: dict[Home, int]) -> Judged | None:
    """Readable and fresh under all bounds; else without the bounds; else what is old; else what nobody here reads."""
    missing = {home for home, goal in goals.items() if goal > page.homes[home]}
    needed = sum(goals[home] - page.homes[home] for home in missing)
    if needed >= by.LEAD - len(page.placed):
        best = best_of(left, page, lambda one: _is_good(one) and one.home in missing)
        if best:
            return best
    return (
        best_of(left, page, _is_good)
        or best_of(left, page, _is_good, bound=False)
        or best_of(left, page, lambda one: one.is_readable)
        or best_of(left, page, lambda one: one.is_readable, bound=False)
        or best_of(left, page, lambda _: True)
        or best_of(left, page, lambda _: True, bound=False)
    )
