"""What readers say about an AI sentence that they report, checked."""

from django import forms
from django.utils.translation import gettext_lazy as _

from octavo.store.ai_reports import LONGEST_NOTE
from octavo.store.models.ai_records import AiReportReason
from octavo.web.markup import tidy


class ReportForm(forms.Form):
    reason = forms.ChoiceField(
        label=_("What is wrong with this sentence?"), choices=AiReportReason.choices, widget=forms.RadioSelect
    )
    note = forms.CharField(
        label=_("More, for those who decide (you need not)"),
        required=False,
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )

    def clean_note(self) -> str:
        return tidy(self.cleaned_data["note"])
