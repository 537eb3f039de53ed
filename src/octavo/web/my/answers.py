"""How these pages answer: to a form by leading back, to the page's script in JSON; and who may ask."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from octavo.core.personal import FollowKind, MuteKind
from octavo.web.mine import Mine, mine_of
from octavo.web.paths import safe_path

View = Callable[..., HttpResponse]
ReaderView = Callable[..., HttpResponse]


def wants_json(request: HttpRequest) -> bool:
    return request.headers.get("Accept", "").startswith("application/json")


def next_path(request: HttpRequest) -> str:
    said = request.POST.get("next") or request.GET.get("next") or ""
    return safe_path(said) if said else "/"


def done(request: HttpRequest, *, on: bool) -> HttpResponse:
    """It holds now (`on`), or no longer."""
    return JsonResponse({"on": on}) if wants_json(request) else HttpResponseRedirect(next_path(request))


def refused(request: HttpRequest, text: str, status: int = 422) -> HttpResponse:
    """What went wrong, in the reader's language."""
    if wants_json(request):
        return JsonResponse({"error": text}, status=status)
    messages.error(request, text)
    return HttpResponseRedirect(next_path(request))


def for_readers(view: ReaderView) -> View:
    """An act of a signed-in reader, who is handed on as `mine`. A visitor, whose device does this by itself where it
    runs scripts, is told so and shown the way to an account."""

    @wraps(view)
    def enter(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        mine = mine_of(request)
        if mine is None:
            return _visitor(request)
        if request.method != "POST":
            return redirect(next_path(request))
        return view(request, mine, *args, **kwargs)

    return never_cache(enter)


def _visitor(request: HttpRequest) -> HttpResponse:
    if wants_json(request):
        return JsonResponse({"error": _("Sign in to keep this in your account.")}, status=403)
    context = {"heading": _("Kept for you"), "hidden": True, "back": next_path(request)}
    return render(request, "my/visitor.html", context)


def shown_or(view_of_reader: Callable[[HttpRequest, Mine], HttpResponse], of_visitor: View) -> View:
    """A page that readers with an account and visitors get in different ways."""

    def show(request: HttpRequest) -> HttpResponse:
        mine = mine_of(request)
        response = view_of_reader(request, mine) if mine else of_visitor(request)
        response.headers.setdefault("Cache-Control", "private, no-store")
        return response

    return show


def read_follow(text: str) -> tuple[FollowKind, str] | None:
    """ "publisher:12" as kind and target."""
    kind, colon, target = text.partition(":")
    return (FollowKind(kind), target) if colon and target and kind in set(FollowKind) else None


def read_mute(text: str) -> tuple[MuteKind, str] | None:
    kind, colon, target = text.partition(":")
    return (MuteKind(kind), target) if colon and target and kind in set(MuteKind) else None


def read_id(text: str) -> int:
    """The id of an article or story; 0 for nonsense."""
    is_id = text.isascii() and text.isdigit() and len(text) < 19
    return int(text) if is_id else 0
