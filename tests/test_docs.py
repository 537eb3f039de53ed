"""The documentation keeps up: every setting and command has its heading, every link leads somewhere."""

import dataclasses
import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from octavo.cli import COMMANDS
from octavo.core.config import variable_name
from octavo.core.failures import FailureCode
from octavo.core.settings import ALL_SETTINGS
from octavo.pipeline.catalogue import read_country

ROOT = Path(__file__).parent.parent
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
VARIABLES = [variable_name(settings, field) for settings in ALL_SETTINGS for field in dataclasses.fields(settings)]
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#{1,6} +(.+?) *$", re.MULTILINE)
FENCE = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
ADDRESS = re.compile(r"https?://[^\s)`'\"<>\]]+")
KNOWN_HOSTS = {"localhost", "127.0.0.1"}
EXAMPLES = (".example", ".localhost")
"""Names that can belong to nobody (RFC 2606, RFC 6761)."""
A_MACHINE_OF_OURS = re.compile(r"(?<![\w.~])/(work|tmp|root|home)/")


def headings(path: Path) -> list[str]:
    return HEADING.findall(FENCE.sub("", path.read_text(encoding="utf-8")))


def anchor(heading: str) -> str:
    """As code forges make it: small letters, no punctuation, hyphens for spaces."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


@pytest.mark.parametrize("variable", VARIABLES)
def test_every_setting_has_its_heading(variable: str) -> None:
    assert f"`{variable}`" in headings(ROOT / "docs/operate.md")


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_its_heading(command: str) -> None:
    assert f"`octavo {command}`" in headings(ROOT / "docs/operate.md")


def test_no_heading_outlives_its_setting_or_command() -> None:
    known = {f"`{variable}`" for variable in VARIABLES} | {f"`octavo {command}`" for command in COMMANDS}
    told = {heading for heading in headings(ROOT / "docs/operate.md") if heading.startswith(("`OCTAVO_", "`octavo "))}
    assert told - known == set()


def test_every_failure_is_explained() -> None:
    text = (ROOT / "docs/operate.md").read_text(encoding="utf-8")
    assert [code.value for code in FailureCode if f"| `{code.value}` |" not in text] == []


def leads_somewhere(path: Path, link: str) -> bool:
    name, _, fragment = link.partition("#")
    target = (path.parent / name).resolve() if name else path
    if not target.exists() or not target.is_relative_to(ROOT):
        return False
    return not fragment or fragment in {anchor(heading) for heading in headings(target)}


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_leads_somewhere(path: Path) -> None:
    text = FENCE.sub("", path.read_text(encoding="utf-8"))
    broken = [link for link in LINK.findall(text) if not urlsplit(link).scheme and not leads_somewhere(path, link)]
    assert broken == []


def test_the_architecture_names_files_that_exist() -> None:
    text = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
    named = re.findall(r"`([a-z_/]+(?:\.py|\.md|/))`", text)
    assert len(named) > 20
    assert [name for name in named if not (ROOT / name).exists() and not (ROOT / "src/octavo" / name).exists()] == []


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_addresses_are_examples_and_paths_are_nobodys(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    hosts = {urlsplit(address).hostname or "" for address in ADDRESS.findall(text)}
    assert {host for host in hosts - KNOWN_HOSTS if not host.endswith(EXAMPLES)} == set()
    assert A_MACHINE_OF_OURS.findall(text) == []


def test_the_example_publisher_can_be_copied(tmp_path: Path) -> None:
    text = (ROOT / "docs/catalogue.md").read_text(encoding="utf-8")
    example = re.search(r"^```toml\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    assert example is not None
    (tmp_path / "ke.toml").write_text(example[1], encoding="utf-8")
    (publisher,) = read_country(tmp_path / "ke.toml")
    assert publisher.feeds
    assert publisher.streams
