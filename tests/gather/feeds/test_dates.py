"""Every form of time that feeds are known to hold."""

from datetime import UTC, datetime

import pytest

from octavo.gather.feeds.dates import parse_time, plausible_time

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("Tue, 03 Feb 2026 07:05:09 GMT", "2026-02-03T07:05:09"),
        ("Tue, 3 Feb 2026 7:05 +0530", "2026-02-03T01:35:00"),
        ("03 Feb 26 07:05 UT", "2026-02-03T07:05:00"),
        ("Tue, 03 Feb 2026 07:05:09 PDT", "2026-02-03T14:05:09"),
        ("Tue, 03 Feb 2026 07:05:09 NOPE", "2026-02-03T07:05:09"),
        ("Tue, 03 Feb 2026 07:05:09 +9900", "2026-02-03T07:05:09"),
        ("Tue, 03 Feb 2026 07:05:09 +02:00", "2026-02-03T05:05:09"),
        ("Tue, 03 Feb 2026 07:05:09 GMT+2", "2026-02-03T05:05:09"),
        ("Tue, 03 Feb 2026 07:05:09 +0000 (UTC)", "2026-02-03T07:05:09"),
        ("Tue, 03 Feb 2026 24:00:00 GMT", "2026-02-04T00:00:00"),
        ("Tue, 03 Feb 2026 23:59:60 GMT", "2026-02-03T23:59:59"),
        ("Tue Feb  3 07:05:09 2026", "2026-02-03T07:05:09"),
        ("February 3rd, 2026 7:05 pm EST", "2026-02-04T00:05:09".replace(":09", ":00")),
        ("3 February 2026", "2026-02-03T00:00:00"),
        ("2026-02-03T07:05:09.123456Z", "2026-02-03T07:05:09"),
        ("2026-02-03T07:05:09-0300", "2026-02-03T10:05:09"),
        ("2026-02-03 07:05:09", "2026-02-03T07:05:09"),
        ("2026-02-03 07:05:09 +0000 UTC", "2026-02-03T07:05:09"),
        ("2026-02-03", "2026-02-03T00:00:00"),
        ("20260203T070509Z", "2026-02-03T07:05:09"),
        ("2026/02/03 07:05", "2026-02-03T07:05:00"),
        ("02/03/2026 07:05:09 AM", "2026-02-03T07:05:09"),
        ("23/02/2026 12:05 AM", "2026-02-23T00:05:00"),
        ("03.02.2026 - 07:05 Uhr", "2026-02-03T07:05:00"),
        ("Di, 03 Mär 2026 07:05:09 +0100", "2026-03-03T06:05:09"),
        ("mar., 03 févr. 2026 07:05:09 +0100", "2026-02-03T06:05:09"),
        ("mié, 03 dic 2025 07:05:09 -0300", "2025-12-03T10:05:09"),
        ("Вт, 03 февраля 2026 07:05:09 +0300", "2026-02-03T04:05:09"),
        ("Τρι, 03 Φεβ 2026 07:05:09 EET", "2026-02-03T05:05:09"),
        ("3 فبراير 2026 07:05", "2026-02-03T07:05:00"),
        ("2026年2月3日 07:05", "2026-02-03T07:05:00"),
        ("2026-02-03 오후 07:05", "2026-02-03T19:05:00"),
        ("3 กุมภาพันธ์ 2569 07:05", "2026-02-03T07:05:00"),
        ("٠٣/٠٢/٢٠٢٦ ٠٧:٠٥", "2026-03-02T07:05:00"),
    ],
)
def test_time_is_read(said: str, expected: str) -> None:
    found = parse_time(said)
    assert found is not None
    assert found.replace(microsecond=0) == datetime.fromisoformat(expected).replace(tzinfo=UTC)


def test_language_decides_between_months_and_orders() -> None:
    october, november = datetime(2026, 10, 3, tzinfo=UTC), datetime(2026, 11, 3, tzinfo=UTC)
    assert parse_time("3 listopada 2026", "hr") == october
    assert parse_time("3 listopada 2026", "pl") == november
    assert parse_time("02/03/2026", "fr") == datetime(2026, 3, 2, tzinfo=UTC)


@pytest.mark.parametrize("said", ["", "yesterday", "32 Feb 2026", "2026-13-01", "Feb", "12:30", "9" * 500, "0", "١"])
def test_nonsense_is_no_time(said: str) -> None:
    assert parse_time(said) is None


@pytest.mark.parametrize(
    ("said", "is_plausible"),
    [
        ("1970-01-01T00:00:00Z", False),
        ("1969-12-31T19:00:00-05:00", False),
        ("0001-01-01T00:00:00Z", False),
        ("1962-05-04T00:00:00Z", True),
        ("2026-03-02T12:00:00Z", True),
        ("2026-04-01T00:00:00Z", False),
    ],
)
def test_times_that_cannot_be_true_are_none(said: str, is_plausible: bool) -> None:
    assert (plausible_time(said, NOW) is not None) is is_plausible
