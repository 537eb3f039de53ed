"""The operator's work in a real Chromium: from the one-time link to signing out; every page accessible, on a phone."""

import re
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

Visit = Callable[..., Any]

PASSWORD = "eight leaves make one sheet"
OPML = b"""<opml version="2.0"><head><title>Mine</title></head><body>
<outline text="Ferries" xmlUrl="https://ferries.example/feed.xml"/><outline text="Nothing" xmlUrl="ftp://a.example/"/>
</body></opml>"""


@pytest.fixture(scope="module")
def desk(browser: Any, running: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A newsroom with a bit of everything that may go wrong."""
    with running(tmp_path_factory.mktemp("desk"), "troubled") as site:
        yield site


@pytest.fixture(scope="module")
def session(browser: Any, desk: Any) -> Any:
    """The cookies of a signed-in operator."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{desk.address}/operate/")
    page.get_by_label("E-mail").fill("operator@octavo.example")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url("**/operate/")
    kept = context.storage_state()
    context.close()
    return kept


@pytest.fixture
def signed_in(visit: Visit, session: Any) -> Visit:
    return partial(visit, storage_state=session)


@pytest.fixture(scope="module")
def assert_fit(violations: Any, small_targets: Any) -> Callable[[Any], None]:
    def assert_fit(page: Any) -> None:
        assert violations(page) == []
        assert small_targets(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= 390

    return assert_fit


def test_the_operators_journey(visit: Visit, running: Any, tmp_path: Path) -> None:
    with running(tmp_path) as site:
        page, main = visit(width=1280), "main"
        _become_operator(page, site)
        _add_feeds(page)
        _edit_feed_and_publisher(page)
        _write_about(page)
        page.goto(f"{site.address}/operate/")
        page.get_by_role("button", name="Sign out").click()
        page.wait_for_url(f"{site.address}/")
        page.goto(f"{site.address}/operate/jobs/")
        assert page.url == f"{site.address}/account/login/?next=/operate/jobs/"
        assert page.locator(main).get_by_role("heading", level=1).inner_text() == "Sign in"
        page.get_by_label("E-mail").fill("anna@octavo.example")
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_label("Password").press("Enter")
        page.wait_for_url(f"{site.address}/operate/jobs/")


def _become_operator(page: Any, site: Any) -> None:
    """The form really posts: under a Referrer-Policy of "no-referrer" a browser's post would be refused."""
    page.goto(f"{site.address}/operate/welcome/{site.invitation}/")
    page.get_by_label("E-mail").fill("anna@octavo.example")
    page.get_by_label("Password").fill("1234567890")
    page.get_by_role("button", name="Begin").click()
    assert page.get_by_role("alert").is_visible(), "a weak password is refused, and why"
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Begin").click()
    page.wait_for_url(f"{site.address}/operate/")
    assert page.get_by_role("heading", level=1).inner_text() == "Your newsroom"
    assert page.locator(".desk-facts").get_by_text("Healthy feeds").is_visible()


def _add_feeds(page: Any) -> None:
    page.get_by_role("navigation", name="Operator's pages").get_by_role("link", name="Feeds").click()
    page.get_by_label("Address").fill("ferries.example")
    page.get_by_role("button", name="Add", exact=True).click()
    page.wait_for_url("**/operate/imports/*/")
    assert page.locator("[role=status]").filter(has_text="worker").or_(page.locator("progress")).first.is_visible()
    page.get_by_role("link", name="Feeds").click()
    page.get_by_label("OPML file").set_input_files({"name": "mine.opml", "mimeType": "text/xml", "buffer": OPML})
    page.get_by_role("button", name="Import").click()
    page.wait_for_url("**/operate/imports/*/")
    assert page.get_by_text("mine.opml").is_visible()
    assert page.get_by_text("ftp://a.example/").is_visible(), "what was left out, and why"


def _edit_feed_and_publisher(page: Any) -> None:
    page.get_by_role("link", name="Feeds").first.click()
    page.locator(".desk-rows a", has_text="harbour-post").or_(page.locator(".desk-rows a")).first.click()
    page.get_by_label("Title").fill("All the news of the harbour")
    page.get_by_role("button", name="Keep").click()
    assert page.get_by_text("Kept.").is_visible()
    assert page.get_by_role("heading", level=1).inner_text() == "All the news of the harbour"
    page.get_by_role("button", name="Pause").click()
    page.get_by_role("button", name="Resume").wait_for()
    page.locator(".page-note a").first.click()
    page.wait_for_url("**/operate/publishers/*/")
    page.get_by_label(re.compile("^terms:?$", re.IGNORECASE)).select_option("link")
    page.get_by_role("button", name="Keep").click()
    assert page.get_by_text("Kept.").is_visible()
    assert page.get_by_label(re.compile("^terms:?$", re.IGNORECASE)).input_value() == "link"


def _write_about(page: Any) -> None:
    page.get_by_role("navigation", name="Operator's pages").get_by_role("link", name="Pages").click()
    page.get_by_role("link", name="About").first.click()
    page.get_by_label("Title").fill("About our newsroom")
    page.get_by_label("Text").fill("We read the harbour's papers.\n\n# Who\n\nAnna <b>and</b> Tomás.")
    page.get_by_role("button", name="Keep").click()
    page.wait_for_url("**/operate/pages/")
    page.goto(page.url.replace("/operate/pages/", "/about/"))
    assert page.get_by_role("heading", name="About our newsroom").is_visible()
    assert page.get_by_text("Anna <b>and</b> Tomás.").is_visible(), "text, and never markup"


PAGES = (
    "", "feeds/", "feeds/?health=failing", "feeds/?q=nothingfitsthis", "feeds/{feed}/", "publishers/",
    "publishers/{publisher}/", "imports/1/", "quality/", "quality/?sort=name", "quality/{publisher}/", "quarantine/",
    "ai/", "ai/checker/", "ai/checker/?feature=ask",
    "jobs/", "pages/", "pages/about/en/", "desk/", "desk/?country=KE&language=en", "originals/", "originals/write/",
)  # fmt: skip


@pytest.mark.parametrize("prefix", ["", "/ar"])
@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing_on_the_operators_pages(
    signed_in: Visit, desk: Any, assert_fit: Any, path: str, prefix: str
) -> None:
    page = signed_in()
    path = _path(page, desk, path)
    page.goto(f"{desk.address}{prefix}/operate/{path}")
    assert page.locator(".desk-nav").is_visible()
    assert_fit(page)


@pytest.mark.parametrize("prefix", ["", "/ar"])
@pytest.mark.parametrize("path", ["sign-in/", "welcome/{invitation}/", "welcome/used/"])
def test_axe_finds_nothing_at_the_door(visit: Visit, desk: Any, assert_fit: Any, path: str, prefix: str) -> None:
    page = visit()
    page.goto(f"{desk.address}{prefix}/operate/{path.format(invitation=desk.invitation)}")
    assert_fit(page)
    if page.locator("form.form").count():
        page.locator("form.form input[type=email]").fill("nobody@octavo.example")
        page.locator("form.form input[type=password]").fill("1234567890")
        page.locator("form.form button").click()
        assert page.locator("main [role=alert]:visible").first.is_visible()
        assert_fit(page)


def _path(page: Any, desk: Any, path: str) -> str:
    """`{feed}` is the first in trouble, `{publisher}` the first of the list."""
    kind = re.search(r"{(\w+)}", path)
    if kind is None:
        return path
    page.goto(f"{desk.address}/operate/{kind[1]}s/")
    number = page.locator(".desk-rows a").first.get_attribute("href").rstrip("/").rpartition("/")[2]
    return path.replace(kind[0], number)


def test_a_page_that_is_held_back_can_be_kept_back_and_released(signed_in: Visit, desk: Any) -> None:
    page = signed_in()
    page.goto(f"{desk.address}/operate/quality/")
    page.get_by_role("link", name="pages held back").click()
    before = page.get_by_role("button", name="Keep back").count()
    assert before > 1
    page.get_by_role("button", name="Keep back").first.click()
    page.get_by_text("It stays as its feed has it.").wait_for()
    assert page.get_by_role("button", name="Keep back").count() == before - 1
    kept = page.locator("section", has_text="Kept back by you")
    kept_before = kept.get_by_role("button", name="Release").count()
    kept.get_by_role("button", name="Release").first.click()
    assert kept.get_by_role("button", name="Release").count() == kept_before - 1


def test_the_desk_pins_and_takes_back_and_an_original_is_written(signed_in: Visit, desk: Any, assert_fit: Any) -> None:
    page = signed_in()
    page.goto(f"{desk.address}/operate/desk/?country=KE&language=en")
    page.locator(".desk-act summary").nth(3).click()
    form = page.locator(".desk-act form").nth(3)
    form.get_by_label("Note, for the log").fill("For the harbour")
    form.get_by_role("button", name="Decide").click()
    assert page.get_by_text("Done. It holds from now on.").is_visible()
    assert page.locator(".mark-pinned").first.is_visible()
    assert page.get_by_text("For the harbour").first.is_visible()
    page.evaluate("document.querySelectorAll('main details').forEach(one => { one.open = true; })")
    assert_fit(page)
    page.get_by_role("button", name="Take back").click()
    assert page.get_by_text("Taken back.").is_visible()
    assert page.locator(".mark-pinned").count() == 0
    page.goto(f"{desk.address}/operate/originals/write/")
    page.get_by_label("Title").fill("Why the ferry waits")
    page.get_by_label("Text").fill("It waits for **everyone**.")
    page.get_by_role("button", name="Publish").click()
    page.wait_for_url("**/operate/originals/")
    assert_fit(page)
    page.get_by_role("link", name="As readers see it").click()
    assert page.locator(".text strong", has_text="everyone").is_visible()
    page.go_back()
    page.get_by_role("button", name="Withdraw").click()
    assert page.get_by_text("Nothing of your own yet").is_visible()


def test_failed_jobs_say_what_they_were_about(signed_in: Visit, desk: Any) -> None:
    page = signed_in()
    page.goto(f"{desk.address}/operate/jobs/")
    assert page.locator(".desk-job").count() == 5
    page.locator(".desk-job", has_text="Read an article's page").locator("a").first.click()
    assert f"/article/{desk.named['al-marsa-0-10']}/" in page.url
