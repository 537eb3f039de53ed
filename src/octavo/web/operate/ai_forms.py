"""What operators type about language models, checked, and said in their language."""

from dataclasses import dataclass, fields
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.core.validators import RegexValidator
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from octavo.core.assisting import LONGEST_NAME, OFF, ModelSettings, WrittenFeature, models_of_features
from octavo.core.config import variable_name
from octavo.store.assisting import Chosen

LONGEST_KEY = 500
MOST = 10**12
OF_FEATURE = "model_"
FEATURE_LABELS = {
    WrittenFeature.SUMMARY: _("Model for summaries"),
    WrittenFeature.PERSPECTIVES: _("Model for perspectives"),
    WrittenFeature.WRAPUP: _("Model for the wrap-up"),
    WrittenFeature.ASK: _("Model for answers"),
    WrittenFeature.TRANSLATE: _("Model for translations"),
    WrittenFeature.EXPLAIN: _("Model for explaining simply"),
}
_ADDRESS = _("Not an address that can be asked. It is like http://127.0.0.1:11434/v1, with no key in it.")


@dataclass(frozen=True, slots=True)
class Group:
    """Fields that belong together, as `operate/fields.html` shows a form."""

    legend: Promise
    visible_fields: tuple[forms.BoundField, ...]


class ModelForm(forms.Form):
    """Fields are named as in `ModelSettings`; those that the environment sets cannot be changed here."""

    url = forms.CharField(
        label=_("Address"),
        max_length=500,
        required=False,
        help_text=_("Of any server that speaks OpenAI's protocol: Ollama, llama.cpp, vLLM, a hosted one. Empty: none."),
        widget=forms.TextInput(attrs={"inputmode": "url", "dir": "ltr", "autocomplete": "off"}),
    )
    name = forms.CharField(
        label=_("Model"),
        max_length=LONGEST_NAME,
        required=False,
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off"}),
    )
    key = forms.CharField(
        label=_("Key"),
        max_length=LONGEST_KEY,
        required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off", "dir": "ltr"}),
    )
    forget_key = forms.BooleanField(label=_("Forget the kept key"), required=False)
    concurrency = forms.IntegerField(label=_("Answers at once"), min_value=1, max_value=1000)
    first_timeout_s = forms.FloatField(label=_("Seconds until the first word"), min_value=0.1, max_value=3600)
    timeout_s = forms.FloatField(label=_("Seconds for a whole answer"), min_value=0.1, max_value=3600)
    price_read = forms.FloatField(label=_("Price of a million tokens read"), min_value=0, max_value=MOST)
    price_written = forms.FloatField(label=_("Price of a million tokens written"), min_value=0, max_value=MOST)
    currency = forms.CharField(
        label=_("Currency"),
        max_length=3,
        validators=[RegexValidator(r"\A[A-Z]{3}\Z", _("Three capital letters, such as EUR."))],
        widget=forms.TextInput(attrs={"dir": "ltr"}),
    )
    day_tokens = forms.IntegerField(
        label=_("Tokens a day"), min_value=0, max_value=MOST, help_text=_("0 for no limit. A day is one in UTC.")
    )
    day_cost = forms.FloatField(label=_("Money a day"), min_value=0, max_value=MOST)
    reader_day_tokens = forms.IntegerField(label=_("Tokens a day for each reader"), min_value=0, max_value=MOST)
    reader_day_cost = forms.FloatField(label=_("Money a day for each reader"), min_value=0, max_value=MOST)
    readers_own = forms.BooleanField(
        label=_("Readers may use a model of their own, with their own key"), required=False
    )

    second_opinion = forms.BooleanField(
        label=_("Ask the model about each sentence again"),
        required=False,
        help_text=_("Of what the checker accepted; it can only refuse. It costs one more question a sentence."),
    )
    strangers = forms.BooleanField(
        label=_("It writes for visitors without an account, too"),
        required=False,
        help_text=_("Without it they get what is made on this machine."),
    )
    ask = forms.ChoiceField(
        label=_("Who may ask questions"),
        choices=[("everyone", _("Everyone")), ("readers", _("Readers with an account")), ("nobody", _("Nobody"))],
    )
    asks_per_hour = forms.IntegerField(
        label=_("Questions an hour for each reader"), min_value=0, max_value=100_000, help_text=_("0 for no limit.")
    )

    def __init__(self, data: Any, chosen: Chosen) -> None:
        self._chosen = chosen
        names = models_of_features(chosen.settings.features)
        initial = {field.name: getattr(chosen.settings, field.name) for field in fields(ModelSettings)}
        initial |= {OF_FEATURE + feature: names.get(feature, "") for feature in WrittenFeature}
        super().__init__(data, initial=initial | {"key": ""})
        for feature in WrittenFeature:
            self.fields[OF_FEATURE + feature] = _feature_field(feature)
        self._tell_of_key()
        self._fix()

    def _tell_of_key(self) -> None:
        if self._chosen.has_lost_key:
            told = _("The kept key cannot be read any more, as the instance's secret key is another. Type it again.")
        elif self._chosen.settings.key:
            told = _("A key is kept. It is never shown again; type another to replace it.")
        else:
            told = _("None is kept.")
            del self.fields["forget_key"]
        self.fields["key"].help_text = told

    def _fix(self) -> None:
        for field in fields(ModelSettings):
            if field.name not in self._chosen.fixed:
                continue
            names = [OF_FEATURE + each for each in WrittenFeature] if field.name == "features" else [field.name]
            for name in names:
                if name in self.fields:
                    self.fields[name].disabled = True
                    said = format_lazy(_("Set by {variable}."), variable=variable_name(ModelSettings, field))
                    self.fields[name].help_text = said
        if "key" in self._chosen.fixed:
            self.fields.pop("forget_key", None)

    @property
    def groups(self) -> list[Group]:
        """All fields, in the order in which an operator thinks of them."""
        of_features = tuple(OF_FEATURE + feature for feature in WrittenFeature)
        parts = (
            (_("Server"), ("url", "name", "key", "forget_key")),
            (_("Which model writes what"), (*of_features, "second_opinion")),
            (_("Patience"), ("concurrency", "first_timeout_s", "timeout_s")),
            (_("Prices"), ("price_read", "price_written", "currency")),
            (_("Budgets"), ("day_tokens", "day_cost", "reader_day_tokens", "reader_day_cost")),
            (_("Readers"), ("ask", "asks_per_hour", "strangers", "readers_own")),
        )
        return [Group(legend, tuple(self[name] for name in names if name in self.fields)) for legend, names in parts]

    def clean_url(self) -> str:
        url: str = self.cleaned_data["url"].strip()
        try:
            ModelSettings(url=url, name="any")
        except ValueError as error:
            raise forms.ValidationError(_ADDRESS) from error
        return url

    def clean_key(self) -> str:
        key: str = self.cleaned_data["key"].strip()
        if not (key.isascii() and key.isprintable() and " " not in key):
            raise forms.ValidationError(_("A key is one word of plain letters, numbers and signs."))
        return key

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("url") and not said.get("name"):
            self.add_error("name", _("Say which model is to be asked."))
        return said

    @property
    def said(self) -> dict[str, Any]:
        """Values for the store, without what the environment sets and without the key."""
        given = self.cleaned_data
        kept = {field.name for field in fields(ModelSettings)} - self._chosen.fixed - {"key", "features"}
        values = {name: given[name] for name in kept if name in given}
        if "features" not in self._chosen.fixed:
            chosen = {each: given[OF_FEATURE + each].strip() for each in WrittenFeature}
            values["features"] = [f"{feature}={name}" for feature, name in chosen.items() if name]
        return values

    @property
    def new_key(self) -> str | None:
        """None to leave what is kept. A key that was typed for one server never goes to another."""
        if self.cleaned_data["key"] and "key" not in self._chosen.fixed:
            return str(self.cleaned_data["key"])
        is_elsewhere = _server(self.cleaned_data["url"]) != _server(self._chosen.settings.url)
        return "" if self.cleaned_data.get("forget_key") or is_elsewhere else None


def _server(url: str) -> tuple[str, str | None, int | None]:
    parts = urlsplit(url)
    return parts.scheme, parts.hostname, parts.port


def _feature_field(feature: WrittenFeature) -> forms.CharField:
    return forms.CharField(
        label=FEATURE_LABELS[feature],
        max_length=LONGEST_NAME,
        required=False,
        help_text=format_lazy(_("Empty: the model above. {off}: written without a model."), off=OFF),
        validators=[RegexValidator(r"\A[^,\x00-\x1f]*\Z", _("A name has no comma."))],
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off"}),
    )
