"""`octavo brief`: articles in, a brief of them out, as JSON Lines."""

from collections.abc import Callable
from dataclasses import asdict
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from octavo.cli.brief_model import Given, by_model, longest_s, plan_for
from octavo.cli.jsonl import BadLineError, Line, Record, answer_line, text_field
from octavo.cli.options import Jobs, limit_of
from octavo.core.briefs import WRITTEN_ALONE, Brief, BriefArticle, Feature, Length, ReadArticle, WrapStory

if TYPE_CHECKING:
    from octavo.core.labels import Labels
    from octavo.pipeline.metering import Plan

LIMIT_S = 120.0
"""A story of many long articles takes some ten seconds, nearly all for the sentences' vectors."""
MOST_ARTICLES = 400
FEATURES = tuple(each.value for each in Feature if each not in WRITTEN_ALONE)


def _feature(word: str) -> Feature:
    if word not in FEATURES:
        raise typer.BadParameter(f"{word!r} is not one of {', '.join(FEATURES)}")
    return Feature(word)


def brief(
    source: Annotated[
        str,
        typer.Argument(metavar="JSONL", help="Stories as JSON Lines (.gz allowed), or - for standard input."),
    ],
    *,
    feature: Annotated[
        Feature,
        typer.Option(
            "--feature", parser=_feature, metavar=f"[{'|'.join(FEATURES)}]", help="What is made of the articles."
        ),
    ] = Feature.SUMMARY,
    length: Annotated[Length, typer.Option("--length", help="Of summaries.")] = Length.SHORT,
    model: Annotated[
        str | None,
        typer.Option(
            "--model",
            help="The language model that writes, at OCTAVO_MODEL_URL; off for none. By default as OCTAVO_MODEL_NAME "
            "and OCTAVO_MODEL_FEATURES say; none where no address is set.",
        ),
    ] = None,
    jobs: Jobs = None,
    limit: Annotated[float, limit_of("line")] = LIMIT_S,
) -> None:
    """Tell in short what articles say, in their own sentences, each with who says so. Needs no model and no network.

    Where a language model is set, it writes summary, perspectives, wrapup and ask, each sentence is checked, and
    "provider" names it; where it fails the embedded brief is given, with a "notice" that says why.

    Each line is an object with "id" and "articles": a list of objects with "id", "text" and, where known, "title",
    "publisher", "country", "language", "published_at", "duplicate_of" and, for wrapup, "story" and "before" (true where
    the last edition had it); for ask, also "question"; and where wanted "language", in which perspectives and wrapup
    are told if any article is in it. Each gives one line with "id", "title", "sentences" (each with "text" and
    "citations"), "dropped", "provider" and "table", in the same order; one that cannot be used gives "id" and "error",
    and makes the status 1 in the end. A summary is of the first article.

    Example: octavo brief --feature perspectives stories.jsonl | jq .sentences
    """
    from octavo.cli.filtering import filter_lines

    plan = plan_for(feature, model)
    work = partial(answer, feature=feature, length=length, plan=plan)
    limit_s = limit + (longest_s(plan) if plan else 0.0)
    raise typer.Exit(filter_lines(source, work, doing="Reading", limit_s=limit_s, jobs=jobs, prepare=load))


def load() -> None:
    """The models that `answer` needs: a second or two that count for no story."""
    article = {
        "id": "a",
        "title": "Calm",
        "text": "The harbour was calm on Monday, said the harbour master of the town.",
    }
    brief_record({"articles": [article], "question": "Who spoke?"}, Path(), feature=Feature.ASK, length=Length.SHORT)


def answer(line: Line, *, feature: Feature, length: Length, plan: "Plan | None" = None) -> Record:
    """The output for one line: a brief under its id, or "id" and "error"."""
    return answer_line(line, partial(brief_record, feature=feature, length=length, plan=plan))


def brief_record(
    record: Record, _folder: Path, *, feature: Feature, length: Length, plan: "Plan | None" = None
) -> Record:
    """The output of one line but for its id. Raises `BadLineError`."""
    question = text_field(record, "question", needed=feature is Feature.ASK)
    given = _articles(record)
    if feature is Feature.ASK and not question.strip():
        raise BadLineError("'question' is empty")
    read, language = _read([_article(one) for one in given]), text_field(record, "language")
    made = _makers(question, length, language)[feature](read, given)
    if plan:
        made = by_model(made, plan, Given(read, tuple(_stories(read, given)), language, question))
    return _record(made)


def _record(made: Brief) -> Record:
    return {
        "title": made.title or None,
        "sentences": _as_json([asdict(sentence) for sentence in made.sentences]),
        "dropped": made.dropped,
        "provider": made.provider,
        "table": _plain(made),
        **({"notice": made.notice} if made.notice else {}),
    }


Maker = Callable[[tuple[ReadArticle, ...], list[Record]], Brief]


