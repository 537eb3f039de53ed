"""Who translates: Firefox's models on this machine, or a language model (`octavo.core.protocols.Translator`)."""

from octavo.assist.translators.firefox import FirefoxTranslator
from octavo.assist.translators.folders import Shelf, look_through
from octavo.assist.translators.model import ModelTranslator

__all__ = ["FirefoxTranslator", "ModelTranslator", "Shelf", "look_through"]
