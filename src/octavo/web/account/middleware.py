"""What goes with pages of accounts: a status that says when a form was refused, and that nothing is kept."""

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse

from octavo.web.account import seen
from octavo.web.caching import is_anonymous

ROOMS = ("allauth.", "octavo.web.account.")


class AccountPages:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if _is_ours(request):
            # Addresses of these pages may hold a secret, so no other site hears of them; and they are not indexed.
            response.headers.setdefault("Referrer-Policy", "same-origin")
            response.headers.setdefault("X-Robots-Tag", "noindex")
        if _is_ours(request) or not is_anonymous(request):
            response.headers.setdefault("Cache-Control", "private, no-store")
        seen.note(request)
        return response

    def process_template_response(self, request: HttpRequest, response: TemplateResponse) -> TemplateResponse:
        """django-allauth answers a refused form with 200; Octavo's own forms say 422, and 429 to who is locked out."""
        form = (response.context_data or {}).get("form")
        if request.method == "POST" and _is_ours(request) and response.status_code == 200 and form and form.errors:
            codes = {error.code for errors in form.errors.as_data().values() for error in errors}
            response.status_code = 429 if "too_many_login_attempts" in codes else 422
        return response


def _is_ours(request: HttpRequest) -> bool:
    match = request.resolver_match
    return match is not None and str(match.func.__module__).startswith(ROOMS)
