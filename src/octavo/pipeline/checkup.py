"""What `octavo doctor` looks at: findings in words, each with what to do where something is wrong."""

import dataclasses
import os
import shutil
import socket
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from octavo.core.assisting import ModelSettings
from octavo.core.config import load, variable_name
from octavo.core.failures import OctavoError
from octavo.core.settings import ALL_SETTINGS, SiteSettings, StoreSettings, TranslateSettings
from octavo.core.speech import SpeechEngine, SpeechSettings

LEAST_DISK_BYTES = 1 << 30
NETWORK_PATIENCE_S = 10.0
NETWORK = "Network"
"""The name of the finding that says whether anybody out there answers."""


@dataclass(frozen=True, slots=True)
class Finding:
    """`trouble` says what to do, and is empty where all is well."""

    name: str
    detail: str
    trouble: str = ""


def examine() -> Iterator[Finding]:
    """Every finding about this installation, cheapest first. What cannot be looked at after a trouble is left out."""
    yield Finding("Python", sys.version.split()[0])
    yield _examine_settings()
    try:
        for settings in ALL_SETTINGS:
            load(settings)
    except OctavoError:
        return
    store, site = load(StoreSettings), load(SiteSettings)
    yield _examine_directory(store)
    yield _examine_port(site)
    yield _examine_database()
    yield _examine_speech(load(SpeechSettings))
    yield from _examine_offers()
    yield _examine_network()


def _examine_settings() -> Finding:
    try:
        for settings in ALL_SETTINGS:
            load(settings)
    except OctavoError as error:
        return Finding("Settings", "make no sense", str(error))
    given = sorted(name for name in os.environ if name.startswith("OCTAVO_"))
    known = {variable_name(room, field) for room in ALL_SETTINGS for field in dataclasses.fields(room)}
    unknown = [name for name in given if name.removesuffix("_FILE") not in known]
    trouble = f"There is no such setting: {', '.join(unknown)}." if unknown else ""
    return Finding("Settings", ", ".join(given) or "all as they come", trouble)


def _examine_directory(store: StoreSettings) -> Finding:
    path = store.data.absolute()
    try:
        path.mkdir(parents=True, exist_ok=True)
        (path / ".doctor").write_text("writable")
        (path / ".doctor").unlink()
    except OSError as error:
        return Finding(
            "Data", str(path), f"It cannot be written to ({error.strerror}). Choose another with OCTAVO_DATA."
        )
    free = shutil.disk_usage(path).free
    detail = f"{path}, {free / 1e9:.1f} GB free"
    trouble = "Less than 1 GB is free. Make room, or keep less (OCTAVO_KEEP_ARTICLES_DAYS)."
    return Finding("Data", detail, trouble if free < LEAST_DISK_BYTES else "")


def _examine_port(site: SiteSettings) -> Finding:
    from octavo.pipeline.supervisor import listen

    name = f"{site.host}:{site.port}"
    try:
        listen(site).close()
    except OctavoError as error:
        if _is_octavo(site):
            return Finding("Port", f"{name}, where Octavo runs already")
        return Finding("Port", name, str(error))
    return Finding("Port", f"{name} is free")


def _is_octavo(site: SiteSettings) -> bool:
    try:
        with socket.create_connection((site.host, site.port), timeout=3) as connection:
            connection.sendall(f"GET /robots.txt HTTP/1.0\r\nHost: {site.answers_to[0]}\r\n\r\n".encode())
            # Octavo's own policy for browsers is on whatever it answers; another server's answer lacks it.
            return b"permissions-policy" in connection.recv(4096).lower()
    except OSError:
        return False


def _examine_database() -> Finding:
    from octavo import store

    store.setup()
    from django.db import DatabaseError, connection
    from django.db.migrations.executor import MigrationExecutor

    try:
        executor = MigrationExecutor(connection)
        missing = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
        fresh = missing and not executor.loader.applied_migrations
        detail = connection.display_name + (", not made yet" if fresh else "")
        if fresh:
            return Finding("Database", detail)
        if missing:
            return Finding("Database", detail, f"{missing} migrations are missing. Start `octavo run` once.")
        return Finding("Database", f"{detail}, {_feeds_in_words()}")
    except DatabaseError as error:
        words = str(error).strip().splitlines()[0]
        return Finding("Database", connection.display_name, f"It does not answer: {words}")


def _feeds_in_words() -> str:
    from octavo.store import reading

    state = reading.gathering_state(datetime.now(UTC))
    last = f"{state.last_success_at:%Y-%m-%d %H:%M} UTC" if state.last_success_at else "never"
    return (
        f"{state.articles} articles; {state.feeds} feeds, {state.healthy} well and {state.failing} failing, "
        f"last success {last}; {state.jobs_due} jobs due, {state.jobs_failed} failed"
    )


def _examine_speech(settings: SpeechSettings) -> Finding:
    """Nothing is wrong where nothing speaks, unless the operator asked for it."""
    from octavo.assist.speech import find_speaker

    name, speaker = "Speech", find_speaker(settings)
    lost = sorted(str(file) for file in settings.files.values() if not file.is_file())
    if lost:
        return Finding(name, "voices are missing", f"OCTAVO_SPEECH_VOICES names no file: {', '.join(lost)}.")
    if speaker:
        return Finding(name, speaker.described)
    if settings.engine is SpeechEngine.OFF:
        return Finding(name, "off")
    detail = "nothing here speaks; install espeak-ng, and lame for small files, to have wrap-ups as a podcast"
    wanted = "" if settings.engine is SpeechEngine.AUTO else settings.engine.value
    return Finding(name, detail, f"OCTAVO_SPEECH_ENGINE asks for {wanted}, which is not installed." if wanted else "")


def _examine_offers() -> Iterator[Finding]:
    """Features that only a model writes. That one is not offered is no trouble."""
    from django.db import DatabaseError

    from octavo.pipeline.translators import offers
    from octavo.store import assisting

    try:
        model = assisting.chosen().settings
    except DatabaseError:
        model = load(ModelSettings)
    for offer in offers(model, load(TranslateSettings)):
        yield Finding(offer.name, offer.detail, offer.trouble)


def _examine_network() -> Finding:
    from octavo.pipeline.catalogue import probe_feeds
    from octavo.pipeline.probe import publishers_answer

    if publishers_answer(probe_feeds(), NETWORK_PATIENCE_S):
        return Finding(NETWORK, "publishers answer")
    return Finding(NETWORK, "no publisher answers", "Check the connection, DNS and any firewall or proxy.")
