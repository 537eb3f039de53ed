"""Language tags as feeds and pages declare them, made comparable (BCP-47, RFC 5646)."""

import re
from functools import lru_cache


@lru_cache(maxsize=256)
def normalize_language(tag: str) -> str | None:
    """A BCP-47 tag as commonly written ("pt-BR", "zh-Hant"), or None for nonsense."""
    parts = re.split(r"[-_]", tag.strip()[:35])
    if not re.fullmatch(r"[a-zA-Z]{2,3}", parts[0]):
        return None
    rest = [
        part.title() if len(part) == 4 else part.upper()
        for part in parts[1:3]
        if re.fullmatch(r"[a-zA-Z]{2}|[a-zA-Z]{4}", part)
    ]
    return "-".join([parts[0].lower(), *rest])
