"""The operator takes out what its publisher asks to have taken out."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from newsroom import Newsroom
from octavo.store.models import Article, Publisher, Reader, Takedown
from octavo.store.models.readers import Role

pytestmark = pytest.mark.django_db

SAID = {"asked_by": "press@daily.example", "reason": "An error of theirs"}


@pytest.fixture
def operator() -> Client:
    reader = Reader.objects.create_user("operator@example.org", "eight leaves", role=Role.OPERATOR, is_superuser=True)
    client = Client()
    client.force_login(reader)
    return client


@pytest.fixture
def article_id(db: None) -> int:
    return Newsroom(timezone.now()).article("Rain at last", publisher="daily")


@pytest.mark.parametrize("by", ["address", "page"])
def test_an_article_goes_by_either_address(operator: Client, client: Client, article_id: int, by: str) -> None:
    page = f"http://localhost/article/{article_id}/rain-at-last/"
    address = page if by == "page" else Article.objects.get().url
    answer = operator.post(reverse("operate-takedowns"), {"address": address, **SAID}, follow=True)
    assert "Rain at last" in answer.content.decode()
    assert "press@daily.example" in answer.content.decode()
    assert client.get(f"/article/{article_id}/").status_code == 404


def test_an_unknown_address_is_said_to_be_unknown(operator: Client, article_id: int) -> None:
    answer = operator.post(reverse("operate-takedowns"), {"address": "https://nowhere.example/x", **SAID})
    assert answer.status_code == 422
    assert "No article here has this address." in answer.content.decode()
    assert Article.objects.filter(pk=article_id).exists()


def test_a_publisher_is_taken_out_and_back(operator: Client, article_id: int) -> None:
    publisher = Publisher.objects.get()
    path = reverse("operate-take-out", args=[publisher.pk])
    assert path in operator.get(reverse("operate-publisher", args=[publisher.pk])).content.decode()
    assert operator.post(path, {"reason": "No one asked"}).status_code == 422
    assert operator.post(path, SAID).status_code == 302
    publisher.refresh_from_db()
    assert publisher.is_paused
    lifted = operator.post(reverse("operate-takedown-lift", args=[Takedown.objects.get().pk]), follow=True)
    assert "taken back" in lifted.content.decode()
    publisher.refresh_from_db()
    assert not publisher.is_paused


def test_only_operators_take_out(client: Client, article_id: int) -> None:
    reader = Client()
    reader.force_login(Reader.objects.create_user("reader@example.org", "eight leaves"))
    publisher_id = Publisher.objects.get().pk
    for path in (reverse("operate-takedowns"), reverse("operate-take-out", args=[publisher_id])):
        assert client.post(path, SAID).status_code == 302
        assert reader.post(path, SAID).status_code == 403
    assert not Takedown.objects.exists()
    assert Article.objects.filter(pk=article_id).exists()
