"""The operator's first page: everything at a glance, by tables that screen readers read, and with little work."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from newsroom import Newsroom
from octavo.store import figures, jobs
from octavo.store.models import DayFigures, Reader
from octavo.store.models.readers import Role
from octavo.store.settings import STORE

pytestmark = pytest.mark.django_db
MOST_QUERIES = 60


@pytest.fixture
def operator() -> Client:
    reader = Reader.objects.create_user("operator@example.org", "eight leaves", role=Role.OPERATOR, is_superuser=True)
    client = Client(headers={"host": "localhost"})
    client.force_login(reader)
    return client


def page(client: Client, prefix: str = "") -> str:
    answer = client.get(prefix + reverse("operate"))
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.fixture
def full(db: None) -> None:
    now = timezone.now()
    newsroom = Newsroom(now)
    newsroom.article("Rain at last", picture=True)
    jobs.enqueue("find_logo", "1", {}, now - timedelta(hours=3))
    DayFigures.objects.create(day=now.date() - timedelta(days=1), measured_at=now, database=1000, articles=4)
    figures.measure(now, STORE)


@pytest.mark.parametrize("prefix", ["", "/ar"])
def test_every_chart_is_a_table(operator: Client, full: None, prefix: str) -> None:
    text = page(operator, prefix)
    charts = re.findall(r'<table class="intake.*?</table>', text, re.DOTALL)
    assert len(charts) == 5
    for chart in charts:
        assert re.search(r"<caption[^>]*>[^<]+</caption>", chart)
        assert chart.count('scope="col"') == 2
        assert chart.count('scope="row"') == chart.count("<svg") == chart.count('aria-hidden="true"')
    main = text[text.index("<main") : text.index("</main>")]
    assert not re.search(r'<script|\sstyle=|(?:src|href)="(?:https?:)?//', main)


def test_it_says_what_waits_and_where(operator: Client, full: None) -> None:
    text = page(operator)
    for said in (
        "Active today",
        "Find a publisher&#x27;s logo",
        "3 hours ago",
        "Kept pages, in the database",
        "Growth",
    ):
        assert said in text, said
    assert f"{reverse('moderate')}?show=held" in text


def test_before_the_worker_has_measured_it_says_so(operator: Client) -> None:
    text = page(operator)
    assert "The worker measures the rest within minutes of its start." in text
    assert "Uploads" not in text


def test_more_of_everything_takes_no_more_queries(
    operator: Client, full: None, django_assert_max_num_queries: Any
) -> None:
    page(operator)
    newsroom = Newsroom(timezone.now())
    for number in range(20):
        newsroom.article(f"Rain {number}", url=f"https://daily.example/{number}")
        Reader.objects.create_user(f"{number}@octavo.example")
        jobs.enqueue("fetch_page", str(number), {}, timezone.now())
    with django_assert_max_num_queries(MOST_QUERIES):
        page(operator)
