"""Reporting an AI sentence: the link that carries it, signed, so that nobody can report what no page has shown.

A link says the same on every page that shows the sentence, for pages of strangers are shared and compared.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, Protocol

from django.core.signing import BadSignature, Signer
from django.urls import reverse
from django.utils.http import urlencode

from octavo.core.reading import Card
from octavo.core.writing import EMBEDDED
from octavo.store.ai_reports import MOST_SOURCES, Reported

LONGEST_TOKEN = 8_000


@dataclass(frozen=True, slots=True)
class What:
    """What a sentence is a part of: `feature` as in `core.briefs.Feature`, `target` a kind and its id ("story:12"),
    `provider` who wrote it, as far as it is no article's own."""

    feature: str
    target: str
    provider: str = ""


class SourceShown(Protocol):
    @property
    def card(self) -> Card: ...


class LineShown(Protocol):
    @property
    def text(self) -> str: ...
    @property
    def language(self) -> str: ...
    @property
    def sources(self) -> Iterable[SourceShown]: ...
    @property
    def is_written(self) -> bool: ...


class _Compact:
    """JSON in UTF-8: half as long as the usual escapes in most of the world's scripts."""

    def dumps(self, value: Any) -> bytes:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")

    def loads(self, data: bytes) -> Any:
        return json.loads(data)


def _signer() -> Signer:
    return Signer(salt="octavo.ai-report")


def reported(line: LineShown, what: What) -> Reported:
    articles = dict.fromkeys(source.card.id for source in line.sources)
    provider = what.provider if line.is_written or not what.provider else EMBEDDED
    return Reported(what.feature, what.target, line.text, line.language, provider, tuple(articles)[:MOST_SOURCES])


def token_of(said: Reported) -> str:
    values = [said.feature, said.target, said.text, said.language, said.provider, list(said.articles)]
    return _signer().sign_object(values, serializer=_Compact, compress=True)


def read_token(token: str) -> Reported | None:
    """None for what this instance did not sign."""
    if len(token) > LONGEST_TOKEN:
        return None
    try:
        *texts, articles = _signer().unsign_object(token, serializer=_Compact)
        return replace(Reported(*texts), articles=tuple(articles))
    except (BadSignature, ValueError, TypeError):
        return None


def report_path(line: LineShown, what: What) -> str:
    """ "" for a sentence that cites nothing, or is too long to be carried."""
    said = reported(line, what)
    token = token_of(said) if said.articles else ""
    return f"{reverse('ai-report')}?{urlencode({'s': token})}" if token and len(token) <= LONGEST_TOKEN else ""


def back_path(target: str) -> str:
    """Where the sentence stood, as far as that has an address of its own."""
    kind, _, key = target.partition(":")
    if kind in {"story", "article"} and key.isascii() and key.isdigit() and len(key) < 19:
        return reverse(f"{kind}-by-id", args=[int(key)])
    return reverse("wrapup" if kind == "edition" else "front")
