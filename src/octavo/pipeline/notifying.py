"""Who is told of what: from something that happened to the news of single readers, a thousand readers at a time.

Finding reads and never writes; recording is one short transaction with the job's own end, so that nothing is told
twice and nothing is lost. What leaves the newsroom is other jobs' work (`pipeline.handlers.delivery`).
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta, tzinfo
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from octavo.core.muting import Muted
from octavo.core.notifications import (
    Channel,
    News,
    NotificationKind,
    NotificationSettings,
    State,
    Subject,
    is_more_important,
)
from octavo.core.personal import Follow, FollowKind
from octavo.core.reading import EditionKey
from octavo.core.settings import SiteSettings
from octavo.editions.geography import parent, zone_of
from octavo.store import audiences, happenings, jobs, notification_settings, notifications, push_devices, surveys
from octavo.store.audiences import Arrival
from octavo.store.jobs import NewJob
from octavo.store.notifications import story_key
from octavo.store.story_rows import story_ends, story_rows

JOB = "notify"
AT_ONCE = 1000
"""Readers in one job: what is written for them takes some tens of milliseconds."""
FRESH = timedelta(hours=12)
"""Older articles of a feed that is new here are no news."""
KINDS = {FollowKind.STORY: NotificationKind.STORY, FollowKind.PUBLISHER: NotificationKind.PUBLISHER}

Payload = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Ways:
    """How one reader is reached: their choices and clock, the ids of their devices, their addresses elsewhere."""

    settings: NotificationSettings = field(default_factory=NotificationSettings)
    zone: tzinfo = field(default_factory=lambda: ZoneInfo("UTC"))
    devices: tuple[int, ...] = ()
    outside: tuple[Channel, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """What one job tells, and what is left to tell: payloads of further jobs. `happenings` are then seen to."""

    news: tuple[News, ...] = ()
    ways: Mapping[int, Ways] = field(default_factory=dict)
    rest: tuple[Payload, ...] = ()
    happenings: tuple[int, ...] = ()


def find(payload: Payload, now: datetime, site: SiteSettings) -> Found:
    """Whom to tell, as the job's payload asks."""
    return next(found(payload, now, site) for name, found in _FINDERS.items() if name in payload)


def record(found: Found, now: datetime) -> None:
    """Put it into the bells, have deliveries made, go on with the rest. Inside the caller's transaction."""
    told = notifications.tell(found.news, now)
    jobs.enqueue_many(deliveries(told, found.ways, now))
    jobs.enqueue_many(NewJob(JOB, key_of(one), one, now) for one in found.rest)
    if found.happenings:
        happenings.take(found.happenings, now)


def key_of(payload: Payload) -> str:
    """One of these waits at a time."""
    values = (value[0] if isinstance(value, list) and value else value for value in payload.values())
    return ":".join(map(str, [*payload, *values]))[:200]


def deliveries(told: Mapping[tuple[int, str], State], ways: Mapping[int, Ways], now: datetime) -> Iterable[NewJob]:
    """The jobs that carry it on: now, or when it is told, or when quiet hours are over."""
    for (reader, _), state in told.items():
        way = ways.get(reader)
        if way is None or state.at < now:
            continue  # it has grown where it stood: the reader has heard of it
        due_at = way.settings.quiet.after(state.at, way.zone) if way.settings.quiet else state.at
        if way.settings.wants(state.kind, Channel.PUSH):
            for device in way.devices:
                yield NewJob("push", str(device), {"device": device}, due_at)
        for channel in way.outside:
            if way.settings.wants(state.kind, channel):
                yield NewJob(channel.value, str(reader), {"reader": reader}, due_at)


def zone_for(settings: NotificationSettings, country: str | None, site: SiteSettings) -> tzinfo:
    """The reader's own choice, else the clock of their edition's country, else of the site's."""
    usual = zone_of(site.country.upper() if country is None else country)
    try:
        return ZoneInfo(settings.time_zone) if settings.time_zone else usual
    except (ZoneInfoNotFoundError, ValueError):
        return usual  # a zone that this machine does not know, or no longer


