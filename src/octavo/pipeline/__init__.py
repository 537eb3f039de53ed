"""The only room that orders the others: when to poll, what to fetch, digest and store, and in which process.

Holds no business rules: `schedule` decides when, `digest` calls the rooms that decide what.
"""
