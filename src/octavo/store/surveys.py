"""Surveys: made by the operator, one voice per reader, results counted as votes come."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from octavo.core.talk import SurveyAnswer, SurveyView
from octavo.store.changes import note_change
from octavo.store.happenings import HappeningKind, note
from octavo.store.jobs import enqueue
from octavo.store.models import Survey, SurveyVote
from octavo.store.models.community import SurveyKind, SurveyPlace

JOB = "open_survey"
STEPS = 5
MOST_ANSWERS = 12
SHOWN_AT_ONCE = 2
_MAX_ID = 2**63 - 1


class VoteError(ValueError):
    """Why a vote does not count: "gone", "closed", "again", "choice"."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class SurveyDraft:
    """As `Survey` has them. `options` of a scale are its two ends."""

    question: str
    kind: str
    options: tuple[str, ...]
    language: str
    place: str
    key: str
    opens_at: datetime
    closes_at: datetime | None


def save_survey(draft: SurveyDraft, by_id: int, now: datetime, survey_id: int | None = None) -> int:
    """Make a survey, or change one. Its answers stay as they are once somebody has voted."""
    with transaction.atomic():
        survey = Survey.objects.select_for_update().get(pk=survey_id) if survey_id else Survey(created_at=now)
        for name in ("question", "language", "place", "key", "opens_at", "closes_at"):
            setattr(survey, name, getattr(draft, name))
        if not survey.votes:
            survey.kind, survey.options = draft.kind, list(draft.options)
            survey.tally = [0] * steps_of(survey)
        survey.by_id = by_id
        survey.save()
        enqueue(JOB, str(survey.pk), {"survey": survey.pk}, max(now, survey.opens_at))
        note_change()
    return int(survey.pk)


def steps_of(survey: Survey) -> int:
    return STEPS if survey.kind == SurveyKind.SCALE else len(survey.options)


def open_survey(survey_id: int, now: datetime) -> None:
    """Its time has come: readers may be told, and pages change."""
    with transaction.atomic():
        survey = Survey.objects.filter(_is_open(now), pk=survey_id).first()
        if survey:
            note(HappeningKind.SURVEY_OPENED, str(survey_id), now, survey_id=survey_id)
            note_change()


def close_survey(survey_id: int, now: datetime) -> None:
    with transaction.atomic():
        Survey.objects.filter(_is_open(now), pk=survey_id).update(closes_at=now)
        note_change()


def _is_open(now: datetime) -> Q:
    return Q(opens_at__lte=now) & (Q(closes_at=None) | Q(closes_at__gt=now))


def vote(survey_id: int, reader_id: int, choices: Sequence[int], now: datetime) -> None:
    """One reader's voice, once. Raises `VoteError`."""
    with transaction.atomic():
        survey = Survey.objects.select_for_update().filter(pk=survey_id, opens_at__lte=now).first()
        if survey is None:
            raise VoteError("gone")
        if survey.closes_at and survey.closes_at <= now:
            raise VoteError("closed")
        chosen = _checked(survey, choices)
        if SurveyVote.objects.filter(survey=survey, reader_id=reader_id).exists():
            raise VoteError("again")
        SurveyVote.objects.create(survey=survey, reader_id=reader_id, choices=chosen, at=now)
        survey.tally = [count + (number in chosen) for number, count in enumerate(survey.tally)]
        survey.votes += 1
        survey.save(update_fields=["tally", "votes"])


def _checked(survey: Survey, choices: Sequence[int]) -> list[int]:
    chosen = sorted(set(choices))
    most = steps_of(survey) if survey.kind == SurveyKind.SEVERAL else 1
    if not 0 < len(chosen) <= most or not all(0 <= choice < steps_of(survey) for choice in chosen):
        raise VoteError("choice")
    return chosen


def surveys_at(
    place: SurveyPlace, key: str, reader_id: int | None, now: datetime, language: str = ""
) -> tuple[SurveyView, ...]:
    """The open surveys of a place, the newest first, in the interface's language or none."""
    found = Survey.objects.filter(_is_open(now), place=place, key=key)
    if language:
        found = found.filter(language__in=["", language])
    return _views(found.order_by("-opens_at", "-id")[:SHOWN_AT_ONCE], reader_id, now)


def survey_view(survey_id: int, reader_id: int | None, now: datetime) -> SurveyView | None:
    """None where there is none, or none yet."""
    if not 0 < survey_id <= _MAX_ID:
        return None
    found = _views(Survey.objects.filter(pk=survey_id, opens_at__lte=now), reader_id, now)
    return found[0] if found else None


def all_surveys(now: datetime) -> "QuerySet[Survey]":
    """What has opened, open ones first, then the newest."""
    return Survey.objects.filter(opens_at__lte=now).order_by("-opens_at", "-id")


def _views(found: "QuerySet[Survey]", reader_id: int | None, now: datetime) -> tuple[SurveyView, ...]:
    surveys = list(found)
    own: dict[int, list[int]] = {}
    if reader_id is not None and surveys:
        votes = SurveyVote.objects.filter(reader_id=reader_id, survey__in=surveys)
        own = dict(votes.values_list("survey_id", "choices"))
    return tuple(_view(survey, own.get(survey.pk), now) for survey in surveys)


def views_of(surveys: Sequence[Survey], reader_id: int | None, now: datetime) -> tuple[SurveyView, ...]:
    """These surveys, in this order."""
    by_id = {
        view.id: view for view in _views(Survey.objects.filter(pk__in=[one.pk for one in surveys]), reader_id, now)
    }
    return tuple(by_id[one.pk] for one in surveys if one.pk in by_id)


def _view(survey: Survey, own: list[int] | None, now: datetime) -> SurveyView:
    tally = list(survey.tally)
    answers = tuple(
        SurveyAnswer(
            number + 1,
            _label(survey, number),
            count,
            count / survey.votes if survey.votes else 0.0,
            is_own=own is not None and number in own,
        )
        for number, count in enumerate(tally)
    )
    return SurveyView(
        id=survey.pk,
        question=survey.question,
        kind=survey.kind,
        language=survey.language,
        place=survey.place,
        key=survey.key,
        answers=answers,
        votes=survey.votes,
        opens_at=survey.opens_at,
        closes_at=survey.closes_at,
        is_open=survey.opens_at <= now and (survey.closes_at is None or survey.closes_at > now),
        has_voted=own is not None,
        mean=_mean(tally) if survey.kind == SurveyKind.SCALE else None,
    )


def _label(survey: Survey, number: int) -> str:
    if survey.kind != SurveyKind.SCALE:
        return str(survey.options[number])
    ends = {0: survey.options[0], STEPS - 1: survey.options[1]}
    return str(ends.get(number, ""))


def _mean(tally: Sequence[int]) -> float | None:
    votes = sum(tally)
    return sum((number + 1) * count for number, count in enumerate(tally)) / votes if votes else None
