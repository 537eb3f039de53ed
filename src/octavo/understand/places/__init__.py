"""The places that an article names or means, and the country it is most about, judged with a shipped gazetteer.

`find_places` cuts a text into words (`tokens`), looks up what may be a name (`mentions`, `gazetteer`, `endings`),
judges what each means (`judge`) and what the article is about (`roles`). Hands on `core.labels.Place`.
"""

from octavo.core.labels import Place
from octavo.understand.places.gazetteer import gazetteer
from octavo.understand.places.judge import Scene, judge
from octavo.understand.places.lexicon import words_of
from octavo.understand.places.mentions import finder
from octavo.understand.places.roles import Weighed, as_places, country_of, weigh
from octavo.understand.places.tokens import Token, tokens_of

__all__ = ["VERSION", "country_of", "find_places"]

VERSION = 1

MAX_TITLE, MAX_TEXT = 400, 6_000
TITLE_CAPITALS = 0.7
NATIONAL_CHARS = 400
NATIONAL_SCORE = 0.6


def find_places(title: str, text: str, *, language: str, publisher_country: str = "") -> tuple[Place, ...]:
    """The places of an article, what it is about first. `language` is a BCP-47 tag, `publisher_country` an ISO code.

    Reads the first `MAX_TEXT` characters. Empty for a text that names none.
    """
    whole = title[:MAX_TITLE] + "\n" + text[:MAX_TEXT]
    tokens = tokens_of(whole)
    places, primary = gazetteer(), language.split("-", maxsplit=1)[0].lower()
    title_end = len(title[:MAX_TITLE]) + 1
    scene = Scene(
        places, tokens, words_of(primary), primary, publisher_country, title_end, _is_title_case(tokens, title_end)
    )
    weighed = weigh(scene, judge(scene, list(finder(places, primary, tokens).mentions())))
    return as_places(places, _with_home(scene, weighed))


def _is_title_case(tokens: list[Token], title_end: int) -> bool:
    """Whether a headline writes its words large, so that capitals tell nothing."""
    cased = [token.capital for token in tokens if token.end < title_end and token.cased and len(token.text) > 3]
    return len(cased) > 3 and sum(cased) >= TITLE_CAPITALS * len(cased)


def _with_home(scene: Scene, weighed: list[Weighed]) -> list[Weighed]:
    """The publisher's country too, where a story is of national politics and names no country."""
    home = scene.places.by_code.get(scene.publisher_country)
    if home is None or any(each.weight >= 1 and scene.places.country_code(each.place) for each in weighed):
        return weighed
    head = (token.key for token in scene.tokens if token.end < scene.title_end + NATIONAL_CHARS)
    if not scene.words.national.intersection(head):
        return weighed
    return [Weighed(home, 1.2, NATIONAL_SCORE), *(each for each in weighed if each.place != home)]
