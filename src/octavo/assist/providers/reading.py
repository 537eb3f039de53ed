"""A streamed answer, line by line (server-sent events of JSON). Each field is looked at before it is believed."""

import json
from typing import Any

from octavo.core.failures import Failure, FailureCode
from octavo.core.models import Ended, Ending, TokenUsage

_ENDINGS = {"length": Ending.LENGTH, "content_filter": Ending.REFUSED}
_DATA = "data:"
_DONE = "[DONE]"


class AnswerReader:
    """Reads one answer. `asked` is about how many tokens the question has, for servers that count none."""

    def __init__(self, asked: int) -> None:
        self.length = 0
        self._asked = asked
        self._pieces = 0
        self._why: Ending | None = None
        self._usage: TokenUsage | None = None

    def read(self, line: str) -> str:
        """The line's text, "" where it has none. Raises ValueError for what makes no sense."""
        if not line.startswith(_DATA):
            return ""
        said = line.removeprefix(_DATA).strip()
        if said.startswith(_DONE):
            return ""
        chunk = json.loads(said)
        if not isinstance(chunk, dict) or not isinstance(chunk.get("choices"), list):
            raise ValueError(f"the answer makes no sense: {said[:100]}")
        self._usage = _usage(chunk.get("usage")) or self._usage
        return self._text(chunk["choices"][0]) if chunk["choices"] else ""

    def _text(self, choice: Any) -> str:
        choice = choice if isinstance(choice, dict) else {}
        delta = choice.get("delta") if isinstance(choice.get("delta"), dict) else {}
        finish = choice.get("finish_reason")
        if delta.get("refusal"):
            self._why = Ending.REFUSED
        elif isinstance(finish, str) and finish and self._why is None:
            self._why = _ENDINGS.get(finish, Ending.DONE)
        text = delta.get("content")
        if not isinstance(text, str):
            return ""
        self.length += len(text)
        self._pieces += 1
        return text

    def ended(self) -> Ended | Failure:
        if self._why is None:
            return Failure(FailureCode.PROTOCOL, "the answer broke off")
        counted = TokenUsage(self._asked, max(self._pieces, self.length // 8), is_estimated=True)
        return Ended(self._why, self._usage or counted)


def _usage(said: Any) -> TokenUsage | None:
    said = said if isinstance(said, dict) else {}
    read, written = said.get("prompt_tokens"), said.get("completion_tokens")
    if not (isinstance(read, int) and isinstance(written, int) and 0 <= read < 10**9 and 0 <= written < 10**9):
        return None
    return TokenUsage(read, written)
