"""Has programs of this machine speak a script to a file: found, run within bounds, joined and encoded here."""

from octavo.assist.speech.recording import UnspokenError, record
from octavo.assist.speech.voices import Speaker, find_speaker

__all__ = ["Speaker", "UnspokenError", "find_speaker", "record"]