def ways_of(reader_ids: Sequence[int], site: SiteSettings) -> dict[int, Ways]:
    chosen = notification_settings.settings_of_many(reader_ids)
    countries = audiences.countries_of(reader_ids)
    devices = push_devices.ids_of(reader_ids)
    outside = notification_settings.outside_of(chosen)
    usual = NotificationSettings()
    return {
        reader: Ways(
            settings=chosen.get(reader, usual),
            zone=zone_for(chosen.get(reader, usual), countries.get(reader), site),
            devices=tuple(devices.get(reader, ())),
            outside=outside.get(reader, ()),
        )
        for reader in reader_ids
    }


# Articles that have joined their stories


def _of_articles(payload: Payload, now: datetime, site: SiteSettings) -> Found:
    """Article by article, until there are readers enough for one job."""
    waiting, after = list(payload["articles"]), int(payload.get("after", 0))
    found = Found()
    while waiting and len(found.news) < AT_ONCE:
        one = audiences.arrival(waiting[0])
        if one is None or one.shown_at < now - FRESH or "" in audiences.hidden_from(one.story, now):
            after_this = 0
        else:
            followers = audiences.followers(audiences.followed_of(one), one.seen_at, after, AT_ONCE + 1)
            after_this = _cut(followers)
            ways = ways_of(list(followers), site)
            news = _news_of_article(one, followers, ways)
            found = replace(found, news=(*found.news, *news), ways={**found.ways, **ways})
        waiting, after = (waiting, after_this) if after_this else (waiting[1:], 0)
    rest: Payload = {"articles": waiting, "after": after}
    return replace(found, rest=(rest,) if waiting else ())


def _cut(readers: dict[int, Any]) -> int:
    """Leave as many as one job tells; after whom another one goes on, 0 where these are all."""
    if len(readers) <= AT_ONCE:
        return 0
    for one in list(readers)[AT_ONCE:]:
        del readers[one]
    return max(readers)


def _news_of_article(one: Arrival, followers: Mapping[int, Sequence[Follow]], ways: Mapping[int, Ways]) -> list[News]:
    mutes = audiences.mutes_of(followers)
    news = []
    for reader, follows in followers.items():
        muted = Muted.of(mutes[reader]) if reader in mutes else None
        if muted and (one.publisher in muted.publishers or muted.says(one.title, one.excerpt, one.story_title)):
            continue
        reason = reason_to_tell(follows, ways[reader].settings)
        if reason:
            news.append(_article_news(reader, one, *reason))
    return news


def reason_to_tell(follows: Iterable[Follow], settings: NotificationSettings) -> tuple[NotificationKind, Follow] | None:
    """Of all that a reader follows of one article, what counts: one article is told once, for the best reason."""
    best: tuple[NotificationKind, Follow] | None = None
    for follow in follows:
        kind = KINDS.get(follow.kind, NotificationKind.FOLLOWED)
        is_better = best is None or is_more_important(kind, best[0])
        if is_better and settings.wants(kind, Channel.BELL):
            best = (kind, follow)
    return best


def _article_news(reader: int, one: Arrival, kind: NotificationKind, follow: Follow) -> News:
    source = one.publisher_name if kind is NotificationKind.PUBLISHER else follow.label
    subject = Subject(one.story, one.article, title=one.title, language=one.language, source=source)
    if kind is NotificationKind.FOLLOWED:
        return News(reader, kind, follow.key, subject)
    if kind is NotificationKind.STORY and one.story_title:
        subject = replace(subject, title=one.story_title, language=one.story_language)
    return News(reader, kind, story_key(one.story), subject)


# Stories that break


