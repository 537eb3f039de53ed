"""A reader's own language model, where the operator allows it: what is set, what leaves, whether it answers.

The worker asks the model; no page ever does. The key is sealed when it is kept, and never shown again.
"""

from datetime import UTC, datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from octavo.core.assisting import ModelSettings
from octavo.store import assisting, own_models
from octavo.web.access import reader_of, reader_only
from octavo.web.account.own_model_forms import OwnModelForm


def _settings_and_own(request: HttpRequest) -> tuple[ModelSettings, own_models.Shown | None]:
    """Where the operator allows none any more, whoever has one may still remove it. Raises Http404."""
    settings = assisting.chosen().settings
    own = own_models.shown(reader_of(request).pk)
    if own is None and not settings.readers_own:
        raise Http404(_("This newsroom asks no models of readers' own."))
    return settings, own


@reader_only
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest) -> HttpResponse:
    settings, own = _settings_and_own(request)
    reader_id = reader_of(request).pk
    form = OwnModelForm(request.POST if request.method == "POST" else None, own)
    if request.method == "POST" and settings.readers_own and form.is_valid():
        own_models.keep(reader_id, form.cleaned_data["url"], form.cleaned_data["name"], form.new_key)
        messages.success(request, _("Kept."))
        if form.new_key == "" and own and own.has_key:
            messages.info(request, _("The kept key is forgotten."))
        return redirect("my-model")
    context = {
        "heading": _("Your own language model"),
        "form": form,
        "own": own,
        "settings": settings,
        "is_being_tried": own_models.is_being_tried(reader_id),
        "used": assisting.tokens_of(reader_id, datetime.now(UTC).date()),
    }
    return render(request, "account/own_model.html", context, status=422 if form.errors else 200)


@reader_only
@require_POST
def try_model(request: HttpRequest) -> HttpResponse:
    settings, own = _settings_and_own(request)
    if own is None or not settings.readers_own:
        raise Http404(_("This newsroom asks no models of readers' own."))
    if not own_models.try_model(reader_of(request).pk, datetime.now(UTC)):
        messages.warning(request, _("It was tried a moment ago. Wait a little."))
    return redirect("my-model")


@reader_only
@require_POST
def remove(request: HttpRequest) -> HttpResponse:
    own_models.remove(reader_of(request).pk)
    messages.success(request, _("Your model and its key are forgotten."))
    return redirect("me")
