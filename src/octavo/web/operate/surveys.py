"""The operator's surveys: the list, making, changing, closing."""

from datetime import UTC, datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from octavo.store import surveys as store
from octavo.store.models import Survey
from octavo.web.access import operator_only, reader_of
from octavo.web.operate.community_forms import SurveyForm, survey_initial

LISTED = 100


@operator_only
@require_safe
def show_all(request: HttpRequest) -> HttpResponse:
    found = Survey.objects.order_by("-id")[:LISTED]
    context = {"heading": _("Surveys"), "desk_page": "community", "surveys": found, "now": datetime.now(UTC)}
    return render(request, "operate/surveys.html", context)


@operator_only
@require_http_methods(["GET", "POST"])
def make(request: HttpRequest) -> HttpResponse:
    return _form(request, SurveyForm(request.POST or None), None)


@operator_only
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, survey_id: int) -> HttpResponse:
    """Kind and answers stay as they are once somebody has voted."""
    survey = get_object_or_404(Survey, pk=survey_id)
    return _form(request, SurveyForm(request.POST or None, initial=survey_initial(survey)), survey)


def _form(request: HttpRequest, form: SurveyForm, survey: Survey | None) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        now = datetime.now(UTC)
        store.save_survey(form.draft(now), reader_of(request).pk, now, survey.pk if survey else None)
        messages.success(request, _("Kept."))
        return redirect("operate-surveys")
    heading = survey.question if survey else _("Ask readers")
    context = {"heading": heading, "desk_page": "community", "form": form, "survey": survey}
    return render(request, "operate/survey.html", context, status=422 if form.errors else 200)


@operator_only
@require_POST
def close(request: HttpRequest, survey_id: int) -> HttpResponse:
    get_object_or_404(Survey, pk=survey_id)
    store.close_survey(survey_id, datetime.now(UTC))
    messages.success(request, _("Closed. Its results stay readable."))
    return redirect("operate-surveys")
