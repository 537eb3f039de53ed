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

VARIABLE = "OCTAVO_SUPERVISED"
LAST_WORD_S = 4.0


def is_supervised() -> bool:
    return VARIABLE in os.environ


def end_with_supervisor() -> None:
    """Where we are supervised, stop politely when the supervisor is gone, and soon in any case."""
    if is_supervised():
        threading.Thread(target=_watch, daemon=True, name="supervisor").start()


def _watch() -> None:
    sys.stdin.buffer.read()
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(LAST_WORD_S)
    os._exit(1)


def tell_supervisor(state: GatheringState) -> None:
    """One line of JSON on standard output."""
    sys.stdout.write(json.dumps(asdict(state), default=str) + "\n")
    sys.stdout.flush()
