"""`make_avatar`: a picture that a reader handed in, made harmless where every picture is: in the digesting process."""

import asyncio
import secrets

from octavo.core.failures import Failure
from octavo.core.protocols import Job
from octavo.pipeline.digest import PictureTask
from octavo.pipeline.handlers.pictures import PRIORITY
from octavo.pipeline.results import JobResult
from octavo.pipeline.tools import Tools
from octavo.store.uploads import upload_path


class AvatarMaker:
    def __init__(self, tools: Tools) -> None:
        self._tools = tools

    async def __call__(self, job: Job) -> JobResult:
        reader_id, upload = job.payload["reader"], upload_path(job.payload["upload"])
        try:
            body = await asyncio.to_thread(upload.read_bytes)
        except FileNotFoundError:
            return JobResult(job)
        name = secrets.token_hex(16)
        task = PictureTask(body, self._tools.settings.store.pictures, name)
        stored = await self._tools.pool.digest(task, priority=PRIORITY)
        await asyncio.to_thread(upload.unlink, missing_ok=True)
        if isinstance(stored, Failure):
            return JobResult(job, failure=stored)
        avatar = f"{name}-{stored.widths[0]}"
        return JobResult(job, effect=lambda: _keep(reader_id, avatar))


def _keep(reader_id: int, avatar: str) -> None:
    from octavo.store.readers import set_avatar

    set_avatar(reader_id, avatar)
