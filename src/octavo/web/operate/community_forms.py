"""What operators type about comments and surveys, checked."""

from datetime import UTC, datetime
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from octavo.core.views import StoryView
from octavo.store import reading
from octavo.store.models import Article, Publisher, Survey
from octavo.store.models.community import SurveyKind, SurveyPlace
from octavo.store.surveys import MOST_ANSWERS, SurveyDraft
from octavo.web.topics import TOPICS, topic_name

LONGEST_ANSWER = 200


class SwitchForm(forms.Form):
    """Where comments are to be closed: "site", a publisher's short name, or an article's number or address."""

    where = forms.CharField(
        label=_("Close comments at"),
        max_length=2000,
        help_text=_("A publisher's short name (as in its address here), or an article's address here or number."),
    )

    def clean_where(self) -> str:
        asked: str = self.cleaned_data["where"].strip()
        if asked == "site":
            return "site"
        if publisher := Publisher.objects.filter(slug=asked.strip("/").rpartition("/")[2]).first():
            return f"publisher:{publisher.pk}"
        number = next((part for part in asked.split("/") if part.isascii() and part.isdigit() and len(part) < 19), "")
        if number and Article.objects.filter(pk=int(number)).exists():
            return f"article:{number}"
        raise forms.ValidationError(_("Neither a publisher nor an article of this newsroom is known by that."))


class SurveyForm(forms.Form):
    question = forms.CharField(label=_("Question"), max_length=300)
    kind = forms.ChoiceField(label=_("Kind"), choices=SurveyKind.choices)
    options = forms.CharField(
        label=_("Answers"),
        max_length=4000,
        help_text=_("One a line, two to twelve. Of a scale: what 1 means, and what 5 means."),
        widget=forms.Textarea(attrs={"rows": 5, "dir": "auto"}),
    )
    language = forms.ChoiceField(label=_("Language"), required=False)
    place = forms.ChoiceField(label=_("Where it is shown"), choices=SurveyPlace.choices)
    story = forms.IntegerField(
        label=_("Number of the story"), required=False, min_value=1, max_value=2**63 - 1,
        help_text=_("From its address, for a survey at a story."),
    )  # fmt: skip
    topic = forms.ChoiceField(label=_("Topic"), required=False)
    opens_at = forms.DateTimeField(
        label=_("Opens (UTC)"), required=False, help_text=_("As 2026-05-04 12:00. Empty: at once.")
    )
    closes_at = forms.DateTimeField(
        label=_("Closes (UTC)"), required=False, help_text=_("Empty: when you close it. Results stay readable.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = [("", _("Every language")), *settings.LANGUAGES]  # type: ignore[attr-defined]
        self.fields["topic"].choices = [("", "—"), *((code, topic_name(code)) for code in TOPICS)]  # type: ignore[attr-defined]

    def clean_question(self) -> str:
        return _line(self.cleaned_data["question"])

    def clean_options(self) -> tuple[str, ...]:
        lines = (_line(line)[:LONGEST_ANSWER] for line in self.cleaned_data["options"].splitlines())
        return tuple(dict.fromkeys(line for line in lines if line))

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        self._check_options(said)
        self._check_place(said)
        closes_at = said.get("closes_at")
        if closes_at and closes_at <= (said.get("opens_at") or datetime.now(UTC)):
            self.add_error("closes_at", _("It would close before it opens."))
        return said

    def _check_options(self, said: dict[str, Any]) -> None:
        count = len(said.get("options", ()))
        if said.get("kind") == SurveyKind.SCALE and count != 2:
            self.add_error("options", _("A scale has two lines: what 1 means, and what 5 means."))
        elif said.get("kind") != SurveyKind.SCALE and not 2 <= count <= MOST_ANSWERS:
            self.add_error("options", _("Two to twelve different answers are needed."))

    def _check_place(self, said: dict[str, Any]) -> None:
        if said.get("place") == SurveyPlace.TOPIC and not said.get("topic"):
            self.add_error("topic", _("Choose a topic."))
        if said.get("place") == SurveyPlace.STORY:
            story = reading.story_view(said.get("story") or 0)
            if not isinstance(story, StoryView):
                self.add_error("story", _("There is no such story, or it is kept no longer."))

    def draft(self, now: datetime) -> SurveyDraft:
        said = self.cleaned_data
        key = {SurveyPlace.STORY.value: str(said["story"] or ""), SurveyPlace.TOPIC.value: said["topic"]}
        return SurveyDraft(
            question=said["question"],
            kind=said["kind"],
            options=said["options"],
            language=said["language"],
            place=said["place"],
            key=key.get(said["place"], ""),
            opens_at=said["opens_at"] or now,
            closes_at=said["closes_at"],
        )


def survey_initial(survey: Survey) -> dict[str, Any]:
    """A stored survey as the form has it."""
    return {
        "question": survey.question,
        "kind": survey.kind,
        "options": "\n".join(survey.options),
        "language": survey.language,
        "place": survey.place,
        "story": survey.key if survey.place == SurveyPlace.STORY else None,
        "topic": survey.key if survey.place == SurveyPlace.TOPIC else "",
        "opens_at": survey.opens_at.strftime("%Y-%m-%d %H:%M"),
        "closes_at": survey.closes_at.strftime("%Y-%m-%d %H:%M") if survey.closes_at else "",
    }


def _line(text: str) -> str:
    return " ".join(text.replace("\x00", "").split())
