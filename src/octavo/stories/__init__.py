"""Which articles tell the same story, in any language; which copy another; what is related. It never ranks."""

VERSION = 1
"""Of grouping. It rises with the model or the rules; stories then keep their ids while articles are judged anew."""
