"""The web process: uvicorn around the web room's application, on a socket of its own or the supervisor's."""

import socket
import sys

from octavo.core.config import load
from octavo.core.settings import SiteSettings
from octavo.pipeline.supervisor import address, listen

APPLICATION = "octavo.web.asgi:application"
LAST_REQUESTS_S = 3


def serve(descriptor: int | None = None, *, verbose: bool = False) -> None:
    """Serve until SIGTERM or SIGINT. `descriptor` is an inherited listening socket."""
    import uvicorn

    listener = _own_listener() if descriptor is None else socket.socket(fileno=descriptor)
    config = uvicorn.Config(
        APPLICATION,
        http="httptools",
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=verbose,
        server_header=False,
        timeout_graceful_shutdown=LAST_REQUESTS_S,
    )
    uvicorn.Server(config).run(sockets=[listener])


def _own_listener() -> socket.socket:
    site = load(SiteSettings)
    listener = listen(site)
    sys.stdout.write(f"Octavo is at {address(site, listener)}\n")
    sys.stdout.flush()
    return listener
