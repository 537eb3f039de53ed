"""Logs: structlog to standard error, coloured words for a person, JSON lines for a machine. Quiet unless asked."""

import logging
import sys

import structlog


def configure_logs(*, verbose: bool = False) -> None:
    """Once per process, before anything logs."""
    level = logging.INFO if verbose else logging.WARNING
    person = sys.stderr.isatty()
    renderer: structlog.typing.Processor = (
        structlog.dev.ConsoleRenderer() if person else structlog.processors.JSONRenderer(ensure_ascii=False)
    )
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="%H:%M:%S" if person else "iso", utc=not person),
            *([] if person else [structlog.processors.dict_tracebacks]),
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
    logging.basicConfig(level=level, format="%(levelname)s %(name)s: %(message)s", stream=sys.stderr)
    # Whoever scans the Internet calls us by any name; each would leave a traceback. The visitor is told (400).
    logging.getLogger("django.security.DisallowedHost").setLevel(logging.CRITICAL)
