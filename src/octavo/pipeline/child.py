"""`python -m octavo.pipeline.child supervisor|worker|web [DESCRIPTOR] [--verbose]`: the long-lived processes.

Beside the `octavo` command, because that loads a command line's libraries, which these would hold for ever.
"""

import sys

from octavo.core.failures import OctavoError

MISTAKE = 2


def main() -> None:
    name, *more = sys.argv[1:]
    verbose = "--verbose" in more
    try:
        if name == "supervisor":
            sys.exit(_supervise(verbose))
        _live_below_supervisor(name, more, verbose)
    except OctavoError as error:
        sys.stderr.write(f"{error}\n")
        sys.exit(MISTAKE)


def _supervise(verbose: bool) -> int:
    from octavo.core.config import load
    from octavo.core.settings import SiteSettings
    from octavo.pipeline.displays import display_for_terminal
    from octavo.pipeline.supervisor import run

    return run(load(SiteSettings), display_for_terminal(), verbose=verbose)


def _live_below_supervisor(name: str, more: list[str], verbose: bool) -> None:
    from octavo.pipeline.logs import configure_logs
    from octavo.pipeline.supervised import end_with_supervisor, tell_supervisor

    configure_logs(verbose=verbose)
    end_with_supervisor()
    if name == "worker":
        from octavo.pipeline.runner import run_worker

        run_worker(tell_supervisor)
    else:
        from octavo.pipeline.serving import serve

        serve(int(more[0]), verbose=verbose)


if __name__ == "__main__":
    main()
