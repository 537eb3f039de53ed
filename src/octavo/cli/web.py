"""`octavo web`."""

from octavo.cli import options


def web(
    host: options.Host = None,
    port: options.Port = None,
    data: options.Data = None,
    verbose: options.Verbose = False,
) -> None:
    """Show without gathering: the web process alone."""
    options.apply(data=data, host=host, port=port)
    from octavo import store
    from octavo.pipeline.logs import configure_logs
    from octavo.pipeline.serving import serve

    configure_logs(verbose=verbose)
    store.migrate()
    serve(verbose=verbose)
