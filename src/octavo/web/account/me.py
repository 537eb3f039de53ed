"""The page "You": profile, picture, what is held, leaving."""

from django.contrib import messages
from django.contrib.auth import logout
from django.core.serializers.json import DjangoJSONEncoder
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from octavo.pipeline.exports import opml_of
from octavo.store import assisting, holdings, jobs, own_models, readers, uploads
from octavo.store.reading.comments import comments_of_reader
from octavo.store.settings import ACCOUNTS
from octavo.web.access import reader_of, reader_only
from octavo.web.account.forms import AvatarForm, LeaveForm, ProfileForm
from octavo.web.account.fresh import fresh_only
from octavo.web.caching import conditional
from octavo.web.paths import path_in
from octavo.web.talk import viewer_of

COMMENTS_SHOWN = 50


@reader_only
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest) -> HttpResponse:
    reader = reader_of(request)
    form = ProfileForm(request.POST or None, reader=reader)
    if request.method == "POST" and form.is_valid():
        readers.save_profile(reader, form.cleaned_data["handle"], form.cleaned_data["language"])
        messages.success(request, _("Kept."))
        return redirect(path_in(form.cleaned_data["language"] or request.LANGUAGE_CODE, reverse("me")))
    return _page(request, form, AvatarForm())


def _page(request: HttpRequest, form: ProfileForm, avatar_form: AvatarForm) -> HttpResponse:
    context = {
        "heading": _("You"),
        "here": "me",
        "reader": reader_of(request),
        "form": form,
        "avatar_form": avatar_form,
        "has_issuer": bool(ACCOUNTS.oidc_issuer),
        "has_own_model": own_models.shown(reader_of(request).pk) is not None or assisting.chosen().settings.readers_own,
    }
    refused = form.errors or avatar_form.errors
    return render(request, "account/me.html", context, status=422 if refused else 200)


@reader_only
@require_POST
def change_avatar(request: HttpRequest) -> HttpResponse:
    """Nothing of the file is looked at here: the worker's digesting process makes it harmless or refuses it."""
    reader = reader_of(request)
    if "remove" in request.POST:
        readers.set_avatar(reader.pk, "")
        messages.success(request, _("Your picture is gone."))
        return redirect("me")
    form = AvatarForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, ProfileForm(reader=reader), form)
    upload = uploads.keep_upload(form.cleaned_data["picture"].read())
    jobs.enqueue(uploads.MAKE_AVATAR, str(reader.pk), {"reader": reader.pk, "upload": upload}, timezone.now())
    messages.success(request, _("Your picture is being prepared. It appears in a moment."))
    return redirect("me")


@reader_only
@require_safe
def export_json(request: HttpRequest) -> HttpResponse:
    answer = JsonResponse(
        holdings.everything(reader_of(request)),
        encoder=DjangoJSONEncoder,
        json_dumps_params={"ensure_ascii": False, "indent": 1},
    )
    return _download(answer, "octavo.json")


@reader_only
@require_safe
def export_opml(request: HttpRequest) -> HttpResponse:
    body = opml_of(holdings.followed_feeds(reader_of(request)))
    return _download(HttpResponse(body, content_type="text/x-opml; charset=utf-8"), "octavo.opml")


def _download(answer: HttpResponse, name: str) -> HttpResponse:
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@reader_only
@fresh_only
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest) -> HttpResponse:
    reader = reader_of(request)
    form = LeaveForm(request.POST if request.method == "POST" else None)
    is_last = holdings.is_last_operator(reader)
    if request.method == "POST" and form.is_valid() and not is_last:
        logout(request)
        holdings.delete(reader)
        messages.success(request, _("Your account is deleted."))
        return redirect("front")
    context = {"heading": _("Delete your account"), "form": form, "is_last_operator": is_last}
    refused = form.errors or (request.method == "POST" and is_last)
    return render(request, "account/leave.html", context, status=422 if refused else 200)


@require_safe
@conditional
def profile(request: HttpRequest, handle: str) -> HttpResponse:
    """What everyone may know of a reader."""
    reader = readers.by_handle(handle)
    if reader is None:
        raise Http404(_("There is no reader of this name."))
    if reader.handle != handle:
        return redirect("reader", handle=reader.handle, permanent=True)
    comments = comments_of_reader(reader.pk, viewer_of(request), COMMENTS_SHOWN)
    return render(request, "reader.html", {"heading": f"@{reader.handle}", "reader": reader, "comments": comments})
