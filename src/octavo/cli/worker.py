"""`octavo worker`."""

from octavo.cli import options


def worker(data: options.Data = None, verbose: options.Verbose = False) -> None:
    """Gather without showing: the worker process alone. Several may share one PostgreSQL database."""
    options.apply(data=data)
    from octavo import store
    from octavo.pipeline.logs import configure_logs
    from octavo.pipeline.runner import run_worker

    configure_logs(verbose=verbose)
    store.migrate()
    run_worker()
