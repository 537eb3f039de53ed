"""`python -m octavo.pipeline.prepare`: bring the database up to date and invite the first operator.

A process of its own, so that the supervisor need not carry Django. Writes one line of JSON to standard output.
"""

import json
import sys
from datetime import UTC, datetime

from octavo.core.failures import OctavoError


def main() -> None:
    try:
        invitation = prepare()
    except OctavoError as error:
        sys.exit(str(error))
    sys.stdout.write(json.dumps({"invitation": invitation}) + "\n")


def prepare() -> str | None:
    """Migrate; the token of a one-time link where there is no operator yet."""
    from octavo import store

    store.migrate()
    from octavo.store import operators

    return None if operators.has_operator() else operators.invite_operator(datetime.now(UTC))


if __name__ == "__main__":
    main()
