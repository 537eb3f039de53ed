"""`octavo reset`."""

from typing import Annotated

import typer

from octavo.cli import options


def reset(
    email: Annotated[str, typer.Argument(help="The reader's e-mail.")],
    data: options.Data = None,
) -> None:
    """Print a link by which a reader chooses a new password."""
    options.apply(data=data)
    from octavo import store

    store.migrate()
    from octavo.core.config import load
    from octavo.core.failures import OctavoError
    from octavo.core.settings import SiteSettings
    from octavo.store.models import Reader
    from octavo.web.account.links import reset_path

    reader = Reader.objects.filter(email=email.strip().lower()).first()
    if reader is None:
        raise OctavoError(f"No reader has the e-mail {email}")
    site = load(SiteSettings)
    here = site.public_url.rstrip("/") or f"http://{site.host}:{site.port}"
    typer.echo(here + reset_path(reader))
