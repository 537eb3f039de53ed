"""`python -m octavo.demo.register`: bring the demo's publishers into the store that OCTAVO_DATA names."""

from octavo import store
from octavo.core.clock import SystemClock
from octavo.core.config import load
from octavo.core.settings import StoreSettings
from octavo.demo.anchor import keep_anchor
from octavo.demo.content import read_newsroom
from octavo.demo.newsroom import demo_catalogue


def main() -> None:
    store.migrate()
    from octavo.store.publishers import sync_catalogue

    now = SystemClock().now()
    sync_catalogue(demo_catalogue(read_newsroom(), keep_anchor(load(StoreSettings).data, now)), now)


if __name__ == "__main__":
    main()