def _of_breaking(payload: Payload, now: datetime, site: SiteSettings) -> Found:
    """Marked by the desk for a country ("" for all), or found by the edition of `languages`."""
    story_id = story_ends([payload["breaking"]]).get(payload["breaking"])
    row = story_rows([story_id]).get(story_id) if story_id else None
    hidden = audiences.hidden_from(story_id, now) if story_id else frozenset()
    if row is None or story_id is None or "" in hidden:
        return Found()
    readers = {one.id: one for one in audiences.edition_readers(int(payload.get("after", 0)), AT_ONCE + 1)}
    rest = ({**payload, "after": after},) if (after := _cut(readers)) else ()
    known = notifications.told_as_breaking(audiences.parts_of(story_id))
    is_theirs = _edition_test(payload, site, hidden)
    wanted = [one.id for one in readers.values() if one.id not in known and is_theirs(one.key)]
    title = row.summary.title
    tellers = audiences.publishers_of(story_id)
    wanted = _not_muting(wanted, lambda muted: muted.says(title) or tellers <= muted.publishers)
    ways = ways_of(wanted, site)
    article = max((one.article for one in row.stand_ins), default=0)
    subject = Subject(story_id, article, title=title, language=row.title_language)
    news = _news_for(wanted, ways, NotificationKind.BREAKING, story_key(story_id), subject)
    return Found(news, ways, rest)


def _edition_test(payload: Payload, site: SiteSettings, hidden: Iterable[str]) -> Callable[[EditionKey | None], bool]:
    country = payload.get("country", "")
    usual = EditionKey(site.country.upper(), (site.language,))

    def is_theirs(chosen: EditionKey | None) -> bool:
        key = chosen or usual
        places = {key.country, parent(key.country)}
        if places & set(hidden):
            return False
        if "languages" in payload:
            return key == EditionKey(country, tuple(payload["languages"]))
        return not country or country in places

    return is_theirs


def _not_muting(readers: Sequence[int], hides: Callable[[Muted], bool]) -> list[int]:
    mutes = audiences.mutes_of(readers)
    return [one for one in readers if one not in mutes or not hides(Muted.of(mutes[one]))]


def _news_for(
    readers: Iterable[int], ways: Mapping[int, Ways], kind: NotificationKind, key: str, subject: Subject
) -> tuple[News, ...]:
    wanting = (one for one in readers if ways[one].settings.wants(kind, Channel.BELL))
    return tuple(News(one, kind, key, subject) for one in wanting)


# What happened among readers


def _of_happenings(_payload: Payload, _now: datetime, site: SiteSettings) -> Found:
    happened = happenings.happened()
    readers = sorted({one.reader for one, _ in happened.news})
    ways = ways_of(readers, site)
    mutes = {reader: Muted.of(mutes) for reader, mutes in audiences.mutes_of(readers).items()}
    news = tuple(
        one
        for one, words in happened.news
        if ways[one.reader].settings.wants(one.kind, Channel.BELL)
        and not (one.reader in mutes and mutes[one.reader].says(one.subject.title, words))
    )
    rest: list[Payload] = [{"survey": survey, "after": 0} for survey in happened.surveys]
    if len(happened.ids) == happenings.AT_ONCE:
        rest.append({"happenings": True})
    return Found(news, ways, tuple(rest), happened.ids)


def _of_survey(payload: Payload, now: datetime, site: SiteSettings) -> Found:
    """For everybody who reads its language."""
    survey = surveys.survey_view(payload["survey"], None, now)
    if survey is None or not survey.is_open:
        return Found()
    readers = {one.id: one for one in audiences.edition_readers(int(payload.get("after", 0)), AT_ONCE + 1)}
    rest = ({**payload, "after": after},) if (after := _cut(readers)) else ()
    wanted = [one.id for one in readers.values() if survey.language in {"", one.language or site.language}]
    wanted = _not_muting(wanted, lambda muted: muted.says(survey.question))
    ways = ways_of(wanted, site)
    subject = Subject(survey=survey.id, title=survey.question, language=survey.language)
    news = _news_for(wanted, ways, NotificationKind.SURVEY, f"survey:{survey.id}", subject)
    return Found(news, ways, rest)


_FINDERS: Mapping[str, Callable[[Payload, datetime, SiteSettings], Found]] = {
    "articles": _of_articles,
    "breaking": _of_breaking,
    "happenings": _of_happenings,
    "survey": _of_survey,
}
