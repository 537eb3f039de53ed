"""OCTAVO_HOSTS: which rule speaks for a host, and what nonsense stops the start."""

import pytest

from octavo.core.failures import OctavoError
from octavo.gather.hosts import HostRule, HostRules

RULES = HostRules(
    (
        "press.example=http://127.0.0.1:9001",
        "*.example=http://127.0.0.1:9002",
        "*.daily.example=https://[::1]:9003",
        "Zürich.example=http://mirror.internal",
    )
)


@pytest.mark.parametrize(
    ("host", "rule"),
    [
        ("press.example", HostRule("http", "127.0.0.1", 9001)),
        ("other.example", HostRule("http", "127.0.0.1", 9002)),
        ("a.b.example", HostRule("http", "127.0.0.1", 9002)),
        ("www.daily.example", HostRule("https", "[::1]", 9003)),
        ("xn--zrich-kva.example", HostRule("http", "mirror.internal", 80)),
        ("example", None),
        ("notexample", None),
        ("press.example.org", None),
    ],
)
def test_the_nearest_rule_speaks(host: str, rule: HostRule | None) -> None:
    assert RULES.find(host) == rule


@pytest.mark.parametrize(
    "rule",
    ["a b=http://127.0.0.1", "x=ftp://127.0.0.1", "x=http://", "x=http://h:99999", "x=http://256.1.1.1", "=http://h"],
)
def test_nonsense_stops_the_start_with_a_clear_line(rule: str) -> None:
    with pytest.raises(OctavoError, match="OCTAVO_HOSTS"):
        HostRules((rule,))
