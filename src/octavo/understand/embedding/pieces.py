"""Text to the pieces that the model knows: the most probable split of each word (Kudo 2018, unigram language model).

Hands on ids. No piece holds a space inside, so words are split one by one, and words seen lately are remembered.
"""

import re
from functools import lru_cache

from octavo.understand.embedding.wheel import Vocabulary

SPACE = "▁"
"""How the vocabulary writes a space; each word begins with one."""
MAX_RUN = 400
"""Longer words, and scripts without spaces, are split at this many characters."""
UNKNOWN_COST = 10.0
"""How much less probable than the rarest piece a character is that no piece holds."""
WORDS_REMEMBERED = 20_000

_SPACES = re.compile(r" {2,}")
_WORD = re.compile(f"{SPACE}?[^{SPACE}]{{1,{MAX_RUN}}}|{SPACE}")


class Pieces:
    def __init__(self, vocabulary: Vocabulary) -> None:
        self._ids = {piece: number for number, piece in enumerate(vocabulary.pieces)}
        del self._ids[vocabulary.pieces[vocabulary.unknown]]
        self._scores = vocabulary.scores
        self._longest = max(map(len, vocabulary.pieces))
        self._unknown = vocabulary.unknown
        self._unknown_score = min(vocabulary.scores) - UNKNOWN_COST
        self._replaced = vocabulary.replaced
        self._start, self._end = vocabulary.start, vocabulary.end
        self._split = lru_cache(WORDS_REMEMBERED)(self._best_split)

    def ids(self, text: str, limit: int) -> list[int]:
        """What the model reads of `text`: its first ids, `limit` at most, between those of start and end."""
        ids = [self._start]
        for word in _WORD.findall(self._readable(text)):
            ids += self._split(word)
            if len(ids) >= limit:
                break
        return [*ids[: limit - 1], self._end]

    def _readable(self, text: str) -> str:
        """Compatible characters made one, spaces marked."""
        spaced = _SPACES.sub(" ", text.translate(self._replaced))
        return (spaced if spaced.startswith(" ") else " " + spaced).replace(" ", SPACE)

    def _best_split(self, word: str) -> tuple[int, ...]:
        """Viterbi: the best way to each position, by the best ways to those before it."""
        ids, scores = self._ids, self._scores
        best = [0.0] + [float("-inf")] * len(word)
        came: list[tuple[int, int]] = [(0, 0)] * (len(word) + 1)
        for start in range(len(word)):
            score = best[start]
            for end in range(start + 1, min(len(word), start + self._longest) + 1):
                piece = ids.get(word[start:end])
                if piece is not None and score + scores[piece] > best[end]:
                    best[end], came[end] = score + scores[piece], (start, piece)
            if score + self._unknown_score > best[start + 1]:
                best[start + 1], came[start + 1] = score + self._unknown_score, (start, self._unknown)
        return _walk_back(came)


def _walk_back(came: list[tuple[int, int]]) -> tuple[int, ...]:
    path: list[int] = []
    at = len(came) - 1
    while at:
        at, piece = came[at]
        path.append(piece)
    return tuple(reversed(path))
