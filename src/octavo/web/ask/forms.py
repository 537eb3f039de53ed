"""A commission as a form says it. What makes no sense is told in words; what is not offered cannot be had."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from octavo.core.briefs import Feature
from octavo.core.commissions import LONGEST_QUESTION, About, NewCommission
from octavo.store import reading
from octavo.web.ask.offers import Offers
from octavo.web.paths import article_path, story_path
from octavo.web.talk import reader_here
from octavo.web.words import interface_language

OF: Mapping[Feature, tuple[About, ...]] = {
    Feature.ASK: (About.ARTICLE, About.STORY, About.NEWS),
    Feature.SUMMARY: (About.ARTICLE,),
    Feature.PERSPECTIVES: (About.STORY,),
}
LONGEST_ID = 18


class AskError(Exception):
    """In words, for the reader."""

    def __init__(self, text: str, status: int = 422) -> None:
        super().__init__(text)
        self.status = status


@dataclass(frozen=True, slots=True)
class Subject:
    """What a commission is about. `value` is as forms have it: "story:12", "news"."""

    about: About
    target: int = 0
    title: str = ""
    language: str = ""
    path: str = ""

    @property
    def value(self) -> str:
        return f"{self.about.value}:{self.target}" if self.target else self.about.value


def subject_of(said: str) -> Subject:
    """Raises Http404 for what does not exist, or is kept no longer."""
    about, _colon, number = said.partition(":")
    if about in {"", About.NEWS.value}:
        return Subject(About.NEWS)
    target = int(number) if number.isascii() and number.isdigit() and len(number) <= LONGEST_ID else 0
    if target and about == About.ARTICLE.value:
        article = reading.article(target)
        if article:
            card = article.card
            return Subject(About.ARTICLE, card.id, card.title, card.language, article_path(card))
    if target and about == About.STORY.value:
        story = reading.story_view(target)
        found = reading.story_view(story) if isinstance(story, int) else story
        if found and not isinstance(found, int):
            path = story_path(found.id, found.slug)
            return Subject(About.STORY, found.id, found.title, found.title_language, path)
    raise Http404(_("This article does not exist, or is kept no longer."))


def commission_of(request: HttpRequest, offers: Offers) -> tuple[NewCommission, Subject]:
    """Raises `AskError` and Http404."""
    subject = subject_of(request.POST.get("about", ""))
    feature = _feature(request.POST.get("do", "ask"), subject, offers)
    question = " ".join(request.POST.get("q", "").split()) if feature is Feature.ASK else ""
    if feature is Feature.ASK and not any(letter.isalnum() for letter in question):
        raise AskError(_("Type a question first."))
    if len(question) > LONGEST_QUESTION:
        raise AskError(_("A question may have {n} characters at most.").format(n=LONGEST_QUESTION))
    reader = reader_here(request)
    wanted = NewCommission(
        feature,
        subject.about,
        subject.target,
        interface_language(),
        question,
        earlier=" ".join(request.POST.get("earlier", "").split())[:LONGEST_QUESTION],
        reader_id=reader.pk if reader else None,
    )
    return wanted, subject


def _feature(said: str, subject: Subject, offers: Offers) -> Feature:
    feature = next((one for one in OF if one.value == said), None)
    if feature is None or subject.about not in OF[feature]:
        raise AskError(_("This cannot be asked for."))
    if not offers.ask or (feature is not Feature.ASK and not offers.writes(feature)):
        raise AskError(_("This newsroom does not offer it."))
    return feature
