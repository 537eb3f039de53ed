"""Stories for page tests: articles labelled and grouped through the store's real writes, with reasons to tell."""

import struct
from collections.abc import Mapping, Sequence
from typing import Any

from newsroom import Newsroom
from octavo.core.labels import Hashtag, Labels, Name, Place, PlaceKind, PlaceRole, TopicLabel
from octavo.core.stories import Assignment, Reason

MACHAKOS = Place("184745", "Machakos", "KE", PlaceKind.CITY, PlaceRole.MAIN, 1.0, -1.52, 37.26)
KENYA = Place("cKE", "Kenya", "KE", PlaceKind.COUNTRY, PlaceRole.MAIN, 1.0, -1.0, 37.0)
POLITICS = TopicLabel("11000000", "politics", 0.9)
DISASTER = TopicLabel("03000000", "disaster, accident and emergency incident", 0.8)
SPORT = TopicLabel("15000000", "sport", 0.8)
REASONS = (
    Reason("names", 2.0, ("Seven Towns", "Amina Odhiambo"), 3),
    Reason("place", 1.1, ("Machakos",)),
    Reason("hours", 0.6, (), 2.2),
    Reason("figures", -0.5, ("9",)),
)


def label(newsroom: Newsroom, article_ids: Sequence[int], **fields: Any) -> None:
    """As labelling does, every article alike."""
    from octavo.store import labels

    values = {"language": None, "topics": (POLITICS,), "country": "KE", "version": 1, **fields}
    made = Labels(**{"embedding": _point(article_ids[0]), "embedder": "test/1", **values})
    found = labels.to_label(article_ids)
    labels.record_labels([labels.Labelled(one.article, made, one.content_hash) for one in found], newsroom.now)


def _point(number: int) -> bytes:
    """Any two of these are alike enough to be related, and not so much that they say the same."""
    values = [0.94] + [0.0] * 63
    values[1 + number % 63] = 0.34
    return struct.pack("<64e", *values)


def story(
    newsroom: Newsroom,
    article_ids: Sequence[int],
    copies: Mapping[int, int] | None = None,
    reasons: Sequence[Reason] = REASONS,
    **labels: Any,
) -> int:
    """The id of a story that these articles tell; `copies` maps an article to the one that it copies."""
    from octavo.store import reading, stories

    label(newsroom, article_ids, **labels)
    copied = copies or {}
    wanted = [
        Assignment(
            str(one),
            str(article_ids[0]),
            str(copied[one]) if one in copied else None,
            0.9,
            reasons=tuple(reasons) if one != article_ids[0] else (),
        )
        for one in article_ids
    ]
    stories.record_assignments(wanted, newsroom.now, 1)
    return reading.stories_of([article_ids[0]])[article_ids[0]]


def tell(newsroom: Newsroom, named: dict[str, int]) -> dict[str, int]:
    """The sample newsroom's stories: one in five languages with copies, one that is related, many of one source."""
    water = [named[key] for key in ("harbour-post-0-0", "correo-del-valle-0-8", "al-marsa-0-10", "nadi-patrika-0-18")]
    water += [named["yunhe-ribao-0-19"]]
    copies = [named[key] for key in ("open-ledger-1-1", "al-marsa-1-10", "open-ledger-2-1")]
    tags = (Hashtag("water", "Water"), Hashtag("rivers", "Rivers"))
    names = (Name("Seven Towns", "seven towns"), Name("Amina Odhiambo", "amina odhiambo"))
    main = story(
        newsroom,
        water + copies,
        {copies[0]: water[0], copies[1]: water[2], copies[2]: water[0]},
        places=(MACHAKOS, KENYA),
        hashtags=tags,
        names=names,
        topics=(POLITICS, DISASTER),
    )
    near = story(newsroom, [named["al-marsa-0-12"]], places=(MACHAKOS,), names=names, hashtags=tags[1:])
    used = {*water, *copies, named["al-marsa-0-12"]}
    others = [one for key, one in sorted(named.items()) if one not in used and key != "water"]
    for number, article_id in enumerate(others):
        story(newsroom, [article_id], topics=((SPORT,), (POLITICS,), (DISASTER,))[number % 3])
    return {"water": main, "near": near}


def tell_in_short(newsroom: Newsroom, story_id: int, article_ids: Sequence[int]) -> None:
    """Every feature of a story and of its first article, as the worker keeps them: each article says its title."""
    from octavo.core import briefs as core
    from octavo.store import briefs
    from octavo.store.reading.cards import cards

    told = cards(article_ids)
    tellings = tuple(
        core.Telling(str(card.publisher.id), card.publisher.country, core.Citation(str(card.id), card.title))
        for card in told
    )
    sentence = core.BriefSentence(told[0].title, tuple(one.citation for one in tellings))
    compared = core.Perspectives(
        (core.Agreement(tellings, is_unanimous=True),),
        (core.Difference(core.Clash.FIGURE, ("seven", "nine"), tellings[:2]),),
        tellings[-1:],
        (core.Loaded("agree", "praise", tellings[0]),),
    )
    cells = tuple(core.FigureCell(one, "7", 7.0, newsroom.now, is_rough=True) for one in tellings[:2])
    word = told[0].title.split()[1]
    made = (
        core.Brief(core.Feature.PERSPECTIVES, (sentence,), dropped=1, table=compared),
        core.Brief(
            core.Feature.FIGURES,
            table=(core.FigureRow(word, "", core.FigureStatus.SUPERSEDED, cells, (tellings[-1].publisher,)),),
        ),
        core.Brief(core.Feature.TIMELINE, table=(core.TimelineEntry(newsroom.now.date(), sentence),)),
        core.Brief(core.Feature.WHO, table=(core.Who("Seven Towns", core.WhoKind.ORGANISATION, sentence, 5),)),
    )
    summary = core.Brief(core.Feature.SUMMARY, (core.BriefSentence(told[0].title, (tellings[0].citation,)),))
    for kind, target, some in (
        (core.BriefOf.STORY, story_id, made),
        (core.BriefOf.ARTICLE, told[0].id, (summary,)),
    ):
        kept = [core.KeptBrief(one, b"x" * 16, newsroom.now, core.VERSION) for one in some]
        briefs.record_briefs(kind, str(target), kept, article_ids)
