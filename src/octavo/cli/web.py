"""`octavo web`."""

from typing import Annotated

import typer

from octavo.cli import options


def web(
    host: options.Host = None,
    port: options.Port = None,
    data: options.Data = None,
    descriptor: Annotated[int | None, typer.Option(hidden=True)] = None,
    verbose: options.Verbose = False,
) -> None:
    """Show without gathering: the web process alone."""
    options.apply(data=data, host=host, port=port)
    from octavo import store
    from octavo.pipeline.logs import configure_logs
    from octavo.pipeline.serving import serve
    from octavo.pipeline.supervised import end_with_supervisor, is_supervised

    configure_logs(verbose=verbose)
    end_with_supervisor()
    if not is_supervised():
        store.migrate()
    serve(descriptor, verbose=verbose)
