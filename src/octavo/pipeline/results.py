"""What became of a job, on its way from a handler to the writer, and how it is written."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from octavo.core.failures import Failure
from octavo.core.polling import PageOutcome, PictureOutcome, PollOutcome
from octavo.core.protocols import Job
from octavo.pipeline.knowledge import learn_pages
from octavo.pipeline.quarantine import judged


@dataclass(frozen=True, slots=True)
class JobResult:
    """A handled job, and what it changes, written in one transaction with the job's own row.

    With `failure` the job is tried again at `retry_at`, or given up where that is None. `effect` writes whatever
    has no type of its own here.
    """

    job: Job
    failure: Failure | None = None
    retry_at: datetime | None = None
    page: PageOutcome | None = None
    picture: PictureOutcome | None = None
    effect: Callable[[], None] | None = None


def write(records: Sequence[PollOutcome | JobResult]) -> None:
    """Store a batch: each poll with its feed, each job's outcome with its job. Runs in the store's thread."""
    from octavo.store import feeds

    if polls := [record for record in records if isinstance(record, PollOutcome)]:
        feeds.record_polls(polls)
    if results := [record for record in records if isinstance(record, JobResult)]:
        write_results(results)


def write_results(results: Sequence[JobResult]) -> None:
    """The jobs' own rows first: what is recorded then may enqueue the same work for a later time."""
    from django.db import transaction

    from octavo.store import articles, jobs, pictures

    with transaction.atomic():
        jobs.finish([result.job.id for result in results if not result.failure])
        for result in results:
            if result.failure and result.retry_at:
                jobs.retry(result.job.id, str(result.failure), result.retry_at)
            elif result.failure:
                jobs.fail(result.job.id, str(result.failure))
        if pages := [result.page for result in results if result.page]:
            learn_pages(pages)
            articles.record_pages(judged(pages))
        if found := [result.picture for result in results if result.picture]:
            pictures.record_pictures(found)
        for result in results:
            if result.effect:
                result.effect()
