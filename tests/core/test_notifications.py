"""The rules of being told: quiet hours by the reader's clock, one notification for one thing, when a letter is due."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from octavo.core.notifications import (
    DEFAULT_CHOICES,
    RESTS,
    Channel,
    DigestDays,
    NotificationKind,
    NotificationSettings,
    QuietHours,
    State,
    grown,
    most_important,
    next_digest_at,
)

NOW = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)
ZONES = ("UTC", "Africa/Nairobi", "Asia/Kathmandu", "America/New_York", "Europe/London", "Australia/Lord_Howe")
zones = st.sampled_from(ZONES).map(ZoneInfo)
moments = st.integers(0, 3 * 366 * 1440).map(
    lambda minutes: datetime(2025, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)
clocks = st.times().map(lambda one: one.replace(second=0, microsecond=0))
kinds = st.sampled_from(NotificationKind)


@given(clocks, clocks, moments, zones)
@example(time(22), time(2, 30), datetime(2026, 3, 8, 6, 45, tzinfo=UTC), ZoneInfo("America/New_York"))
@example(time(22), time(1, 30), datetime(2026, 11, 1, 6, 10, tzinfo=UTC), ZoneInfo("America/New_York"))
def test_quiet_hours_end_soon_and_are_over_then(start: time, end: time, moment: datetime, zone: ZoneInfo) -> None:
    quiet = QuietHours(start, end)
    after = quiet.after(moment, zone)
    if not quiet.holds(moment, zone):
        assert after == moment
        return
    assert moment < after <= moment + timedelta(hours=25)
    assert not quiet.holds(after, zone)
    assert after.tzinfo is UTC


@given(clocks, moments, zones)
def test_equal_ends_are_no_quiet_hours(at: time, moment: datetime, zone: ZoneInfo) -> None:
    assert not QuietHours(at, at).holds(moment, zone)


@given(clocks, clocks, moments, zones)
def test_a_moment_is_quiet_or_its_complement_is(start: time, end: time, moment: datetime, zone: ZoneInfo) -> None:
    if start != end:
        assert QuietHours(start, end).holds(moment, zone) != QuietHours(end, start).holds(moment, zone)


def test_quiet_hours_are_by_the_readers_clock() -> None:
    night = QuietHours(time(22), time(7))
    at_ten_in_nairobi = datetime(2026, 5, 4, 19, 0, tzinfo=UTC)
    assert night.after(at_ten_in_nairobi, ZoneInfo("Africa/Nairobi")) == datetime(2026, 5, 5, 4, 0, tzinfo=UTC)
    assert night.after(at_ten_in_nairobi, UTC) == at_ten_in_nairobi


steps = st.lists(st.tuples(kinds, st.timedeltas(timedelta(0), timedelta(hours=9)), st.booleans()), max_size=30)


@given(steps)
def test_a_reader_is_told_of_one_thing_no_oftener_than_it_rests(
    happened: list[tuple[NotificationKind, timedelta, bool]],
) -> None:
    """Whatever comes, and whenever the reader looks: a breaking story alone is told at once, and once."""
    held: State | None = None
    now, told, broken = NOW, [], 0
    for kind, later, reads in happened:
        now += later
        if held and held.at <= now and reads:
            held = State(held.kind, held.count, held.at, now, held.has_broken)
        state = grown(held, kind, now)
        if state is None:
            assert kind is NotificationKind.BREAKING
            continue
        assert state.count >= 1
        assert not state.is_read
        if kind is NotificationKind.BREAKING:
            broken += 1
            assert state.at == now
        elif held:
            assert state.at == held.at or state.at - held.at >= RESTS[state.kind]
        told.append(state.at)
        held = state
    assert broken <= 1


def test_nothing_that_came_meanwhile_is_lost() -> None:
    first = grown(None, NotificationKind.STORY, NOW)
    assert first == State(NotificationKind.STORY, 1, NOW)
    read = State(first.kind, first.count, first.at, NOW)
    second = grown(read, NotificationKind.STORY, NOW + timedelta(hours=1))
    assert second == State(NotificationKind.STORY, 1, NOW + timedelta(hours=4))
    third = grown(second, NotificationKind.STORY, NOW + timedelta(hours=2))
    assert third == State(NotificationKind.STORY, 2, NOW + timedelta(hours=4))


def test_a_breaking_story_that_one_follows_is_one_notification() -> None:
    followed = grown(None, NotificationKind.PUBLISHER, NOW)
    breaking = grown(followed, NotificationKind.BREAKING, NOW)
    assert breaking
    assert (breaking.kind, breaking.count) == (NotificationKind.BREAKING, 2)
    assert grown(breaking, NotificationKind.BREAKING, NOW + timedelta(days=1)) is None
    later = grown(breaking, NotificationKind.STORY, NOW + timedelta(minutes=1))
    assert later
    assert (later.kind, later.at) == (NotificationKind.BREAKING, NOW)


def test_what_is_off_in_the_bell_is_told_nowhere() -> None:
    settings = NotificationSettings(
        choices={
            Channel.BELL: frozenset({NotificationKind.REPLY}),
            Channel.PUSH: frozenset({NotificationKind.REPLY, NotificationKind.STORY}),
        }
    )
    assert settings.wants(NotificationKind.REPLY, Channel.PUSH)
    assert not settings.wants(NotificationKind.STORY, Channel.PUSH)
    assert settings.is_checked(NotificationKind.STORY, Channel.PUSH)
    assert settings.wants(NotificationKind.REPLY, Channel.NTFY)
    assert all(NotificationSettings().wants(kind, Channel.BELL) for kind in NotificationKind)
    assert set(DEFAULT_CHOICES) == set(Channel)
    assert set(RESTS) == set(NotificationKind)


def test_the_most_important_of_several() -> None:
    assert most_important([NotificationKind.LIKE, NotificationKind.BREAKING]) is NotificationKind.BREAKING
    assert most_important([]) is None


@given(st.sampled_from([DigestDays.DAILY, DigestDays.WEEKLY]), st.integers(0, 23), moments, zones)
def test_a_letter_is_due_at_the_readers_hour(days: DigestDays, hour: int, now: datetime, zone: ZoneInfo) -> None:
    due = next_digest_at(days, hour, zone, now)
    assert due
    assert now < due <= now + timedelta(days=1 if days is DigestDays.DAILY else 7, hours=2)
    local = due.astimezone(zone)
    # An hour that the clocks leave out comes an hour later.
    assert (local.hour - hour) % 24 in {0, 1}
    assert days is DigestDays.DAILY or local.weekday() == 5


@pytest.mark.parametrize("hour", range(24))
def test_no_letter_is_due_for_who_wants_none(hour: int) -> None:
    assert next_digest_at(DigestDays.NEVER, hour, UTC, NOW) is None
