"""Publishers, pictures, operators, imports and the site's own pages."""

from datetime import timedelta

import pytest

from newsroom import NOW, Newsroom
from octavo.core.catalogue import CatalogueFeed, CataloguePublisher
from octavo.core.failures import Failure, FailureCode
from octavo.core.polling import PictureOutcome
from octavo.core.rights import Terms
from octavo.store import imports, operators, pictures, publishers, reading, site
from octavo.store.models import Feed, ImportReport, Job, Picture, Publisher, Reader

pytestmark = pytest.mark.django_db

NATION = CataloguePublisher(
    slug="nation",
    name="The Nation",
    home_url="https://nation.example/",
    country="KE",
    languages=("en", "sw-KE"),
    feeds=(CatalogueFeed("https://nation.example/rss"), CatalogueFeed("https://nation.example/sport", section="sport")),
    terms=Terms.FULL,
)


def test_the_catalogue_is_brought_in_once() -> None:
    assert publishers.sync_catalogue([NATION], NOW) == publishers.SyncReport(publishers=1, feeds=2)
    assert publishers.sync_catalogue([NATION], NOW) == publishers.SyncReport(0, 0)
    view = reading.publisher("nation")
    assert view is not None
    assert (view.name, view.languages, view.terms) == ("The Nation", ("en", "sw"), Terms.FULL)
    assert list(Job.objects.values_list("kind", flat=True)) == ["find_logo"]


def test_the_catalogue_never_overrides_the_operator() -> None:
    publishers.sync_catalogue([NATION], NOW)
    Publisher.objects.update(name="Nation (mine)", terms="link", is_paused=True)
    Feed.objects.filter(section="sport").update(is_paused=True, title="Mine")
    more = CataloguePublisher(
        **{name: getattr(NATION, name) for name in NATION.__slots__}
        | {"name": "Renamed", "feeds": (*NATION.feeds, CatalogueFeed("https://nation.example/new"))}
    )
    assert publishers.sync_catalogue([more], NOW) == publishers.SyncReport(publishers=0, feeds=1)
    publisher = Publisher.objects.get()
    assert (publisher.name, publisher.terms, publisher.is_paused) == ("Nation (mine)", "link", True)
    assert Feed.objects.get(section="sport").title == "Mine"


def test_logos(newsroom: Newsroom) -> None:
    publisher_id = newsroom.publisher("daily")
    assert publishers.logo_request(publisher_id) == "https://daily.example/"
    picture_id = publishers.record_logo(publisher_id, "https://daily.example/logo.png", NOW)
    assert picture_id is not None
    assert pictures.picture_request(picture_id) == (
        "https://daily.example/logo.png",
        bytes(Picture.objects.get().url_hash).hex(),
    )
    newsroom.picture_arrives(picture_id)
    view = reading.publisher("daily")
    assert view is not None
    assert view.logo is not None
    assert view.logo.widths == (320, 640, 1200)
    assert publishers.logo_request(publisher_id) is None
    assert publishers.record_logo(newsroom.publisher("other"), None, NOW) is None


def test_pictures_that_fail_are_not_shown(newsroom: Newsroom) -> None:
    article_id = newsroom.article("Rain", picture_url="https://daily.example/rain.jpg")
    picture = Picture.objects.get()
    pictures.record_pictures([PictureOutcome(picture.pk, failure=Failure(FailureCode.NOT_A_PICTURE, "text/html"))])
    view = reading.article(article_id)
    assert view is not None
    assert view.card.picture is None
    assert Picture.objects.get().failure == "not_a_picture: text/html"
    newsroom.picture_arrives(picture.pk)
    assert pictures.picture_request(picture.pk) is None
    assert pictures.picture_request(999) is None


def test_a_picture_is_wanted_once(newsroom: Newsroom) -> None:
    for _ in range(3):
        newsroom.article(picture_url="https://daily.example/agency.jpg")
    assert (Picture.objects.count(), Job.objects.filter(kind="fetch_picture").count()) == (1, 1)


class TestOperators:
    def test_the_first_operator_comes_by_a_link_that_works_once(self) -> None:
        token = operators.invite_operator(NOW)
        assert not operators.has_operator()
        assert operators.is_invitation(token, NOW)
        reader = operators.accept_invitation(token, "Ada@Example.org", "a long enough secret", NOW)
        assert (reader.email, reader.is_operator, reader.is_staff) == ("ada@example.org", True, True)
        assert reader.check_password("a long enough secret")
        assert operators.has_operator()
        with pytest.raises(operators.InvitationError) as refused:
            operators.accept_invitation(token, "eve@example.org", "a long enough secret", NOW)
        assert refused.value.code == "token"

    @pytest.mark.parametrize(
        ("email", "password", "code"),
        [("nonsense", "a long enough secret", "email"), ("ada@example.org", "short", "password")],
    )
    def test_what_makes_no_operator_uses_no_invitation(self, email: str, password: str, code: str) -> None:
        token = operators.invite_operator(NOW)
        with pytest.raises(operators.InvitationError) as refused:
            operators.accept_invitation(token, email, password, NOW)
        assert refused.value.code == code
        assert operators.is_invitation(token, NOW)
        assert not Reader.objects.exists()

    def test_old_and_replaced_and_invented_links_do_not_work(self) -> None:
        first = operators.invite_operator(NOW)
        second = operators.invite_operator(NOW)
        assert not operators.is_invitation(first, NOW)
        assert not operators.is_invitation(second, NOW + timedelta(days=8))
        assert not operators.is_invitation("\ud800", NOW)
        assert not operators.is_invitation("", NOW)


def test_imports() -> None:
    report_id = imports.start_import("my feeds.opml", 5, ["line 3: not a feed"])
    imports.note_import(report_id, added=2, known=1)
    imports.note_import(report_id, added=1, left_out=["https://x.example: no feed there"])
    imports.finish_import(report_id, NOW)
    report = ImportReport.objects.get()
    assert (report.total, report.added, report.known, len(report.left_out)) == (5, 3, 1, 2)
    assert report.finished_at == NOW


def test_site_pages() -> None:
    assert site.site_page("about", "en") is None
    site.save_site_page("about", "en", "About", "Who we are")
    site.save_site_page("about", "en", "About us", "Who we are now")
    page = site.site_page("about", "en")
    assert page is not None
    assert (page.title, page.text) == ("About us", "Who we are now")
    site.save_site_page("about", "en", "", " ")
    assert site.site_page("about", "en") is None
