"""What `octavo run` shows: a live bar in a terminal, plain lines anywhere else."""

import sys
import time
from collections.abc import Mapping
from typing import Any

from octavo.pipeline.supervisor import Display

LINE_EVERY_S = 5.0
NETWORK_DOWN = "No publisher answers: the network seems to be down. Octavo keeps trying."


def display_for_terminal() -> Display:
    return TerminalDisplay() if sys.stdout.isatty() else PlainDisplay()


def summary(state: Mapping[str, Any]) -> str:
    """How the gathering goes, in one line."""
    return f"{state['polled']} of {state['feeds']} feeds read, {articles_in_words(state)}"


def articles_in_words(state: Mapping[str, Any]) -> str:
    words = f"{state['articles']} articles"
    if state["failing"]:
        words += f", {state['failing']} {'feed' if state['failing'] == 1 else 'feeds'} failing"
    if state["jobs_due"]:
        words += f", {state['jobs_due']} pages and pictures to fetch"
    return words


class PlainDisplay:
    """A line when something is said, and one every few seconds while the first fill goes on."""

    def __init__(self) -> None:
        self._last = ""
        self._last_at = 0.0
        self._was_down = False

    def say(self, text: str) -> None:
        sys.stdout.write(text + "\n")
        sys.stdout.flush()

    def progress(self, state: Mapping[str, Any]) -> None:
        if state["network_down"] and not self._was_down:
            self.say(NETWORK_DOWN)
        self._was_down = state["network_down"]
        line = summary(state)
        filled = state["polled"] >= state["feeds"] and not state["jobs_due"]
        if line != self._last and (filled or time.monotonic() - self._last_at >= LINE_EVERY_S):
            self._last, self._last_at = line, time.monotonic()
            self.say(line)

    def close(self) -> None:
        """Nothing to tidy away."""


class TerminalDisplay:
    """A bar at the bottom while feeds are read and pages fetched; what is said scrolls above it."""

    def __init__(self) -> None:
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

        self._progress = Progress(
            TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[more]}")
        )
        self._feeds = self._progress.add_task("Feeds read", total=None, more="")
        self._progress.start()
        self._was_down = False

    def say(self, text: str) -> None:
        self._progress.console.print(text, highlight=False, soft_wrap=True)

    def progress(self, state: Mapping[str, Any]) -> None:
        if state["network_down"] and not self._was_down:
            self.say(NETWORK_DOWN)
        self._was_down = state["network_down"]
        self._progress.update(
            self._feeds, total=state["feeds"], completed=state["polled"], more=articles_in_words(state)
        )

    def close(self) -> None:
        self._progress.stop()
