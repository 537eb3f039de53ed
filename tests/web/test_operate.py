"""The operator's pages, told with a fixed cast: operator, reader, stranger."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import get_resolver, reverse
from django.utils import timezone

from octavo.store import operators
from octavo.store.models import Article, Feed, ImportReport, Job, Notice, Publisher, Reader, SitePage
from octavo.store.models.readers import Role

PASSWORD = "eight leaves make one sheet"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh_cache() -> None:
    cache.clear()


@pytest.fixture
def operator() -> Client:
    return _client(Reader.objects.create_user("operator@example.org", PASSWORD, role=Role.OPERATOR, is_superuser=True))


@pytest.fixture
def reader() -> Client:
    return _client(Reader.objects.create_user("reader@example.org", PASSWORD))


@pytest.fixture
def stranger() -> Client:
    return Client()


def _client(reader: Reader) -> Client:
    client = Client()
    client.force_login(reader)
    return client


@pytest.fixture
def feed() -> Feed:
    publisher = Publisher.objects.create(slug="harbour-post", name="Harbour Post", country="KE", languages=["en"])
    return Feed.objects.create(url="https://harbour.example/feed.xml", publisher=publisher, title="All news")


def _addresses(feed: Feed) -> list[str]:
    """Every address below /operate/ but those that strangers need, from the URL map itself."""
    report = ImportReport.objects.create(name="list.opml", total=1)
    values = {
        "feed_id": feed.pk,
        "verb": "poll",
        "publisher_id": feed.publisher_id,
        "report_id": report.pk,
        "article_id": _original(),
        "act_id": 1,
        "survey_id": _survey(),
        "takedown_id": 1,
        "notice_id": Notice.objects.create(title="Socks", starts_at=timezone.now(), ends_at=timezone.now()).pk,
        "reader_id": Reader.objects.order_by("pk")[0].pk,
        "invitation_id": 1,
        "name": "about",
        "language": "en",
    }
    found = []
    for name, patterns in get_resolver().reverse_dict.lists():
        if isinstance(name, str) and name.startswith("operate"):
            needed = {key: values[key] for key in patterns[0][0][0][1]}
            found.append(reverse(name, kwargs=needed))
    return sorted(found)


def _survey() -> int:
    from octavo.store import surveys

    now = datetime.now(UTC)
    draft = surveys.SurveyDraft("Should the ferry wait?", "choice", ("Yes", "No"), "", "front", "", now, None)
    return surveys.save_survey(draft, Reader.objects.values_list("pk", flat=True)[0], now)


def _original() -> int:
    """Of an article that this newsroom wrote."""
    from octavo.store import originals

    publisher = originals.own_publisher("Ours", "https://ours.example/")
    address = "https://ours.example/original/a1/"
    draft = originals.OriginalDraft("Ours", "Text.", "<p>Text.</p>", "en", address)
    return originals.write_original(draft, publisher, datetime.now(UTC))


def test_every_address_is_closed_to_strangers_and_readers(stranger: Client, reader: Client, feed: Feed) -> None:
    addresses = _addresses(feed)
    assert len(addresses) >= 14
    for address in addresses:
        for method in ("get", "post"):
            answer = getattr(stranger, method)(address)
            assert answer.status_code == 302, address
            assert answer.headers["Location"].startswith(reverse("account_login")), address
            assert getattr(reader, method)(address).status_code == 403, address
    feed.refresh_from_db()
    assert feed.next_poll_at is None


def test_pages_answer_the_operator_in_english_and_arabic(operator: Client, feed: Feed) -> None:
    Feed.objects.filter(pk=feed.pk).update(failures=3, failure_code="dns", failure_detail="no such host")
    Job.objects.create(kind="fetch_page", key="1", state="failed", run_at=datetime.now(UTC), last_error="timeout")
    for address in _addresses(feed):
        answer = operator.get(address)
        assert answer.status_code in {200, 405}, address
        if answer.status_code == 200 and "html" in answer.headers["Content-Type"]:
            assert "no-store" in answer.headers["Cache-Control"]
            arabic = operator.get("/ar" + address).content.decode()
            assert 'dir="rtl"' in arabic, address
    health = operator.get(reverse("operate-feeds") + "?health=failing").content.decode()
    assert "The server&#x27;s name cannot be found." in health


def test_the_first_operator_comes_by_a_link_that_works_once(stranger: Client) -> None:
    token = operators.invite_operator(datetime.now(UTC))
    address = reverse("welcome", args=[token])
    page = stranger.get(address)
    assert page.status_code == 200
    assert page.headers["Referrer-Policy"] == "same-origin"
    weak = stranger.post(address, {"email": "anna@example.org", "password": "1234567890"})
    assert weak.status_code == 422
    done = stranger.post(address, {"email": "Anna@example.org", "password": PASSWORD})
    assert done.headers["Location"] == reverse("operate")
    assert stranger.get(reverse("operate")).status_code == 200
    assert Client().get(address).status_code == 410
    assert Client().post(address, {"email": "eve@example.org", "password": PASSWORD}).status_code == 410
    assert Reader.objects.get().email == "anna@example.org"


def test_an_old_link_makes_nobody(stranger: Client) -> None:
    token = operators.invite_operator(datetime.now(UTC) - timedelta(days=8))
    assert stranger.get(reverse("welcome", args=[token])).status_code == 410


def test_signing_in_leads_back_and_never_elsewhere(operator: Client, stranger: Client) -> None:
    for wanted, place in [
        ("/operate/jobs/", "/operate/jobs/"),
        ("https://evil.example/", "/operate/"),
        ("//evil.example", "/operate/"),
    ]:
        form = {"login": "operator@example.org", "password": PASSWORD, "next": wanted}
        assert Client().post(reverse("account_login"), form).headers["Location"] == place
    assert (
        stranger.get(reverse("sign-in") + "?next=/operate/jobs/").headers["Location"]
        == "/account/login/?next=/operate/jobs/"
    )


def test_posts_need_the_token_of_the_form(feed: Feed, operator: Client) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(Reader.objects.get(email="operator@example.org"))
    assert strict.post(reverse("operate-feed-act", args=[feed.pk, "remove"])).status_code == 403
    assert Feed.objects.filter(pk=feed.pk).exists()


def test_adding_by_address_leaves_the_looking_to_the_worker(operator: Client) -> None:
    answer = operator.post(reverse("operate-feeds-add"), {"url": "harbour.example"})
    report = ImportReport.objects.get()
    assert answer.headers["Location"] == reverse("operate-import", args=[report.pk])
    assert Job.objects.get().payload["url"] == "https://harbour.example"
    for nonsense in ("", "javascript:alert(1)", "no address at all", "file:///etc/passwd"):
        assert operator.post(reverse("operate-feeds-add"), {"url": nonsense}).status_code == 422


def test_an_opml_list_is_taken_and_nonsense_refused(operator: Client) -> None:
    opml = b'<opml><body><outline text="A" xmlUrl="https://a.example/feed"/></body></opml>'
    answer = operator.post(reverse("operate-imports"), {"file": SimpleUploadedFile("mine.opml", opml)})
    assert answer.status_code == 302
    assert ImportReport.objects.get().total == 1
    nonsense = operator.post(reverse("operate-imports"), {"file": SimpleUploadedFile("x.opml", b"\x00\xffjpeg")})
    assert nonsense.status_code == 422
    empty = operator.post(reverse("operate-imports"), {"file": SimpleUploadedFile("x.opml", b"")})
    assert empty.status_code == 422


def test_a_feed_is_edited_paused_polled_and_removed(operator: Client, feed: Feed) -> None:
    form = {"title": "Harbour", "url": feed.url, "publisher": feed.publisher_id, "use": "news", "language": "en_GB"}
    assert operator.post(reverse("operate-feed", args=[feed.pk]), form).status_code == 302
    feed.refresh_from_db()
    assert feed.title == "Harbour"
    for verb, check in [("pause", lambda: feed.is_paused), ("poll", lambda: feed.next_poll_at is not None)]:
        operator.post(reverse("operate-feed-act", args=[feed.pk, verb]))
        feed.refresh_from_db()
        assert check(), verb
    bad = operator.post(reverse("operate-feed", args=[feed.pk]), form | {"url": "ftp://harbour.example/"})
    assert bad.status_code == 422
    assert operator.post(reverse("operate-feed-act", args=[feed.pk, "explode"])).status_code == 404
    operator.post(reverse("operate-feed-act", args=[feed.pk, "remove"]))
    assert not Feed.objects.exists()


def test_a_publisher_and_its_terms_are_edited(operator: Client, feed: Feed) -> None:
    form = {"name": "Harbour Post", "country": "tz", "languages": "sw, en", "terms": "full"}
    assert operator.post(reverse("operate-publisher", args=[feed.publisher_id]), form).status_code == 302
    publisher = Publisher.objects.get()
    assert (publisher.country, publisher.languages, publisher.terms) == ("TZ", ["sw", "en"], "full")
    wrong = operator.post(reverse("operate-publisher", args=[feed.publisher_id]), form | {"country": "Kenya"})
    assert wrong.status_code == 422


def test_failed_jobs_are_tried_again(operator: Client) -> None:
    job = Job.objects.create(kind="fetch_page", key="1", state="failed", run_at=datetime.now(UTC), attempts=5)
    operator.post(reverse("operate-jobs-retry"), {"job": [str(job.pk), "nonsense", "²"]})
    assert Job.objects.get().state == "due"


def test_failed_jobs_say_what_they_are_about(newsroom: Any, django_assert_max_num_queries: Any) -> None:
    from octavo.store import desk

    ids = [newsroom.article(f"Story {number}", picture=True) for number in range(6)]
    pictures = Article.objects.values_list("picture", flat=True)
    payloads = [{"article": pk} for pk in ids] + [{"picture": pk} for pk in pictures]
    payloads += [{"publisher": newsroom.publisher("daily")}, {"article": 10**9}, {}]
    for number, payload in enumerate(payloads):
        Job.objects.create(kind="x", key=str(number), payload=payload, state="failed", run_at=newsroom.now)
    with django_assert_max_num_queries(5):
        found = [job.subject.title for job in reversed(desk.failed_jobs(100))]
    stories = [f"Story {number}" for number in range(6)]
    assert (found[:6], sorted(found[6:12]), found[12:]) == (stories, stories, ["Daily", "", ""])


def test_site_pages_are_the_operators_own(operator: Client, stranger: Client) -> None:
    address = reverse("operate-page", args=["about", "en"])
    operator.post(address, {"title": "About us", "text": "We read <script>alert(1)</script> so that you need not."})
    page = stranger.get(reverse("about")).content.decode()
    assert "About us" in page
    assert "<script>alert(1)" not in page
    operator.post(address, {"title": "", "text": " "})
    assert not SitePage.objects.exists()
    assert operator.get("/operate/pages/about/xx/").status_code == 404


def test_the_admin_has_no_door_of_its_own(stranger: Client) -> None:
    """Its form would not count wrong passwords, nor ask for second factors."""
    answer = stranger.get("/admin/", follow=True)
    assert answer.redirect_chain[-1] == ("/account/login/?next=/admin/", 302)
    assert stranger.post("/admin/login/", {"username": "a@b.example", "password": "x"}).status_code == 302


def test_the_admin_has_every_table(operator: Client, stranger: Client) -> None:
    from django.apps import apps
    from django.contrib import admin

    registered = set(admin.site._registry)
    assert {model for model in apps.get_app_config("store").get_models() if model not in registered} == set()
    for model in apps.get_app_config("store").get_models():
        address = reverse(f"admin:store_{model._meta.model_name}_changelist")
        assert operator.get(address).status_code == 200, model
        assert stranger.get(address).status_code == 302, model
