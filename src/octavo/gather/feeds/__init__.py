"""Feeds: bytes from a publisher → `ParsedFeed`, or a `Failure` that says in words what came instead."""

from octavo.gather.feeds.parsing import parse_feed

__all__ = ["parse_feed"]
