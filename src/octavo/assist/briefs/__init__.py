"""Briefs without any model, key or network: the articles' own sentences, chosen, compared and cited.

`read_articles` is the costly part (it embeds every sentence) and depends on one article alone: keep what it gives.
"""

from octavo.assist.briefs.ask import ask, material, suggestions
from octavo.assist.briefs.asking import search_words
from octavo.assist.briefs.figures import figure_table, figures
from octavo.assist.briefs.perspectives import perspectives
from octavo.assist.briefs.reading import StoryReading, read_articles, story_of
from octavo.assist.briefs.roundup import roundup
from octavo.assist.briefs.summary import key_points, summary
from octavo.assist.briefs.timeline import timeline
from octavo.assist.briefs.who import whos_who
from octavo.assist.briefs.wrapup import wrapped, wrapup

__all__ = [
    "StoryReading", "ask", "figure_table", "figures", "key_points", "material", "perspectives", "read_articles",
    "roundup", "search_words", "story_of", "suggestions", "summary", "timeline", "whos_who", "wrapped", "wrapup",
]  # fmt: skip
