"""The web process: uvicorn around the web room's application, on a socket of its own or the supervisor's."""

import socket

from octavo.core.config import load
from octavo.core.settings import SiteSettings
from octavo.pipeline.supervisor import listen

APPLICATION = "octavo.web.asgi:application"
LAST_REQUESTS_S = 3


def serve(descriptor: int | None = None, *, verbose: bool = False) -> None:
    """Serve until SIGTERM or SIGINT. `descriptor` is an inherited listening socket."""
    import uvicorn

    listener = listen(load(SiteSettings)) if descriptor is None else socket.socket(fileno=descriptor)
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