def _makers(question: str, length: Length, language: str) -> dict[Feature, Maker]:
    """What each feature makes of articles that were read, and of what the line says of them."""
    from octavo.assist import briefs
    from octavo.understand.embedding import shipped_embedder

    return {
        Feature.SUMMARY: lambda read, _: briefs.summary(read[0], length),
        Feature.PERSPECTIVES: lambda read, _: briefs.perspectives(briefs.story_of(read), language),
        Feature.FIGURES: lambda read, _: briefs.figures(briefs.story_of(read)),
        Feature.TIMELINE: lambda read, _: briefs.timeline(briefs.story_of(read)),
        Feature.WHO: lambda read, _: briefs.whos_who(briefs.story_of(read)),
        Feature.WRAPUP: lambda read, given: briefs.wrapup(_stories(read, given), language),
        Feature.ASK: lambda read, _: briefs.ask(question, briefs.StoryReading(read), shipped_embedder()),
    }


def _stories(read: tuple[ReadArticle, ...], given: list[Record]) -> list[WrapStory]:
    """By the articles' "story"; an article without one is a story of its own."""
    stories: dict[str, list[tuple[ReadArticle, bool]]] = {}
    for one, record in zip(read, given, strict=True):
        story = record.get("story")
        name = str(story) if isinstance(story, str | int) else f"\0{one.article.id}"
        stories.setdefault(name, []).append((one, record.get("before") is True))
    return [
        WrapStory(
            name.lstrip("\0"),
            tuple(one for one, _ in held),
            tuple(one.article.id for one, is_old in held if is_old),
        )
        for name, held in stories.items()
    ]


def _articles(record: Record) -> list[Record]:
    given = record.get("articles")
    if not isinstance(given, list) or not given:
        raise BadLineError("'articles' must be a list with an article at least")
    if len(given) > MOST_ARTICLES:
        raise BadLineError(f"more than {MOST_ARTICLES} articles")
    if not all(isinstance(one, dict) for one in given):
        raise BadLineError("each of 'articles' must be an object")
    return given


def _article(record: Record) -> BriefArticle:
    from octavo.understand.language import detect_language

    title, text = text_field(record, "title"), text_field(record, "text", needed=True)
    language = text_field(record, "language")
    return BriefArticle(
        id=_name(record.get("id")),
        title=title,
        text=text,
        publisher=text_field(record, "publisher"),
        country=text_field(record, "country"),
        language=language or detect_language(f"{title}\n{text[:1000]}") or "",
        published_at=_time(text_field(record, "published_at")),
        duplicate_of=str(record["duplicate_of"]) if record.get("duplicate_of") is not None else None,
    )


def _name(article: object) -> str:
    if isinstance(article, bool) or not isinstance(article, str | int | float):
        raise BadLineError("an article's 'id' must be a string or a number")
    return str(article)


def _time(written: str) -> datetime | None:
    """A time without its zone is taken for UTC; what is no time is not known."""
    try:
        at = datetime.fromisoformat(written) if written else None
    except ValueError:
        return None
    return at.replace(tzinfo=UTC) if at and at.tzinfo is None else at


def _read(articles: list[BriefArticle]) -> tuple[ReadArticle, ...]:
    from dataclasses import replace

    from octavo.assist.briefs import read_articles
    from octavo.understand.embedding import shipped_embedder
    from octavo.understand.sentences import split_sentences

    labelled = [replace(article, labels=_labels(article)) for article in articles]
    return read_articles(labelled, split_sentences, shipped_embedder())


def _labels(article: BriefArticle) -> "Labels":
    """Those that briefs look at; topics and the article's own vector are none of them."""
    from octavo.core.labels import Labels
    from octavo.understand.figures import find_figures
    from octavo.understand.names import find_names
    from octavo.understand.places import find_places
    from octavo.understand.quotes import find_quotes

    title, text, language = article.title, article.text, article.language
    return Labels(
        language,
        names=find_names(title, text, language=language),
        places=find_places(title, text, language=language, publisher_country=article.country),
        figures=find_figures(title, text, language=language),
        quotes=find_quotes(text, language=language),
    )


def _plain(made: Brief) -> Any:
    """The feature's own table as JSON has it; times and days in ISO 8601."""
    if made.table is None:
        return None
    return _as_json([asdict(row) for row in made.table] if isinstance(made.table, tuple) else asdict(made.table))


def _as_json(value: Any) -> Any:
    """Only of a model's sentences the language is told: others have that of their first citation."""
    if isinstance(value, dict):
        is_own = "citations" in value and value.get("language") == ""
        return {key: _as_json(held) for key, held in value.items() if not (is_own and key == "language")}
    if isinstance(value, list | tuple):
        return [_as_json(held) for held in value]
    return value.isoformat() if hasattr(value, "isoformat") else value
