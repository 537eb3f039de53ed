"""Comments judged before others see them: rules here, models beside them, the strictest wins."""

from octavo.assist.moderation.compose import Moderators
from octavo.assist.moderation.model import ModelModerator
from octavo.assist.moderation.rules import Rules
from octavo.core.protocols import Embedder

__all__ = ["ModelModerator", "Moderators", "Rules", "configured_moderator"]


def configured_moderator(embedder: Embedder) -> Moderators:
    """Whoever judges here; cheap to ask for again. `embedder` is the shipped one, whose vectors the model knows."""
    return Moderators([Rules(), ModelModerator(embedder)])
