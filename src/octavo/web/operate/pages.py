"""The site's own pages (about, privacy, terms), in each interface language."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from octavo.store.site import save_site_page, site_page
from octavo.web.access import operator_only
from octavo.web.operate.forms import SitePageForm

NAMES = ("about", "privacy", "terms", "rules")


@operator_only
@require_safe
def show_all(request: HttpRequest) -> HttpResponse:
    rows = [
        {"name": name, "language": code, "language_label": label, "page": site_page(name, code)}
        for name in NAMES
        for code, label in settings.LANGUAGES
    ]
    context = {"heading": _("Pages of this site"), "desk_page": "pages", "rows": rows}
    return render(request, "operate/pages.html", context)


@operator_only
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, name: str, language: str) -> HttpResponse:
    if name not in NAMES or language not in dict(settings.LANGUAGES):
        raise Http404
    stored = site_page(name, language)
    initial = {"title": stored.title, "text": stored.text} if stored else None
    form = SitePageForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        save_site_page(name, language, form.cleaned_data["title"] or name.capitalize(), form.cleaned_data["text"])
        messages.success(request, _("Kept."))
        return redirect("operate-pages")
    context = {"heading": name.capitalize(), "desk_page": "pages", "form": form, "name": name, "language": language}
    return render(request, "operate/page.html", context)
