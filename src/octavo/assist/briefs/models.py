"""The shipped forests that choose sentences; `training/briefs.py` grows them."""

from functools import cache
from importlib import resources

from octavo.core.forest import Forest, stored_forest

FILE = "data/briefs/choice.npz"


@cache
def forest(name: str) -> Forest:
    """ "roundup" judges sets of sentences, "summary" the sentences of one article."""
    import numpy as np

    with (resources.files("octavo") / FILE).open("rb") as file, np.load(file) as stored:
        return stored_forest({key: stored[key] for key in stored.files}, name)
