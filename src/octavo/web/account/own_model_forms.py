"""What readers type about a language model of their own, checked by the guard's rules for addresses."""

from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from octavo.core.assisting import LONGEST_NAME, ModelSettings
from octavo.core.failures import FailureCode
from octavo.pipeline.own_models import refusal
from octavo.store.own_models import Shown

LONGEST_KEY = 500
PLAIN = {"dir": "ltr", "autocomplete": "off"}
_PRIVATE = _(
    "This address leads into a private network, or to this machine itself, or to a port that is not the web's. Only"
    " addresses of the public Internet are asked."
)
_NONSENSE = _("Not an address that can be asked. It is like https://models.example/v1, with no key in it.")


class OwnModelForm(forms.Form):
    url = forms.CharField(
        label=_("Address"),
        max_length=500,
        help_text=_("Of any server on the Internet that speaks OpenAI's protocol, such as https://models.example/v1"),
        widget=forms.TextInput(attrs={"inputmode": "url", **PLAIN}),
    )
    name = forms.CharField(label=_("Model"), max_length=LONGEST_NAME, widget=forms.TextInput(attrs=PLAIN))
    key = forms.CharField(
        label=_("Key"), max_length=LONGEST_KEY, required=False, widget=forms.PasswordInput(attrs=PLAIN)
    )
    forget_key = forms.BooleanField(label=_("Forget the kept key"), required=False)

    def __init__(self, data: Any, own: Shown | None) -> None:
        self._own = own
        super().__init__(data, initial={"url": own.url, "name": own.name} if own else {})
        told: Any = _told_of_key(own)
        self.fields["key"].help_text = told
        if own is None or not own.has_key:
            del self.fields["forget_key"]

    def clean_url(self) -> str:
        url: str = self.cleaned_data["url"].strip()
        try:
            ModelSettings(url=url, name="any")
        except ValueError as error:
            raise forms.ValidationError(_NONSENSE) from error
        refused = refusal(url)
        if refused is not None:
            raise forms.ValidationError(_PRIVATE if refused.code is FailureCode.FORBIDDEN_ADDRESS else _NONSENSE)
        return url

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"].strip()
        if not name.isprintable():
            raise forms.ValidationError(_("A name is one line."))
        return name

    def clean_key(self) -> str:
        key: str = self.cleaned_data["key"].strip()
        if not (key.isascii() and key.isprintable() and " " not in key):
            raise forms.ValidationError(_("A key is one word of plain letters, numbers and signs."))
        return key

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        url = said.get("url", "")
        if said.get("key") and url and urlsplit(url).scheme != "https":
            self.add_error("key", _("Only an address that begins with https:// keeps a key from others' eyes."))
        return said

    @property
    def new_key(self) -> str | None:
        """None to leave what is kept. A key that was typed for one server never goes to another, nor unencrypted."""
        if self.cleaned_data["key"]:
            return str(self.cleaned_data["key"])
        is_same = self._own is not None and _server(self.cleaned_data["url"]) == _server(self._own.url)
        return None if is_same and not self.cleaned_data.get("forget_key") else ""


def _server(url: str) -> tuple[str, str | None, int | None]:
    parts = urlsplit(url)
    return parts.scheme, parts.hostname, parts.port


def _told_of_key(own: Shown | None) -> Promise:
    if own and own.has_lost_key:
        return _("The kept key cannot be read any more, as the instance's secret key is another. Type it again.")
    if own and own.has_key:
        return _("A key is kept. It is never shown again; type another to replace it.")
    return _("None is kept.")
