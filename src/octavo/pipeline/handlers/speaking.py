"""`speak_wrapup`: have a wrap-up spoken to a file by a program of this machine, and keep it for pages and podcasts."""

import asyncio
import tempfile
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import structlog

from octavo.assist.speech import Speaker, UnspokenError, record
from octavo.core.editions import DayPart
from octavo.core.failures import Failure, FailureCode
from octavo.core.ids import content_hash
from octavo.core.protocols import Job
from octavo.core.reading import EditionKey
from octavo.core.speech import Recording, Script, Sound
from octavo.pipeline.results import JobResult
from octavo.pipeline.telling import teller
from octavo.pipeline.tools import Tools
from octavo.store import briefs, recordings

log = structlog.get_logger()

LONGEST_S = 600.0
"""For one wrap-up: well within a job's lease (`octavo.pipeline.jobs.LEASE_S`)."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A wrap-up that nobody has spoken yet as it is."""

    key: EditionKey
    day: date
    part: DayPart
    script: Script

    @property
    def target(self) -> str:
        return briefs.edition_target(self.key, self.day, self.part)


class WrapupSpeaker:
    def __init__(self, tools: Tools, speaker: Speaker) -> None:
        self._tools = tools
        self._speaker = speaker

    async def __call__(self, job: Job) -> JobResult:
        """Nothing to do where the wrap-up is gone, is spoken as it is, or has no word that a voice here speaks."""
        wanted: Wanted | None = await self._tools.store.call(_wanted, job.payload)
        if wanted is None:
            return JobResult(job)
        try:
            made = await self._recorded(wanted)
        except (UnspokenError, OSError) as error:
            failure = Failure(FailureCode.CRASHED, str(error)[:300])
            return JobResult(job, failure=failure, retry_at=self._tools.retry_at(job, failure))
        if made is None:
            log.info("a wrap-up cannot be spoken here", wrapup=wanted.target, language=wanted.script.language)
            return JobResult(job)
        keep = self._tools.settings.speech.keep
        return JobResult(job, effect=lambda: _keep(wanted, made, keep))

    async def _recorded(self, wanted: Wanted) -> Recording | None:
        """The file is in its place; its row is for the writer. Raises `UnspokenError`, `OSError`."""
        kept = self._tools.settings.store.recordings
        await asyncio.to_thread(kept.mkdir, parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=kept, prefix="speaking-") as name:
            sound = await self._sound(wanted.script, Path(name))
            return _in_place(wanted, sound, kept, self._tools.clock.now()) if sound else None

    async def _sound(self, script: Script, directory: Path) -> Sound | None:
        try:
            async with asyncio.timeout(LONGEST_S):
                return await record(script, self._speaker, directory, self._tools.settings.speech.timeout_s)
        except TimeoutError as error:
            raise UnspokenError(f"the whole took longer than {LONGEST_S:g} s") from error


def _wanted(payload: dict[str, Any]) -> Wanted | None:
    key = EditionKey(payload["country"], tuple(payload["languages"]))
    day, part = date.fromisoformat(payload["day"]), DayPart(payload["part"])
    script = teller().script(key, day, part)
    if script is None:
        return None
    known = recordings.recording_of(briefs.edition_target(key, day, part))
    return None if known and known.script_hash == script.hash else Wanted(key, day, part, script)


def _in_place(wanted: Wanted, sound: Sound, directory: Path, now: datetime) -> Recording:
    file = f"{content_hash(wanted.target, wanted.script.hash.hex()).hex()}{sound.path.suffix}"
    size = sound.path.stat().st_size
    sound.path.replace(directory / file)
    return Recording(
        day=wanted.day,
        part=wanted.part,
        file=file,
        media_type=sound.media_type,
        size=size,
        duration_ms=sound.duration_ms,
        language=wanted.script.language,
        script_hash=wanted.script.hash,
        made_at=now,
        chapters=sound.chapters,
    )


def _keep(wanted: Wanted, made: Recording, keep: int) -> None:
    recordings.record(briefs.edition_name(wanted.key), wanted.target, made, wanted.script.sources, keep)
