"""Judge comments end to end, on one core: `python -m benchmarks.moderating` (needs ../shared/data).

Real reader comments (mod-toxicspans, some 210 characters) through whoever is configured: rules, embedding, model. CPU
time of one thread.
"""

import os
import time

os.environ.setdefault("OMP_NUM_THREADS", "1")

COMMENTS = 200
TARGETS = {"comments a second of CPU": (">=", 20.0)}


def run() -> dict[str, float]:
    from evals import datapack

    from octavo.assist.moderation import configured_moderator
    from octavo.core.moderation import CommentToJudge
    from octavo.understand.embedding import shipped_embedder

    records = datapack.sample(datapack.read_set("mod-toxicspans", "comments.jsonl.gz"), COMMENTS)
    moderator = configured_moderator(shipped_embedder())
    moderator.moderate([CommentToJudge("", "The harbour was calm on Monday.")])
    started = time.process_time()
    moderator.moderate([CommentToJudge(record["id"], record["text"]) for record in records])
    taken = time.process_time() - started
    return {"comments a second of CPU": COMMENTS / taken, "ms of CPU a comment": 1_000 * taken / COMMENTS}


if __name__ == "__main__":
    print(run())
