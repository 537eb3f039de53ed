"""The facts of a sentence: what can agree with another sentence, or contradict it, in any language.

`read_facts` puts together what `tokens`, `values`, `dates`, `polarity` and the room's readers of names, places, figures
and quotations find. Hands on `core.grounding.SentenceFacts`; judging them is `octavo.assist.grounding`'s.
"""

from octavo.understand.facts.read import read_facts

__all__ = ["VERSION", "read_facts"]

VERSION = 2
