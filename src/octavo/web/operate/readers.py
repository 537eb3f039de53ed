"""Readers and invitations: who has an account and by which role, who may make one, help for who is locked out."""

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import F, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from octavo.store import invitations, readers
from octavo.store.models import Invitation, Reader
from octavo.store.models.readers import Role
from octavo.web.access import operator_only, reader_of
from octavo.web.account import links

READERS_PER_PAGE = 60
INVITATIONS_SHOWN = 60


class InvitationForm(forms.Form):
    note = forms.CharField(
        label=gettext_lazy("For whom"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("Seen by operators alone."),
    )
    uses = forms.IntegerField(label=gettext_lazy("Accounts it may make"), min_value=1, max_value=10_000, initial=1)
    days = forms.IntegerField(label=gettext_lazy("Days it is good for"), min_value=1, max_value=365, initial=14)


@operator_only
@require_safe
def show_all(request: HttpRequest) -> HttpResponse:
    query = request.GET.get("q", "")[:200]
    page = Paginator(readers.found(query), READERS_PER_PAGE).get_page(request.GET.get("page"))
    context = {"heading": _("Readers"), "desk_page": "readers", "page": page, "query": query}
    return render(request, "operate/readers.html", context)


@operator_only
@require_safe
def show(request: HttpRequest, reader_id: int) -> HttpResponse:
    return _page(request, get_object_or_404(readers.found(""), pk=reader_id))


def _page(request: HttpRequest, reader: Reader, link: str = "") -> HttpResponse:
    context = {
        "heading": str(reader),
        "desk_page": "readers",
        "reader": reader,
        "roles": Role.choices,
        "link": link,
        "is_self": reader.pk == reader_of(request).pk,
    }
    return render(request, "operate/reader.html", context)


@operator_only
@require_POST
def act(request: HttpRequest, reader_id: int, verb: str) -> HttpResponse:
    """`verb`: role, suspend, restore, factors or reset. A link to choose a new password is shown once."""
    reader = get_object_or_404(readers.found(""), pk=reader_id)
    if verb == "reset":
        return _page(request, reader, links.base(request) + links.reset_path(reader))
    try:
        _do(request, reader, verb)
    except readers.LastOperatorError:
        messages.error(request, _("A newsroom needs an operator: make another one first."))
    else:
        messages.success(request, _("Kept."))
    return redirect("operate-reader", reader_id=reader_id)


def _do(request: HttpRequest, reader: Reader, verb: str) -> None:
    if verb == "role" and request.POST.get("role") in Role.values:
        readers.set_role(reader, Role(request.POST["role"]))
    elif verb in {"suspend", "restore"}:
        readers.set_active(reader, verb == "restore")
    elif verb == "factors":
        readers.forget_factors(reader)
    else:
        raise Http404


@operator_only
@require_safe
def show_invitations(request: HttpRequest) -> HttpResponse:
    return _invitations(request, InvitationForm())


def _invitations(request: HttpRequest, form: InvitationForm, link: str = "") -> HttpResponse:
    open_ones = Q(revoked_at=None, expires_at__gt=timezone.now(), used__lt=F("uses"))
    rows = Invitation.objects.select_related("made_by")
    context = {
        "heading": _("Invitations"),
        "desk_page": "readers",
        "form": form,
        "link": link,
        "open": rows.filter(open_ones)[:INVITATIONS_SHOWN],
        "over": rows.exclude(open_ones)[:INVITATIONS_SHOWN],
    }
    return render(request, "operate/invitations.html", context, status=422 if form.errors else 200)


@operator_only
@require_POST
def invite(request: HttpRequest) -> HttpResponse:
    """The link is shown on this very answer and never again: only its hash is kept."""
    form = InvitationForm(request.POST)
    if not form.is_valid():
        return _invitations(request, form)
    token = invitations.invite(reader_of(request), **form.cleaned_data, now=timezone.now())
    link = links.base(request) + reverse("account_invited", kwargs={"invitation": token})
    return _invitations(request, InvitationForm(), link)


@operator_only
@require_POST
def revoke(request: HttpRequest, invitation_id: int) -> HttpResponse:
    invitations.revoke(invitation_id, timezone.now())
    messages.success(request, _("The invitation is taken back."))
    return redirect("operate-invitations")
