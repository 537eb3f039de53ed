"""What goes before a sentence in a newspaper and not in a brief: datelines, agencies, the labels of list-makers.

Only beginnings fall away, and nothing is put in; the citation keeps the sentence as it was published.
"""

import re

_AGENCIES = "AP|CNN|Reuters|REUTERS|AFP|UPI|dpa|DPA|epd|KNA|ANSA|EFE|Xinhua|TASS|PTI|ANI|IANS|Kyodo|Bloomberg"
_AGENCY = rf"\((?:{_AGENCIES})[^)]{{0,20}}\)"
_PLACE = r"[A-ZÀ-Þ][\w.’'-]+(?:[,/]? ?[A-ZÀ-Þ][\w.’'-]+){0,4}"
_LOUD_PLACE = r"[A-ZÀ-Þ][A-ZÀ-Þ.’'-]{2,}(?:[,/]? ?[A-ZÀ-Þ][\w.’'-]+){0,4}"
_DATELINE = re.compile(
    rf"^(?:(?:{_PLACE})?\s*{_AGENCY}\s*(?:[-–—]+\s*)?"
    rf"|{_LOUD_PLACE}\s*(?:\([^)]{{2,40}}\)\s*)?(?:—|–| --? )\s*(?=[A-ZÀ-Þ\"“]))"
)
_LABEL = re.compile(
    r"^(?:Why it matters|The big picture|Driving the news|The latest|What we're hearing|What's new|What to know|Details"
    r"|State of play|By the numbers|Between the lines|Yes, but|Context|Background|Go deeper|Be smart|Catch up quick"
    r"|The state of play|What they're saying|The backdrop|Flashback|Zoom in|Zoom out|What's next)\s*:\s*"
)
_SPACE = re.compile(r"\s+")


def tidy(sentence: str) -> str:
    """The sentence in one line, without its dateline or label; as it is where nothing would be left."""
    plain = _SPACE.sub(" ", sentence).strip()
    shorter = _LABEL.sub("", _DATELINE.sub("", plain)).strip()
    return shorter[:1].upper() + shorter[1:] if len(shorter) >= len(plain) // 2 else plain
