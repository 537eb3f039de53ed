"""Comments in a real Chromium: waiting, published, answered, liked, changed, reported, decided by keys, appealed."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pytest

Visit = Callable[..., Any]
PASSWORD = "eight leaves make one sheet"


@pytest.fixture(scope="module")
def talk(browser: Any, running: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    with running(tmp_path_factory.mktemp("talk"), "talk") as site:
        yield site


@pytest.fixture(scope="module")
def sessions(browser: Any, talk: Any) -> dict[str, Any]:
    """The cookies of everybody who has an account."""
    kept = {}
    for name in ("anna", "ben", "mia", "operator"):
        context = browser.new_context()
        page = context.new_page()
        page.goto(f"{talk.address}/operate/sign-in/?next=/about/")
        page.get_by_label("E-mail").fill(f"{name}@octavo.example")
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Sign in", exact=True).click()
        page.wait_for_url("**/about/")
        kept[name] = context.storage_state()
        context.close()
    return kept


@pytest.fixture
def as_reader(visit: Visit, sessions: dict[str, Any]) -> Callable[..., Any]:
    """A page of somebody who is signed in: `as_reader("anna", scripts=False)`."""

    def as_reader(name: str, **options: Any) -> Any:
        return partial(visit, storage_state=sessions[name])(**options)

    return as_reader


@pytest.fixture(scope="module")
def assert_fit(violations: Any, small_targets: Any) -> Callable[[Any], None]:
    def assert_fit(page: Any) -> None:
        assert violations(page) == []
        assert [found for found in small_targets(page) if "comment" in found or "talk" in found] == []
        assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]

    return assert_fit


def article(talk: Any, name: str, prefix: str = "") -> str:
    return f"{talk.address}{prefix}/article/{talk.named[name]}/"


@pytest.mark.timeout(300)  # five people, and a judge who takes half a second each time
def test_a_conversation_from_first_word_to_appeal(
    talk: Any, as_reader: Any, visit: Visit, assert_fit: Callable[[Any], None]
) -> None:
    anna, ben, mia = as_reader("anna"), as_reader("ben"), as_reader("mia", width=1280, height=900)
    address = article(talk, "open-ledger-0-1")
    _anna_writes(anna, address)
    _ben_answers_and_likes(ben, address)
    _anna_changes(anna, address)
    _ben_reports(ben)
    _mia_decides_by_keyboard(mia, talk, assert_fit)
    _anna_appeals(anna, address)
    _mia_publishes(mia, talk)
    stranger = visit(scripts=False)
    stranger.goto(address)
    assert stranger.locator(".comment-text", has_text="I sailed on the first of them").is_visible()
    assert stranger.get_by_role("link", name="Sign in to comment").is_visible()
    stranger.goto(f"{talk.address}/moderation-log/")
    assert stranger.get_by_text("Published after an appeal").is_visible()
    assert stranger.get_by_text("sailed").count() == 0


def _anna_writes(anna: Any, address: str) -> None:
    anna.goto(address)
    anna.get_by_label("Your comment").fill("I sailed on the *first* of them.")
    anna.get_by_role("button", name="Post").click()
    comment = anna.locator("li.comment")
    comment.get_by_text("it is being checked").wait_for()
    comment.locator("em", has_text="first").wait_for()
    comment.get_by_text("it is being checked").wait_for(state="detached")


def _ben_answers_and_likes(ben: Any, address: str) -> None:
    ben.goto(address)
    ben.get_by_role("button", name="Like").click()
    ben.locator("[data-like] [aria-pressed=true]").wait_for()
    assert ben.locator("[data-likes]").inner_text() == "1"
    ben.get_by_role("link", name="Quote").click()
    form = ben.locator("li.comment > .talk-form")
    assert form.get_by_label("Quotation").input_value() == "I sailed on the first of them."
    form.get_by_label("Your comment").fill("How was it?")
    form.get_by_role("button", name="Post").click()
    ben.locator(".answers .comment-text", has_text="How was it?").wait_for()
    assert ben.locator(".answers .comment-quote").inner_text() == "I sailed on the first of them."


def _anna_changes(anna: Any, address: str) -> None:
    anna.goto(address)
    anna.get_by_role("link", name="Change", exact=True).click()
    anna.get_by_label("Your comment").fill("I sailed on the first of them, in the rain.")
    anna.get_by_role("button", name="Keep").click()
    anna.get_by_text("in the rain").wait_for()
    anna.locator(".comment-state").wait_for(state="detached")


def _ben_reports(ben: Any) -> None:
    ben.reload()
    ben.locator(".talk-more summary").first.click()
    ben.get_by_role("link", name="Report").click()
    ben.get_by_label("Something else").check()
    ben.get_by_role("button", name="Report").click()
    assert ben.get_by_text("Moderators will look at it.").first.is_visible()


def _mia_decides_by_keyboard(mia: Any, talk: Any, assert_fit: Callable[[Any], None]) -> None:
    mia.goto(f"{talk.address}/moderate/?show=flagged")
    item = mia.locator("[data-item]")
    assert item.get_by_text("Reported:").is_visible()
    assert item.evaluate("one => one === document.activeElement")
    assert_fit(mia)
    mia.keyboard.press("r")
    assert mia.locator("select[name=reason]").evaluate("one => one === document.activeElement")
    mia.locator("select[name=reason]").select_option("off_topic")
    mia.keyboard.press("Escape")
    mia.keyboard.press("r")
    mia.get_by_text("Nothing waits here").wait_for()
    mia.keyboard.press("u")
    mia.get_by_text("Taken back.").wait_for()
    assert item.is_visible(), "a decision that was taken back is open again"
    mia.locator("select[name=reason]").select_option("off_topic")
    mia.keyboard.press("Escape")
    mia.keyboard.press("r")
    mia.get_by_text("Nothing waits here").wait_for()


def _anna_appeals(anna: Any, address: str) -> None:
    anna.goto(address)
    assert anna.get_by_text("It has nothing to do with the article.").is_visible()
    anna.get_by_role("link", name="Appeal").click()
    anna.get_by_label("Why should it be published?").fill("It is about these boats.")
    anna.get_by_role("button", name="Send the appeal").click()
    assert anna.get_by_text("Your appeal is with the moderators").first.is_visible()


def _mia_publishes(mia: Any, talk: Any) -> None:
    mia.goto(f"{talk.address}/moderate/?show=appeals")
    assert mia.get_by_text("It is about these boats.").is_visible()
    mia.keyboard.press("a")
    mia.get_by_text("Nothing waits here").wait_for()


def test_a_comment_in_arabic_without_scripts(talk: Any, as_reader: Any, assert_fit: Callable[[Any], None]) -> None:
    ben = as_reader("ben", scripts=False)
    ben.goto(article(talk, "al-marsa-0-11", "/ar"))
    ben.locator(".talk-form textarea").fill("أبحرت على متن **أولها**، وكان الجو ممطراً.")
    ben.locator(".talk-form button[type=submit]").click()
    ben.wait_for_load_state()
    assert "/ar/article/" in ben.url
    comment = ben.locator("li.comment")
    assert comment.locator("strong", has_text="أولها").is_visible()
    assert comment.locator(".comment-text").evaluate("one => getComputedStyle(one).direction") == "rtl"
    for _turn in range(20):
        ben.reload()
        if not comment.locator(".comment-state").count():
            break
        ben.wait_for_timeout(500)
    assert comment.locator(".comment-text").get_attribute("lang") == "ar"
    with_scripts = as_reader("ben")
    with_scripts.goto(article(talk, "al-marsa-0-11", "/ar"))
    assert_fit(with_scripts)


PAGES = (
    "ben /", "ben /surveys/", "ben /survey/{survey}/", "ben /blocked/", "ben /rules/", "ben /moderation-log/",
    "mia /moderate/", "operator /operate/community/", "operator /operate/surveys/", "operator /operate/surveys/make/",
)  # fmt: skip


@pytest.mark.parametrize("prefix", ["", "/ar"])
@pytest.mark.parametrize("wanted", PAGES)
def test_axe_finds_nothing(talk: Any, as_reader: Any, assert_fit: Any, wanted: str, prefix: str) -> None:
    name, path = wanted.split()
    page = as_reader(name)
    page.goto(f"{talk.address}{prefix}{path.format(**talk.named)}")
    assert_fit(page)


def test_one_voice_in_a_survey(talk: Any, as_reader: Any, assert_fit: Callable[[Any], None]) -> None:
    anna = as_reader("anna")
    anna.goto(f"{talk.address}/")
    survey = anna.locator(".survey")
    survey.get_by_label("Yes").check()
    survey.get_by_role("button", name="Vote").click()
    assert anna.locator(".survey-own").get_by_text("your answer").is_visible()
    assert survey.get_by_role("button", name="Vote").count() == 0
    assert_fit(anna)
