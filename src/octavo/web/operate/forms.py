"""What operators and their sign-in type, checked."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from octavo.core.failures import OctavoError
from octavo.store.languages import plain_language
from octavo.store.models import Feed, Publisher
from octavo.store.operators import InvitationError

LARGEST_OPML = 8_000_000
COUNTRY_LETTERS = 2


class SignInForm(forms.Form):
    email = forms.EmailField(label=_("E-mail"), widget=forms.EmailInput(attrs={"autocomplete": "username"}))
    password = forms.CharField(
        label=_("Password"),
        max_length=1000,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


class WelcomeForm(forms.Form):
    email = forms.EmailField(label=_("E-mail"), widget=forms.EmailInput(attrs={"autocomplete": "username"}))
    password = forms.CharField(
        label=_("Password"),
        max_length=1000,
        strip=False,
        help_text=_("Ten letters or more; a few words in a row are best."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def refuse(self, error: InvitationError) -> None:
        """Show why no operator was made, at the field that the reason is about."""
        field = error.code if error.code in self.fields else None
        for message in error.messages:
            self.add_error(field, message)


class AddressForm(forms.Form):
    """Any address of a publisher: its feed, its home page, an article."""

    url = forms.CharField(
        label=_("Address"),
        max_length=2000,
        widget=forms.TextInput(attrs={"inputmode": "url", "placeholder": "https://", "autocomplete": "off"}),
    )

    def clean_url(self) -> str:
        url: str = self.cleaned_data["url"].strip()
        if "://" not in url:
            url = f"https://{url}"
        if not url.startswith(("http://", "https://")) or "." not in url or any(letter.isspace() for letter in url):
            raise forms.ValidationError(_("This is not a web address."))
        return url


class OpmlForm(forms.Form):
    file = forms.FileField(
        label=_("OPML file"), widget=forms.FileInput(attrs={"accept": ".opml,.xml,text/xml,text/x-opml"})
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > LARGEST_OPML:
            raise forms.ValidationError(_("This file is too large for a list of feeds."))
        return file

    def refuse(self, error: OctavoError) -> None:
        self.add_error("file", str(error))


class FeedForm(forms.ModelForm):
    url = forms.URLField(label=_("Address"), max_length=2000, assume_scheme="https")

    class Meta:
        model = Feed
        fields: ClassVar = ["title", "url", "publisher", "use", "section", "language", "is_paused"]

    def clean_language(self) -> str:
        return plain_language(self.cleaned_data["language"])

    def clean_url(self) -> str:
        url: str = self.cleaned_data["url"]
        if not url.startswith(("http://", "https://")):
            raise forms.ValidationError(_("This is not a web address."))
        return url


class PublisherForm(forms.ModelForm):
    home_url = forms.URLField(label=_("Home page"), max_length=2000, required=False, assume_scheme="https")
    languages = forms.CharField(
        label=_("Languages"), required=False, help_text=_("BCP 47, separated by commas, such as sw, en")
    )

    class Meta:
        model = Publisher
        fields: ClassVar = ["name", "home_url", "country", "owner", "about", "terms", "terms_note", "is_paused"]
        widgets: ClassVar = {
            "about": forms.Textarea(attrs={"rows": 3}),
            "terms_note": forms.Textarea(attrs={"rows": 2}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["languages"] = ", ".join(self.instance.languages)

    def clean_country(self) -> str:
        country: str = self.cleaned_data["country"].strip().upper()
        if country and not (len(country) == COUNTRY_LETTERS and country.isascii() and country.isalpha()):
            raise forms.ValidationError(_("Two letters, such as KE."))
        return country

    def clean_languages(self) -> list[str]:
        parts = [part.strip() for part in self.cleaned_data["languages"].split(",") if part.strip()]
        plain = [plain_language(part) for part in parts]
        if not all(plain):
            raise forms.ValidationError(_("One of these is no language tag."))
        return plain

    def save(self, commit: bool = True) -> Publisher:
        self.instance.languages = self.cleaned_data["languages"]
        publisher: Publisher = super().save(commit)
        return publisher


class SitePageForm(forms.Form):
    title = forms.CharField(label=_("Title"), max_length=200, required=False)
    text = forms.CharField(
        label=_("Text"),
        required=False,
        max_length=200_000,
        help_text=_(
            "Paragraphs are separated by empty lines; a line that starts with # is a heading."
            " Leave the text empty to bring the built-in page back."
        ),
        widget=forms.Textarea(attrs={"rows": 20}),
    )
