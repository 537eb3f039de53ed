"""Settings of language models: nonsense stops the start with one clear line."""

from pathlib import Path

import pytest

from octavo.core.assisting import ModelSettings
from octavo.core.config import given, load
from octavo.core.failures import OctavoError
from octavo.core.models import ModelPrice, TokenUsage, estimated_tokens

URL = {"OCTAVO_MODEL_URL": "http://127.0.0.1:11434/v1", "OCTAVO_MODEL_NAME": "llama3.2:3b"}


def test_a_model_for_each_feature() -> None:
    said = load(ModelSettings, {**URL, "OCTAVO_MODEL_FEATURES": "summary=qwen3:8b, ask=off"})
    models = [said.model_of(feature) for feature in ("summary", "ask", "wrapup")]
    assert models == ["qwen3:8b", "", "llama3.2:3b"]
    assert ModelSettings().model_of("summary") == ""


def test_a_key_from_a_file(tmp_path: Path) -> None:
    (tmp_path / "key").write_text("sk-1\n", encoding="utf-8")
    environment = {**URL, "OCTAVO_MODEL_KEY_FILE": str(tmp_path / "key")}
    assert load(ModelSettings, environment).key == "sk-1"
    assert given(ModelSettings, environment) == {"url", "name", "key"}


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("URL", "127.0.0.1:11434"),
        ("URL", "ftp://models.example"),
        ("URL", "https://key@models.example/v1"),
        ("URL", "https://models.example/v1?key=1"),
        ("URL", "http://[::1/v1"),
        ("URL", "http://models.example:99999/v1"),
        ("KEY", "two words"),
        ("NAME", "two\nlines"),
        ("NAME", "x" * 121),
        ("FEATURES", "summary"),
        ("FEATURES", "poems=llama"),
        ("FEATURES", "ask="),
        ("CONCURRENCY", "0"),
        ("CONCURRENCY", "many"),
        ("FIRST_TIMEOUT_S", "-1"),
        ("TIMEOUT_S", "nan"),
        ("TIMEOUT_S", "inf"),
        ("RETRIES", "-1"),
        ("DAY_COST", "-0.5"),
        ("PRICE_READ", "nan"),
        ("CURRENCY", "euro"),
        ("READERS_OWN", "perhaps"),
    ],
)
def test_nonsense_is_one_clear_line(variable: str, value: str) -> None:
    with pytest.raises(OctavoError, match=f"OCTAVO_MODEL_{variable}") as raised:
        load(ModelSettings, {**URL, f"OCTAVO_MODEL_{variable}": value})
    assert "\n" not in str(raised.value).replace("\\n", "")


def test_an_address_needs_a_model() -> None:
    with pytest.raises(OctavoError, match="OCTAVO_MODEL_NAME"):
        load(ModelSettings, {"OCTAVO_MODEL_URL": URL["OCTAVO_MODEL_URL"]})


def test_prices_are_for_a_million_tokens() -> None:
    assert ModelPrice(0.5, 1.5).micros(TokenUsage(1_000_000, 2_000_000)) == 3_500_000
    assert estimated_tokens("four") == 2
    assert estimated_tokens("四个字母") == 3
