"""`octavo invite`."""

import typer

from octavo.cli import options


def invite(data: options.Data = None) -> None:
    """Print a link that makes whoever opens it an operator. It works once."""
    options.apply(data=data)
    from datetime import UTC, datetime

    from octavo import store

    store.migrate()
    from octavo.core.config import load
    from octavo.core.settings import SiteSettings
    from octavo.pipeline.supervisor import welcome_address
    from octavo.store import operators

    site = load(SiteSettings)
    here = site.public_url or f"http://{site.host}:{site.port}"
    typer.echo(welcome_address(here, operators.invite_operator(datetime.now(UTC))))
