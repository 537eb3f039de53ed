"""What harms most is done only by someone who has just proved to be the reader, and not by whoever finds a device."""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any

from allauth.account.decorators import reauthentication_required
from allauth.account.internal.flows.reauthentication import get_reauthentication_flows
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from octavo.web.access import reader_of

FRESH = timedelta(minutes=5)


def fresh_only(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Asks for the password or a second factor; of who has neither, because another issuer vouches, to sign in anew."""
    asking = reauthentication_required(view)

    @wraps(view)
    def enter(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        reader = reader_of(request)
        if get_reauthentication_flows(reader):
            return asking(request, *args, **kwargs)
        if reader.last_login and timezone.now() - reader.last_login < FRESH:
            return view(request, *args, **kwargs)
        context = {"heading": _("Sign in anew"), "then": request.get_full_path()}
        return render(request, "account/afresh.html", context, status=403)

    return enter
