"""What operators and their sign-in type, checked."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from octavo.core.editions import DeskKind
from octavo.core.failures import OctavoError
from octavo.store.languages import plain_language
from octavo.store.models import Feed, Notice, Publisher
from octavo.store.models.notices import NoticeKind
from octavo.store.operators import InvitationError
from octavo.web.editions import read_country
from octavo.web.words import country_name

LARGEST_OPML = 8_000_000
COUNTRY_LETTERS = 2


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


class TakeoutForm(forms.Form):
    """Who asked for something to be taken out, and why: for the log."""

    asked_by = forms.CharField(
        label=_("Who asked"), max_length=200, help_text=_("A name or an e-mail address, for the log.")
    )
    reason = forms.CharField(label=_("Why"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3}))


class TakedownForm(TakeoutForm):
    address = forms.CharField(
        label=_("Address of the article"),
        max_length=4000,
        help_text=_("At its publisher, or its page here."),
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off"}),
    )
    field_order = ("address", "asked_by", "reason")


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


class DeskForm(forms.Form):
    """What the desk decides about a story. `country` is "" for every edition."""

    story = forms.IntegerField(min_value=1, max_value=2**63 - 1, widget=forms.HiddenInput)
    kind = forms.ChoiceField(
        label=_("Act"),
        choices=[
            (DeskKind.PIN.value, _("Pin to the top")),
            (DeskKind.BREAKING.value, _("Mark as breaking")),
            (DeskKind.HIDE.value, _("Hide")),
        ],
    )
    country = forms.CharField(label=_("Where"), required=False, max_length=6)
    hours = forms.TypedChoiceField(
        label=_("Until"),
        coerce=int,
        choices=[
            (1, _("in an hour")),
            (3, _("in three hours")),
            (12, _("in twelve hours")),
            (24, _("in a day")),
            (168, _("in a week")),
            (0, _("until it is taken back")),
        ],
        initial=12,
    )
    note = forms.CharField(label=_("Note, for the log"), required=False, max_length=300)

    def __init__(self, *args: Any, country: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = [(country, country_name(country))] if country else []
        self.fields["country"].widget = forms.Select(choices=[*places, ("", _("Every edition"))])

    def clean_country(self) -> str:
        asked: str = self.cleaned_data["country"]
        country = read_country(asked)
        if asked and not country:
            raise forms.ValidationError(_("Two letters, such as KE."))
        return country

    def clean_note(self) -> str:
        note: str = self.cleaned_data["note"]
        return " ".join(note.replace("\x00", "").split())


class NoticeForm(forms.ModelForm):
    """A card of a sponsor or an announcement."""

    url = forms.URLField(label=_("Address"), max_length=2000, required=False, assume_scheme="https")

    class Meta:
        model = Notice
        fields: ClassVar = [
            "kind",
            "by",
            "title",
            "text",
            "url",
            "place",
            "country",
            "language",
            "starts_at",
            "ends_at",
        ]
        widgets: ClassVar = {
            "text": forms.Textarea(attrs={"rows": 3}),
            **{
                name: forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
                for name in ("starts_at", "ends_at")
            },
        }

    def clean_url(self) -> str:
        url: str = self.cleaned_data["url"]
        if url and not url.startswith(("http://", "https://")):
            raise forms.ValidationError(_("This is not a web address."))
        return url

    def clean_country(self) -> str:
        asked: str = self.cleaned_data["country"]
        if asked and len(read_country(asked)) != COUNTRY_LETTERS:
            raise forms.ValidationError(_("Two letters, such as KE."))
        return read_country(asked)

    def clean_language(self) -> str:
        asked: str = self.cleaned_data["language"]
        if asked and not plain_language(asked):
            raise forms.ValidationError(_("This is no language tag."))
        return plain_language(asked)

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if said.get("kind") == NoticeKind.SPONSOR and not said.get("by"):
            self.add_error("by", _("A sponsor is named."))
        if said.get("starts_at") and said.get("ends_at") and said["starts_at"] >= said["ends_at"]:
            self.add_error("ends_at", _("This is before it begins."))
        return said


class OriginalForm(forms.Form):
    """An article of this newsroom's own."""

    title = forms.CharField(label=_("Title"), max_length=300)
    standfirst = forms.CharField(
        label=_("Standfirst"), required=False, max_length=600, widget=forms.Textarea(attrs={"rows": 2})
    )
    text = forms.CharField(
        label=_("Text"),
        max_length=100_000,
        help_text=_(
            "Paragraphs are separated by empty lines. ## begins a heading, - a list, > a quotation;"
            " *italic*, **bold**, [a link](https://…)."
        ),
        widget=forms.Textarea(attrs={"rows": 18}),
    )
    authors = forms.CharField(label=_("Authors"), required=False, max_length=400, help_text=_("Separated by commas."))
    keywords = forms.CharField(label=_("Hashtags"), required=False, max_length=400, help_text=_("Separated by commas."))
    language = forms.CharField(label=_("Language"), max_length=35, help_text=_("BCP 47, such as sw"))
    country = forms.CharField(
        label=_("Country"), required=False, max_length=2, help_text=_("Of this newsroom; two letters, such as KE.")
    )

    def clean_title(self) -> str:
        title: str = self.cleaned_data["title"]
        return " ".join(title.split())

    def clean_authors(self) -> tuple[str, ...]:
        return _names(self.cleaned_data["authors"], 10)

    def clean_keywords(self) -> tuple[str, ...]:
        return _names(self.cleaned_data["keywords"], 12)

    def clean_language(self) -> str:
        plain = plain_language(self.cleaned_data["language"])
        if not plain:
            raise forms.ValidationError(_("This is no language tag."))
        return plain

    def clean_country(self) -> str:
        asked: str = self.cleaned_data["country"]
        country = read_country(asked)
        if asked and not country:
            raise forms.ValidationError(_("Two letters, such as KE."))
        return country


def _names(text: str, most: int) -> tuple[str, ...]:
    parts = (" ".join(part.split())[:80] for part in text.replace("\x00", "").split(","))
    return tuple(dict.fromkeys(part for part in parts if part))[:most]
