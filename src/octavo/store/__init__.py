"""What Octavo keeps: models, migrations, the search index, and reads and writes as plain functions.

Knows nothing of HTTP or pages. A read never writes; a write is one short transaction.
"""
