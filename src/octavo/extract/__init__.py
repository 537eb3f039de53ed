"""Page bytes or a feed entry in, an article out: text, metadata, media, kind, quality badges; the sanitizer, last.

The doors of the room: `article` (extract_page, extract_entry, wants_page), `sanitize`, `text`, `changes`.
`VERSION` goes into every article: raise it when the same page would give another article.
"""

VERSION = 2
