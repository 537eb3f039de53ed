"""The numbers behind an edition, in one place, each with what it is weighed against.

The unit is a doubling of independent voices: one point. Everything else is set by asking an editor's question in that
unit: "how many doublings of coverage elsewhere outweigh this?" The answers are pinned as sentences in
`tests/editions/test_judgement.py`; docs/decisions/edition.md has the reasons.
"""

from datetime import timedelta
from types import MappingProxyType

from octavo.core.editions import DayPart
from octavo.core.personal import FollowKind

# --- Points ---------------------------------------------------------------------------------------------------------

VOICES = 1.0
"""For each doubling of independent voices: 1 voice is 1 point, 3 are 2, 7 are 3, 127 are 7."""

FRESHEST = 4.0
"""A story that begins now. It loses by silence and by age until it is worth nothing against one voice of today."""
HOUR_OF_SILENCE = MappingProxyType(
    {DayPart.MORNING: 0.10, DayPart.MIDDAY: 0.20, DayPart.EVENING: 0.18, DayPart.NIGHT: 0.08}
)
"""For each hour since the latest new voice. At midday five silent hours cost a doubling; at night, when newsrooms
sleep, twelve do; the morning paper may lead with what happened last evening."""
HOUR_OF_AGE = 0.08
"""For each hour since the story began: in twelve hours a story must double to keep its place."""
MOST_STALE = 8.0
"""What silence, and what age, can take at most: a week-old story sinks, and no number explodes."""

ACCELERATION = 0.7
"""For each doubling of voices in the last hours against what was expected."""
MOST_ACCELERATION = 2.0

ABOUT_HOME = 3.5
"""The story happens in the reader's country: eleven times the coverage elsewhere weighs as much."""
ABOUT_PARENT = 2.0
"""It happens in the country that the reader's own nation or state is part of."""
ONLY_TOLD_HOME = 2.0
"""Nobody knows where it happens, but only publishers of the reader's country tell it."""
PLACED_HOME = 1.0
"""It happens elsewhere, and a place of the reader's country is among its main places."""
TOLD_HOME = 0.6
"""For each doubling of voices from the reader's country: what home newsrooms find important is so for home readers."""
MOST_TOLD_HOME = 2.4

SMALL_PLACE = 1.5
"""A story of the reader's country from a place that is seldom in the news. It fades as the story gathers voices (it no
longer needs it) and as the place fills with stories (it is no longer small today)."""
SMALL_PLACE_VOICES = 2

FIRST_LANGUAGE = 1.0
SECOND_LANGUAGE = 0.6
OTHER_LANGUAGE = 0.3
UNREADABLE = -6.0
"""No article in a language that the reader reads: sixty-four times the coverage would be needed."""

NEIGHBOUR = 0.8

REACH = 0.6
"""For each doubling of the countries that tell it: one country is nothing, two are 0.6."""
MOST_REACH = 2.5

PICTURE = 0.4
HAS_TEXT = 0.3
NO_TEXT = -0.5

TOPICS = MappingProxyType(
    {
        "01000000": -0.6,  # arts, culture, entertainment and media
        "03000000": 0.6,  # disaster, accident and emergency incident
        "06000000": 0.2,  # environment
        "07000000": 0.3,  # health
        "08000000": -0.6,  # human interest
        "10000000": -0.8,  # lifestyle and leisure
        "11000000": 0.3,  # politics
        "13000000": 0.2,  # science and technology
        "15000000": -0.6,  # sport
        "16000000": 0.6,  # conflict, war and peace
    }
)
"""What a general front page leans to, by half a doubling at most: a final that everyone tells still leads."""
SURE_TOPIC = 0.35
"""Labels below this score count as no topic."""

SAME_PUBLISHER = -0.8
SAME_TOPIC = -0.35
SAME_COUNTRY = -0.5
SAME_HOME = -0.25
SAME_PLACE = -0.8
"""For each story above that is shown by the same publisher, has the same topic, happens in the same foreign country, at
home (beyond the first three), in the same city or region."""

