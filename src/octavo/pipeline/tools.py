"""What a running worker holds: settings, clock, the way out, the digesting processes and the store's thread."""

import random
from dataclasses import dataclass, field
from datetime import datetime

from octavo.core.clock import Clock
from octavo.core.config import load
from octavo.core.failures import Failure
from octavo.core.protocols import Fetcher, Job
from octavo.core.settings import (
    EditionsSettings,
    GatherSettings,
    SiteSettings,
    StoreSettings,
    StoriesSettings,
    WorkerSettings,
)
from octavo.core.speech import SpeechSettings
from octavo.pipeline.pool import DigestPool
from octavo.pipeline.reachability import Reachability
from octavo.pipeline.schedule import retry_job_at
from octavo.pipeline.storing import StoreThread
from octavo.pipeline.turns import Turns


@dataclass(frozen=True, slots=True)
class Settings:
    gather: GatherSettings
    store: StoreSettings
    worker: WorkerSettings
    stories: StoriesSettings = field(default_factory=StoriesSettings)
    editions: EditionsSettings = field(default_factory=EditionsSettings)
    site: SiteSettings = field(default_factory=SiteSettings)
    speech: SpeechSettings = field(default_factory=SpeechSettings)


def load_settings() -> Settings:
    """From the environment. Raises `OctavoError` naming the variable that makes no sense."""
    return Settings(
        gather=load(GatherSettings),
        store=load(StoreSettings),
        worker=load(WorkerSettings),
        stories=load(StoriesSettings),
        editions=load(EditionsSettings),
        site=load(SiteSettings),
        speech=load(SpeechSettings),
    )


@dataclass(frozen=True, slots=True)
class Tools:
    settings: Settings
    clock: Clock
    fetcher: Fetcher
    pool: DigestPool
    store: StoreThread
    turns: Turns
    reachability: Reachability

    def retry_at(self, job: Job, failure: Failure) -> datetime | None:
        """When `job`, which failed, is to be tried again; None gives it up."""
        return retry_job_at(
            job.attempt, failure, now=self.clock.now(), dice=random.random(), offline=self.reachability.offline
        )
