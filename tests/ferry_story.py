"""An invented story as three publishers tell it, and one that copies, read with the shipped embedder."""

from datetime import UTC, datetime
from functools import cache

from octavo.assist.briefs import StoryReading, read_articles, story_of
from octavo.core.briefs import BriefArticle
from octavo.core.labels import Labels
from octavo.understand.embedding import shipped_embedder
from octavo.understand.figures import find_figures
from octavo.understand.names import find_names
from octavo.understand.places import find_places
from octavo.understand.quotes import find_quotes
from octavo.understand.sentences import split_sentences

COURIER = (
    "Ferry runs aground off Kereru Bay",
    "A ferry ran aground off Kereru Bay on Friday with 240 people on board, the coastguard said. "
    "At least 12 people were injured, the coastguard said. "
    "Captain Orla Fenwick, the ferry's master for nine years, said the steering had failed. "
    "Divers found a cracked rudder on Saturday.",
)
LANTERN = (
    "Ferry aground at Kereru Bay",
    "WESTHAVEN (AP) — A ferry with 240 people on board ran aground off Kereru Bay on Friday, "
    "according to the coastguard. "
    "The coastguard said 15 people were injured. "
    "The operator called the shocking grounding a disgraceful day for the island's lifeline.",
)
HERALD = (
    "Passengers rescued from ferry",
    "A ferry carrying 240 people ran aground off Kereru Bay on Friday. "
    "Fishing boats took every passenger ashore within two hours. "
    "The island's school had closed for the day so that pupils could help with blankets.",
)


def article(name: str, told: tuple[str, str], publisher: str, hour: int, **more: str) -> BriefArticle:
    title, text = told
    labels = Labels(
        "en",
        names=find_names(title, text, language="en"),
        places=find_places(title, text, language="en"),
        figures=find_figures(title, text, language="en"),
        quotes=find_quotes(text, language="en"),
    )
    at = datetime(2026, 11, 28, hour, tzinfo=UTC)
    return BriefArticle(name, title, text, publisher, "NZ", "en", at, labels=labels, **more)


@cache
def ferry() -> StoryReading:
    return reading(
        article("c", COURIER, "Courier", 6),
        article("l", LANTERN, "Lantern", 9),
        article("h", HERALD, "Herald", 10),
    )


def reading(*articles: BriefArticle) -> StoryReading:
    return story_of(read_articles(articles, split_sentences, shipped_embedder()))
