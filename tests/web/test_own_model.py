"""A reader's own language model: only where the operator allows it, its key never shown, its address guarded."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from octavo.store import assisting, holdings, own_models
from octavo.store.models import Job, Reader, ReaderModel

pytestmark = pytest.mark.django_db
KEY = "sk-nobody-sees-this-4711"
FORM = {"url": "https://models.example/v1", "name": "mine-7b", "key": KEY}


@pytest.fixture
def allowed() -> None:
    assisting.choose({"readers_own": True}, None)


@pytest.fixture
def reader() -> Reader:
    return Reader.objects.create_user("anna@example.org", handle="anna")


@pytest.fixture
def anna(reader: Reader) -> Client:
    client = Client(headers={"host": "localhost"})
    client.force_login(reader)
    return client


def page(client: Client) -> str:
    answer = client.get(reverse("my-model"))
    assert answer.status_code == 200
    return answer.content.decode()


def test_there_is_none_where_the_operator_allows_none(anna: Client) -> None:
    for name in ("my-model", "my-model-try"):
        assert anna.post(reverse(name), FORM).status_code == 404
    assert anna.get(reverse("my-model")).status_code == 404
    assert reverse("my-model") not in anna.get(reverse("me")).content.decode()
    assert not ReaderModel.objects.exists()


@pytest.mark.usefixtures("allowed")
def test_it_is_kept_and_its_key_never_shown(anna: Client, reader: Reader) -> None:
    assert reverse("my-model") in anna.get(reverse("me")).content.decode()
    assert "What leaves this newsroom" in page(anna)
    assert anna.post(reverse("my-model"), FORM).status_code == 302
    assert assisting.own_model(reader.pk) == assisting.OwnModel(FORM["url"], "mine-7b", KEY)
    told = page(anna)
    assert KEY not in told
    assert "A key is kept." in told
    assert KEY not in ReaderModel.objects.get().sealed_key
    assert KEY not in str(holdings.everything(reader))
    assert holdings.everything(reader)["own_model"] == [{"url": FORM["url"], "name": "mine-7b", "tested_at": None}]


@pytest.mark.usefixtures("allowed")
def test_a_key_of_one_server_never_goes_to_another(anna: Client, reader: Reader) -> None:
    anna.post(reverse("my-model"), FORM)
    anna.post(reverse("my-model"), {**FORM, "key": "", "name": "other"})
    assert assisting.own_model(reader.pk) == assisting.OwnModel(FORM["url"], "other", KEY)
    answer = anna.post(reverse("my-model"), {**FORM, "key": "", "url": "https://other.example/v1"}, follow=True)
    assert "The kept key is forgotten." in answer.content.decode()
    own = assisting.own_model(reader.pk)
    assert own
    assert own.key == ""
    anna.post(reverse("my-model"), FORM)
    anna.post(reverse("my-model"), {**FORM, "key": "", "forget_key": "on"})
    own = assisting.own_model(reader.pk)
    assert own
    assert own.key == ""


@pytest.mark.usefixtures("allowed")
def test_a_key_that_cannot_be_read_any_more_is_asked_for(anna: Client, reader: Reader, settings: Any) -> None:
    anna.post(reverse("my-model"), FORM)
    settings.SECRET_KEY = "another"
    anna.force_login(reader)
    assert "Type it again." in page(anna)


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:8080/v1", "http://localhost/v1", "http://[::1]/v1", "http://10.0.0.1/v1",
        "http://169.254.169.254/latest", "http://0x7f.1/v1", "http://2130706433/v1", "http://[::ffff:10.0.0.1]/v1",
        "http://printer.local/v1", "http://models.internal/v1", "http://intranet/v1", "https://models.example:22/v1",
    ],
)  # fmt: skip
@pytest.mark.usefixtures("allowed")
def test_private_addresses_are_refused_with_the_reason(anna: Client, url: str) -> None:
    answer = anna.post(reverse("my-model"), {**FORM, "url": url, "key": ""})
    assert answer.status_code == 422
    assert "private network" in str(answer.context["form"].errors["url"])
    assert not ReaderModel.objects.exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("url", ""), ("url", "ftp://x.example"), ("url", "https://u:p@x.example/v1"), ("url", "https://x.example/?k=1"),
        ("url", "javascript:alert(1)"), ("url", "https://[::1"), ("url", "https://x.example:0/"), ("url", "x" * 501),
        ("name", ""), ("name", "a\nb"), ("name", "x" * 121), ("key", "two words"), ("key", "schlüssel"),
    ],
)  # fmt: skip
@pytest.mark.usefixtures("allowed")
def test_nonsense_is_told_at_its_field(anna: Client, field: str, value: str) -> None:
    answer = anna.post(reverse("my-model"), {**FORM, field: value})
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert KEY not in answer.content.decode()
    assert not ReaderModel.objects.exists()


@pytest.mark.usefixtures("allowed")
def test_a_key_goes_nowhere_unencrypted(anna: Client) -> None:
    answer = anna.post(reverse("my-model"), {**FORM, "url": "http://models.example/v1"})
    assert "https://" in str(answer.context["form"].errors["key"])


@pytest.mark.usefixtures("allowed")
def test_the_worker_tries_it_and_the_page_tells(anna: Client, reader: Reader) -> None:
    assert anna.post(reverse("my-model-try")).status_code == 404
    anna.post(reverse("my-model"), FORM)
    anna.post(reverse("my-model-try"))
    anna.post(reverse("my-model-try"))
    job = Job.objects.get(kind=own_models.TRY)
    assert job.payload == {"reader": reader.pk}
    assert 'http-equiv="refresh"' in page(anna)
    job.delete()
    own = assisting.own_model(reader.pk)
    assert own
    now = timezone.now()
    own_models.note_test(reader.pk, own, {"model": "mine-7b", "code": "", "first_ms": 120}, now)
    assert "First word after 120 ms." in page(anna)
    assert "a moment ago" in anna.post(reverse("my-model-try"), follow=True).content.decode()
    assert not Job.objects.filter(kind=own_models.TRY).exists()
    failed = {"model": "mine-7b", "code": "forbidden_address", "detail": "<b>10.0.0.1"}
    own_models.note_test(reader.pk, own, failed, now - timedelta(minutes=1))
    told = page(anna)
    assert "private network, where Octavo never goes" in told
    assert "&lt;b&gt;10.0.0.1" in told
    anna.post(reverse("my-model-try"))
    assert Job.objects.filter(kind=own_models.TRY).exists()


@pytest.mark.usefixtures("allowed")
def test_what_was_found_of_another_model_is_not_told(anna: Client, reader: Reader) -> None:
    anna.post(reverse("my-model"), FORM)
    before = assisting.own_model(reader.pk)
    assert before
    own_models.note_test(reader.pk, before, {"code": "", "first_ms": 1}, timezone.now())
    anna.post(reverse("my-model"), {**FORM, "name": "another"})
    assert "It answers." not in page(anna)
    own_models.note_test(reader.pk, before, {"code": "", "first_ms": 1}, timezone.now())
    assert "It answers." not in page(anna)


@pytest.mark.usefixtures("allowed")
def test_it_is_removed_also_where_it_is_allowed_no_more(anna: Client, reader: Reader) -> None:
    anna.post(reverse("my-model"), FORM)
    assisting.choose({"readers_own": False}, None)
    told = page(anna)
    assert "asks no models of readers&#x27; own any more" in told or "asks no models of readers' own any more" in told
    assert reverse("my-model-try") not in told
    anna.post(reverse("my-model"), {**FORM, "name": "changed"})
    assert ReaderModel.objects.get().name == "mine-7b"
    assert anna.post(reverse("my-model-remove")).status_code == 302
    assert not ReaderModel.objects.exists()


def test_the_page_tells_what_was_used_of_the_newsrooms_own(anna: Client, reader: Reader) -> None:
    said = {"readers_own": True, "url": "http://127.0.0.1:9/v1", "name": "m", "reader_day_tokens": 5_000}
    assisting.choose(said, None)
    assisting.reserve(assisting.chosen().settings, reader.pk, 1_200, 0, timezone.now().date())
    assert "you used 1,200 of 5,000 tokens today" in page(anna)
