"""Independent voices: copies are one voice already, and so is one publisher that tells a story in thirty articles."""

from datetime import datetime, timedelta

from octavo.core.stories import StorySummary


def voices_of(story: StorySummary) -> int:
    """At least one, at most as many as there are publishers."""
    return max(1, min(story.voices, story.publishers))


def independence(story: StorySummary) -> float:
    """The share of a story's voices that are independent."""
    return voices_of(story) / max(1, story.voices)


def last_voice_at(story: StorySummary) -> datetime:
    """A copy that comes late is no news: the latest arrival of a voice counts, where it is known."""
    return story.arrivals[-1] if story.arrivals else story.last_at


def hours_between(earlier: datetime, later: datetime) -> float:
    """Not below nothing: a time in the future is now."""
    return max(timedelta(0), later - earlier) / timedelta(hours=1)
