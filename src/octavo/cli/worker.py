"""`octavo worker`."""

from octavo.cli import options


def worker(data: options.Data = None, verbose: options.Verbose = False) -> None:
    """Gather without showing: the worker process alone. Several may share one PostgreSQL database."""
    options.apply(data=data)
    from octavo import store
    from octavo.pipeline.logs import configure_logs
    from octavo.pipeline.runner import run_worker
    from octavo.pipeline.supervised import end_with_supervisor, is_supervised, tell_supervisor

    configure_logs(verbose=verbose)
    end_with_supervisor()
    if not is_supervised():
        store.migrate()
    run_worker(tell_supervisor if is_supervised() else None)