PIN = 100.0
DESK_BREAKING = 3.0
ORIGINAL = 2.0
"""The desk's acts. A pin outweighs everything: all else together stays below 40."""

FOLLOWED = MappingProxyType(
    {
        FollowKind.STORY: 2.5,
        FollowKind.HASHTAG: 2.0,
        FollowKind.PLACE: 2.0,
        FollowKind.SEARCH: 2.0,
        FollowKind.PUBLISHER: 1.5,
        FollowKind.TOPIC: 1.5,
    }
)
"""For one reader alone: the narrower what they follow, the more it says. A followed topic outweighs a second voice, and
not what half the world tells."""
HABIT = 0.35
MOST_HABIT = 1.2
FEWEST_FOR_HABITS = 5
"""For each doubling of what was read lately of a topic or a publisher, less than following it says; none before five
articles, for one click is no habit."""
HABITUAL_LANGUAGE = 0.8
READ = -3.0
READ_BUT_NEWS = -0.75
"""What was read already goes down by three doublings, and by less than one where voices came since."""

# --- The page -------------------------------------------------------------------------------------------------------

LEAD = 8
MOST_OF_ONE_PUBLISHER = 2
MOST_OF_ONE_TOPIC = 3
MOST_OF_ONE_COUNTRY = 4
"""Of a foreign one. These three hold while other readable and fresh stories can fill the lead."""
LEAST_FROM_HOME = 3
LEAST_FROM_ELSEWHERE = 2
"""So many leads, where there are so many readable and fresh stories."""

FRESH = timedelta(hours=36)
"""Older stories enter only where there are too few fresh ones for a lead: a day, and the night that a reader missed."""
COUNTRY_ROW = 6
WORLD_ROW = 6
TOPIC_ROW = 5
LEAST_OF_ROW = 3
SMALL_PLACES_OF_ROW = 2
"""Of the country's row, so many are kept for stories of one voice or two from small places."""
TOPIC_ROWS = 4
ELSEWHERE_ROW = 5
TRENDING_ROW = 4
LEADS_PER_COUNTRY = 3
"""What a country's publishers lead with: its three most-told stories, each told by two of its publishers at least."""
LEAST_TO_LEAD = 2

# --- A card's article -----------------------------------------------------------------------------------------------

OUTDATED = timedelta(hours=12)
"""An article so much older than the story's newest one in that language may tell what is no longer so."""
MOST_STAND_INS = 300

# --- Trends and breaking news ---------------------------------------------------------------------------------------

RECENT = timedelta(hours=2)
BASE = timedelta(hours=24)
PRIOR_VOICES = 1.5
"""Added to what came and to what was expected: from 1 to 2 voices is 1.4 times, from 4 to 20 is 4."""
LEAST_RECENT = 3
LEAST_RISE = 1.8
MOST_TRENDING = 20

BREAKING_VOICES = 6
BREAKING_VOICES_OF_ONE_COUNTRY = 9
BREAKING_PUBLISHERS = 4
BREAKING_WITHIN = timedelta(hours=1)
BREAKING_SINCE_FIRST = timedelta(hours=3)
"""Six voices within an hour, of several countries or languages (else nine), begun no longer ago than three hours."""
BREAKING_AT_LEAST = timedelta(hours=2)
BREAKING_AT_MOST = timedelta(hours=6)
BREAKING_GOES_ON = 3
"""It stays for two hours, so that no mark flickers; then while an hour brings three voices; six hours at most."""
BREAKING_REACH = 4
"""A foreign story is breaking news here when so many countries tell it, or a publisher of the reader's country does."""
MOST_BREAKING = 3

# --- Which stories to look at ---------------------------------------------------------------------------------------

BY_VOICES = 150
IN_COUNTRY = 150
PER_LANGUAGE = 60
RISING = 60
RISING_SINCE = timedelta(hours=3)
MOST_LANGUAGES = 6
