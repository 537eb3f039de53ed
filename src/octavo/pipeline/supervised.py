"""A child's side of the supervisor: end when it ends, and tell it how the gathering goes.

The supervisor holds our standard input open. When it dies, however it dies, that closes.
"""

import json
import os
import signal
import sys
import threading
import time
from dataclasses import asdict

from octavo.core.reading import GatheringState

LAST_WORD_S = 4.0


def end_with_supervisor() -> None:
    """Stop politely when the supervisor is gone, and soon in any case."""
    threading.Thread(target=_watch, daemon=True, name="supervisor").start()


def _watch() -> None:
    while os.read(0, 1):  # not sys.stdin: the interpreter waits for its lock when it ends
        continue
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(LAST_WORD_S)
    os._exit(1)


def tell_supervisor(state: GatheringState) -> None:
    """One line of JSON on standard output."""
    sys.stdout.write(json.dumps(asdict(state), default=str) + "\n")
    sys.stdout.flush()
