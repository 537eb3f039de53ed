"""When the demo first started and at which port its publishers live: kept in the data directory, so that
dates and article addresses stay the same from one start to the next."""

import json
import socket
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from octavo.core.failures import OctavoError

DEFAULT_PORT = 8098
LOOPBACK = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class Anchor:
    """`port` is the one in the articles' addresses; the press may have to listen at another."""

    started_at: datetime
    port: int


def anchor_path(data: Path) -> Path:
    return data / "press" / "anchor.json"


def keep_anchor(data: Path, now: datetime) -> Anchor:
    """The anchor of this data directory; the first start sets it. Raises `OctavoError` where nothing can be kept."""
    path = anchor_path(data)
    known = _read(path)
    if known:
        return known
    anchor = Anchor(now.astimezone(UTC).replace(second=0, microsecond=0), free_port(DEFAULT_PORT))
    words = json.dumps({"started_at": anchor.started_at.isoformat(), "port": anchor.port})
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(words, encoding="utf-8")
    except OSError as error:
        raise OctavoError(f"The demo cannot be kept in {data} ({error.strerror}). Choose another: --data.") from error
    return anchor


def _read(path: Path) -> Anchor | None:
    try:
        said = json.loads(path.read_text(encoding="utf-8"))
        return Anchor(datetime.fromisoformat(said["started_at"]), int(said["port"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def free_port(wanted: int) -> int:
    """`wanted` where nobody listens there on loopback, else a port the system picks."""
    for port in (wanted, 0):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((LOOPBACK, port))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    return wanted
