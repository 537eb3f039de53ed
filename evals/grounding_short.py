"""Short sentences for the checker: false ones that share a name with the story and nothing else, and true headlines.

The false are made of `labels/short_claims.toml`: somebody whom an article names, and what no article says of them. The
true are BBC headlines against their own articles' text, which retell it in few words that nobody here wrote.
"""

import random
import re
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

from evals.grounding_sets import _OTHER_NAMES, LANGUAGES, Article, Case, _bbc, _capitalised, _documents, _ntrex

LABELS = Path(__file__).with_name("labels") / "short_claims.toml"
MIN_TITLE_WORDS = 4
STEM = 4


def false_claims(*, scored: bool, stories: int, each: int) -> list[Case]:
    """About the first `stories` documents of each language, up to `each` of a name and as many of a common word."""
    cases: list[Case] = []
    for language in LANGUAGES:
        for story, articles in list(_documents(language, scored=scored).items())[:stories]:
            cases += _of_story(story, language, articles, "ntrex", each)
    for story, articles in list(_bbc(scored=scored).items())[: stories * 2]:
        cases += _of_story(story, "en", articles, "bbc", each)
    return cases


def false_across(*, scored: bool, stories: int, each: int) -> list[Case]:
    """The same in other languages, against the English original. Whoever is named is named there, too."""
    originals = {story: article for (story, language), article in _ntrex().items() if language == "en"}
    cases = false_claims(scored=scored, stories=stories, each=each)
    return [replace(case, articles=(originals[case.story],)) for case in cases if case.language != "en"]


def headlines(*, scored: bool, count: int) -> list[Case]:
    """Each against the text below it."""
    cases: list[Case] = []
    for story, (article,) in _bbc(scored=scored).items():
        if len(article.title.split()) >= MIN_TITLE_WORDS and len(cases) < count:
            bare = replace(article, id=f"{article.id}-text", title="")
            cases.append(Case("bbc", story, "headline", article.title, "en", (bare,), True))
    return cases


def _of_story(story: str, language: str, articles: tuple[Article, ...], name: str, each: int) -> Iterator[Case]:
    chance = random.Random(f"short:{story}:{language}")
    text = " ".join(article.text for article in articles)
    said = [form for form in _labels()["said"][language] if not _is_said(form, text)]
    for kind, found in (("named", _named(text, language)), ("common", _common(text, language))):
        for who in chance.sample(found, min(len(found), each)):
            claim = chance.choice(said).format(who)
            yield Case(name, story, f"short {kind}", claim[0].upper() + claim[1:], language, articles, False)


def _named(text: str, language: str) -> list[str]:
    if language in _OTHER_NAMES:
        return [name for name in _OTHER_NAMES[language] if name in text]
    return sorted({match[0] for match in _capitalised(text)})


def _common(text: str, language: str) -> list[str]:
    """Common words for who is in the story."""
    lower = text.lower()
    return [who for who in _labels()["who"][language] if re.split(r"[ ']", who)[-1].lower() in lower]


def _is_said(form: str, text: str) -> bool:
    """Some long word of it stands in the story, in whatever form: what it says might, too."""
    words = re.findall(r"[^\W\d_]{5,}", form.replace("{}", " "))
    return any(word[:STEM].lower() in text.lower() for word in words)


@cache
def _labels() -> dict[str, dict[str, list[str]]]:
    found: dict[str, dict[str, list[str]]] = tomllib.loads(LABELS.read_text(encoding="utf-8"))
    return found
