"""The checker of AI sentences: none reaches a reader without a source sentence that supports it.

`prepare` makes a story's articles `Sources` once; `Checker` judges claims against them. Reading facts and cutting
sentences are handed in, for they are `octavo.understand`'s. See docs/decisions/grounding.md for what it cannot see.
"""

from octavo.assist.grounding.checker import NAME, VERSION, Checker
from octavo.assist.grounding.pairs import PairChecker, Remembering
from octavo.assist.grounding.sources import Sources, prepare, prepare_read

__all__ = ["NAME", "VERSION", "Checker", "PairChecker", "Remembering", "Sources", "prepare", "prepare_read"]
