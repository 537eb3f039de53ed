"""schema.org's words about a page, as a data block: the security policy lets no script run, and nothing can end it."""

import json
from typing import Any

from django.utils.safestring import SafeString

_ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}


def json_ld(facts: dict[str, Any]) -> SafeString:
    """What is empty is left out."""
    known = {name: value for name, value in facts.items() if value}
    text = json.dumps({"@context": "https://schema.org", **known}, ensure_ascii=False)
    return SafeString(f'<script type="application/ld+json">{text.translate(_ESCAPES)}</script>')
