"""What readers type about their account, checked."""

from typing import Any

from allauth.account.forms import LoginForm, RequestReauthenticationCodeForm, SignupForm
from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from octavo.store import readers
from octavo.store.models import Reader

LARGEST_PICTURE = 5_000_000


class SignInForm(LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self, login=_("E-mail"), password=_("Password"))


class SignUpForm(SignupForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self, email=_("E-mail"), password1=_("Password"))
        self.fields["password1"].help_text = _("Ten letters or more; a few words in a row are best.")


class AskForCodeForm(RequestReauthenticationCodeForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self, recipient=_("E-mail"))


def _plain(form: forms.Form, **labels: Any) -> None:
    """Labels instead of placeholders, which vanish as one types."""
    for name, label in labels.items():
        field = form.fields[name]
        field.label, field.help_text = label, ""
        field.widget.attrs.pop("placeholder", None)


class ProfileForm(forms.Form):
    handle = forms.CharField(
        label=_("Handle"),
        max_length=readers.LONGEST_HANDLE + 1,
        required=False,
        help_text=_("The name that others see. Letters, digits and hyphens, of any script."),
        widget=forms.TextInput(attrs={"autocomplete": "nickname", "autocapitalize": "none", "spellcheck": "false"}),
    )
    language = forms.ChoiceField(label=_("Language of the interface"), required=False)

    def __init__(self, *args: Any, reader: Reader, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"handle": reader.handle or "", "language": reader.language})
        super().__init__(*args, **kwargs)
        self.reader = reader
        choices = [("", _("As the address says")), *settings.LANGUAGES]
        self.fields["language"] = forms.ChoiceField(
            label=self.fields["language"].label, required=False, choices=choices
        )

    def clean_handle(self) -> str:
        handle = readers.plain_handle(self.cleaned_data["handle"])
        if handle and not readers.is_handle(handle):
            raise forms.ValidationError(_("A handle has 2 to 40 letters or digits, with single hyphens between."))
        if handle and readers.is_taken(handle, self.reader):
            raise forms.ValidationError(_("Someone has this handle already."))
        return handle


class AvatarForm(forms.Form):
    picture = forms.FileField(
        label=_("Picture"),
        help_text=_("JPEG, PNG, WebP, GIF or AVIF, 5 MB at most."),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp,image/gif,image/avif"}),
    )

    def clean_picture(self) -> Any:
        picture = self.cleaned_data["picture"]
        if picture.size > LARGEST_PICTURE:
            raise forms.ValidationError(_("This picture is larger than 5 MB."))
        return picture


class AddressForm(forms.Form):
    """Another e-mail, where no letter can be sent to ask whether it is the reader's."""

    email = forms.EmailField(label=_("New e-mail"), widget=forms.EmailInput(attrs={"autocomplete": "email"}))

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"].lower()
        if Reader.objects.filter(email=email).exists():
            raise forms.ValidationError(_("This address cannot be used."))
        return email


class LeaveForm(forms.Form):
    sure = forms.BooleanField(label=_("Delete my account and all that is mine"))
