"""Where comments are closed: everywhere, at a publisher, on an article."""

from dataclasses import dataclass
from datetime import UTC, datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from octavo.store import comments as store
from octavo.store.models import Article, Publisher
from octavo.web.access import operator_only, reader_of
from octavo.web.operate.community_forms import SwitchForm


@dataclass(frozen=True, slots=True)
class ClosedScope:
    """`name` is what is closed, in words."""

    scope: str
    name: str
    since: datetime


@operator_only
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    return _page(request, SwitchForm())


def _page(request: HttpRequest, form: SwitchForm) -> HttpResponse:
    closed = store.closed_scopes()
    context = {
        "heading": _("Community"),
        "desk_page": "community",
        "is_site_closed": "site" in closed,
        "closed": _named({scope: at for scope, at in closed.items() if scope != "site"}),
        "form": form,
    }
    return render(request, "operate/community.html", context, status=422 if form.errors else 200)


def _named(closed: dict[str, datetime]) -> list[ClosedScope]:
    names: dict[str, str] = {}
    publishers = [scope for scope in closed if scope.startswith("publisher:")]
    articles = [scope for scope in closed if scope.startswith("article:")]
    for pk, name in Publisher.objects.filter(pk__in=_ids(publishers)).values_list("pk", "name"):
        names[f"publisher:{pk}"] = name
    for pk, title in Article.objects.filter(pk__in=_ids(articles)).values_list("pk", "title"):
        names[f"article:{pk}"] = title
    return [ClosedScope(scope, names.get(scope, scope), since) for scope, since in closed.items()]


def _ids(scopes: list[str]) -> list[int]:
    return [int(scope.partition(":")[2]) for scope in scopes]


@operator_only
@require_POST
def close(request: HttpRequest) -> HttpResponse:
    form = SwitchForm(request.POST)
    if not form.is_valid():
        return _page(request, form)
    store.close(form.cleaned_data["where"], reader_of(request).pk, datetime.now(UTC))
    messages.success(request, _("Closed. What was said stays readable."))
    return redirect("operate-community")


@operator_only
@require_POST
def reopen(request: HttpRequest) -> HttpResponse:
    store.reopen(request.POST.get("scope", "")[:40])
    messages.success(request, _("Open again."))
    return redirect("operate-community")
