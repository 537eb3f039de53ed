"""What readers and moderators type about comments, checked."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from octavo.core.moderation import Decision
from octavo.store.comments import LONGEST_QUOTE, LONGEST_TEXT
from octavo.store.models.community import FlagReason
from octavo.store.moderating import LONGEST_APPEAL, LONGEST_NOTE
from octavo.web.markup import COMMENT, html_of, text_of, tidy
from octavo.web.moderation_words import PICKED

SHORTEST_TEXT = 2


class CommentForm(forms.Form):
    """A comment. `quotable` is the text of what is answered: a quotation must stand in it, word for word."""

    quote = forms.CharField(
        label=_("Quotation"), required=False, max_length=LONGEST_QUOTE, widget=forms.Textarea(attrs={"rows": 3})
    )
    text = forms.CharField(
        label=_("Your comment"),
        min_length=SHORTEST_TEXT,
        max_length=LONGEST_TEXT,
        help_text=_("*italic*, **bold**, [a link](https://…), > a quotation, - a list."),
        widget=forms.Textarea(attrs={"rows": 5, "dir": "auto"}),
    )

    def __init__(self, *args: Any, quotable: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._quotable = " ".join(quotable.split())
        if not quotable:
            del self.fields["quote"]

    def clean_text(self) -> str:
        text = tidy(self.cleaned_data["text"])
        if len(text_of(html_of(text, COMMENT))) < SHORTEST_TEXT:
            raise forms.ValidationError(_("There is nothing to read in this comment."))
        return text

    def clean_quote(self) -> str:
        quote = " ".join(tidy(self.cleaned_data["quote"]).split())
        if quote not in self._quotable:
            raise forms.ValidationError(_("The comment that you answer does not say this. Quote it word for word."))
        return quote


class FlagForm(forms.Form):
    reason = forms.ChoiceField(
        label=_("What is wrong with it?"), choices=FlagReason.choices, widget=forms.RadioSelect, required=True
    )
    note = forms.CharField(
        label=_("More, for the moderators (you need not)"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class AppealForm(forms.Form):
    text = forms.CharField(
        label=_("Why should it be published?"),
        min_length=2,
        max_length=LONGEST_APPEAL,
        widget=forms.Textarea(attrs={"rows": 5, "dir": "auto"}),
    )

    def clean_text(self) -> str:
        return tidy(self.cleaned_data["text"])


class DecisionForm(forms.Form):
    """What a moderator decides, and why."""

    decision = forms.ChoiceField(choices=[(decision.value, decision.value) for decision in Decision])
    reason = forms.ChoiceField(required=False, choices=[("", ""), *PICKED.items()])
    words = forms.CharField(required=False, max_length=LONGEST_NOTE)

    def clean_words(self) -> str:
        return tidy(self.cleaned_data["words"])

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        needs_reason = said.get("decision") == Decision.REJECT.value
        if needs_reason and not (said.get("reason") or said.get("words")):
            raise forms.ValidationError(_("Say why it is rejected: pick a reason or write one."))
        return said
