"""Surveys: the list, one survey with its results, and voting."""

from datetime import UTC, datetime

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from octavo.store import surveys as store
from octavo.web.access import reader_of, reader_only
from octavo.web.caching import conditional
from octavo.web.moderation_words import VOTE_ERRORS
from octavo.web.paths import safe_path
from octavo.web.talk import reader_here

SURVEYS_PER_PAGE = 20


@require_safe
@conditional
def show_all(request: HttpRequest) -> HttpResponse:
    now, reader = datetime.now(UTC), reader_here(request)
    page = Paginator(store.all_surveys(now), SURVEYS_PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "heading": _("Surveys"),
        "description": _("What this newsroom asks its readers, and what they answer."),
        "page": page,
        "surveys": store.views_of(list(page.object_list), reader.pk if reader else None, now),
        "talk_reader": reader,
    }
    return render(request, "surveys.html", context)


@require_safe
@conditional
def show(request: HttpRequest, survey_id: int) -> HttpResponse:
    reader = reader_here(request)
    survey = store.survey_view(survey_id, reader.pk if reader else None, datetime.now(UTC))
    if survey is None:
        raise Http404(VOTE_ERRORS["gone"])
    context = {"heading": survey.question, "survey": survey, "talk_reader": reader, "on_own_page": True}
    return render(request, "survey.html", context)


@reader_only
@require_POST
def vote(request: HttpRequest, survey_id: int) -> HttpResponse:
    choices = [int(text) - 1 for text in request.POST.getlist("answer") if text.isascii() and text.isdigit()]
    try:
        store.vote(survey_id, reader_of(request).pk, choices[: store.MOST_ANSWERS], datetime.now(UTC))
    except store.VoteError as error:
        if error.code == "gone":
            raise Http404(VOTE_ERRORS["gone"]) from error
        messages.error(request, str(VOTE_ERRORS[error.code]))
    else:
        messages.success(request, _("Your voice is counted. Thank you."))
    path = safe_path(request.POST.get("next", ""))
    return redirect(reverse("survey", args=[survey_id]) if path == "/" else f"{path}#survey-{survey_id}")
