"""The way out to the network: polite HTTP behind the address guard, robots.txt, feeds, discovery, OPML, pictures.

Hands on bytes and what feeds say (`octavo.core.fetching`, `octavo.core.feeds`), or a `Failure`. Knows no article.
"""
