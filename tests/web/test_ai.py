"""The operator's page of language models: settings, the key that is never shown, the test, today's use."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from octavo.core.models import TokenUsage
from octavo.store import assisting
from octavo.store.models import Job, ModelChoice, Reader
from octavo.store.models.readers import Role
from octavo.web.operate.ai_forms import ModelForm

pytestmark = pytest.mark.django_db
KEY = "sk-nobody-sees-this-4711"
FORM = {
    "url": "http://127.0.0.1:11434/v1", "name": "llama3.2:3b", "key": KEY, "concurrency": 4, "first_timeout_s": 30,
    "timeout_s": 180, "price_read": 0.5, "price_written": 1.5, "currency": "EUR", "day_tokens": 100_000, "day_cost": 2,
    "reader_day_tokens": 5_000, "reader_day_cost": 0, "model_summary": "", "model_perspectives": "qwen3:8b",
    "model_wrapup": "off", "model_ask": "", "ask": "everyone", "asks_per_hour": 30,
}  # fmt: skip


@pytest.fixture
def operator() -> Client:
    client = Client(headers={"host": "localhost"})
    client.force_login(Reader.objects.create_user("otto@example.org", handle="otto", role=Role.OPERATOR))
    return client


def page(client: Client) -> str:
    answer = client.get(reverse("operate-ai"))
    assert answer.status_code == 200
    return answer.content.decode()


def keep(client: Client, **more: Any) -> Any:
    return client.post(reverse("operate-ai"), {**FORM, **more})


def test_what_is_set_on_the_page_is_in_force(operator: Client) -> None:
    assert "Does it answer?" not in page(operator)
    assert keep(operator).status_code == 302
    settings = assisting.chosen().settings
    assert (settings.url, settings.name, settings.key) == (FORM["url"], FORM["name"], KEY)
    assert [settings.model_of(one) for one in ("summary", "perspectives", "wrapup")] == ["llama3.2:3b", "qwen3:8b", ""]
    assert (settings.day_tokens, settings.day_cost, settings.currency) == (100_000, 2.0, "EUR")
    assert "Does it answer?" in page(operator)


def test_translations_and_explanations_have_models_of_their_own(operator: Client) -> None:
    shown = page(operator)
    assert "Model for translations" in shown
    assert "Model for explaining simply" in shown
    keep(operator, model_translate="madlad", model_explain="off")
    settings = assisting.chosen().settings
    assert (settings.model_of("translate"), settings.model_of("explain")) == ("madlad", "")


def test_a_key_is_encrypted_and_never_shown(operator: Client) -> None:
    keep(operator)
    row = ModelChoice.objects.get()
    assert KEY not in f"{row.said} {row.sealed_key}"
    assert KEY not in page(operator)
    assert "A key is kept." in page(operator)
    keep(operator, key="", name="another")
    assert (assisting.chosen().settings.key, assisting.chosen().settings.name) == (KEY, "another")
    keep(operator, key="", forget_key="on")
    assert assisting.chosen().settings.key == ""
    assert "A key is kept." not in page(operator)


def test_a_key_of_one_server_never_goes_to_another(operator: Client) -> None:
    keep(operator)
    answer = operator.post(reverse("operate-ai"), {**FORM, "key": "", "url": "https://other.example/v1"}, follow=True)
    assert "The kept key is forgotten." in answer.content.decode()
    assert assisting.chosen().settings.key == ""


def test_a_key_that_another_secret_key_sealed_is_asked_for_again(operator: Client, settings: Any) -> None:
    keep(operator)
    settings.SECRET_KEY = "another"
    chosen = assisting.chosen()
    assert chosen.has_lost_key
    assert chosen.settings.key == ""
    form = ModelForm(None, chosen)
    assert "Type it again" in str(form.fields["key"].help_text)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("url", "ftp://x.example"),
        ("url", "http://user:password@x.example/v1"),
        ("url", "http://x.example/v1?key=1"),
        ("url", "http://[::1"),
        ("url", "javascript:alert(1)"),
        ("name", ""),
        ("key", "two words"),
        ("key", "schlüssel"),
        ("currency", "euro"),
        ("day_tokens", "-1"),
        ("price_read", "nan"),
        ("concurrency", "0"),
        ("model_ask", "a,b"),
    ],
)
def test_nonsense_is_told_at_its_field(operator: Client, field: str, value: str) -> None:
    answer = keep(operator, **{field: value})
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert KEY not in answer.content.decode()
    assert not ModelChoice.objects.exists()


def test_what_the_environment_sets_cannot_be_changed_here(operator: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OCTAVO_MODEL_URL", "http://127.0.0.1:1/v1")
    monkeypatch.setenv("OCTAVO_MODEL_KEY", "k")
    keep(operator)
    assert "Set by OCTAVO_MODEL_URL." in page(operator)
    row = ModelChoice.objects.get()
    assert "url" not in row.said
    assert row.sealed_key == ""


def test_the_worker_tries_it_and_the_page_tells(operator: Client) -> None:
    keep(operator)
    assert operator.post(reverse("operate-ai-try")).status_code == 302
    job = Job.objects.get(kind=assisting.TRY)
    assert 'http-equiv="refresh"' in page(operator)
    job.delete()
    now = datetime.now(UTC)
    assisting.note_test({"model": "llama3.2:3b", "code": "", "first_ms": 120, "tokens": 30}, now)
    assert "First word after 120 ms." in page(operator)
    assisting.note_test({"model": "m", "code": "http_status", "status": 404, "detail": "<b>no such model"}, now)
    told = page(operator)
    assert "The server refuses or has an error." in told
    assert "&lt;b&gt;no such model" in told


def test_todays_use(operator: Client) -> None:
    today = datetime.now(UTC).date()
    keep(operator)
    reader = Reader.objects.create_user("anna@example.org", handle="anna")
    reserved = assisting.reserve(assisting.chosen().settings, reader.pk, 2_000, 500, today)
    used = assisting.Used("ask", "llama3.2:3b", TokenUsage(1_000, 234), 851_000, sentences=3, dropped=1)
    assisting.settle(reserved, used, today)
    assisting.settle(None, assisting.Used("summary", assisting.OWN, TokenUsage(5, 5)), today)
    told = page(operator)
    assert "Answers to questions" in told
    assert "1,234 / 100,000" in told
    assert "0.85 / 2.00 EUR" in told
    assert "25%" in told
    assert "Readers&#x27; own" in told or "Readers' own" in told
    arabic = operator.get("/ar/operate/ai/").content.decode()
    assert 'dir="rtl"' in arabic
    assert "Sentences dropped" not in arabic


def test_every_field_is_in_one_group(operator: Client) -> None:
    keep(operator)
    form = ModelForm(None, assisting.chosen())
    shown = [field.name for group in form.groups for field in group.visible_fields]
    assert sorted(shown) == sorted(form.fields)
    assert "forget_key" in shown
