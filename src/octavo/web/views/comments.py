"""Comments: writing, answering, their own pages, changing, withdrawing, liking, flagging, appealing, blocking.

Each works as a plain form; where the page's script asks for JSON it gets the same as JSON.
"""

from datetime import UTC, datetime, timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from octavo.core.reading import ArticleView
from octavo.core.talk import CommentView, Shown
from octavo.store import comments as store
from octavo.store import moderating, reading
from octavo.store.models import Comment
from octavo.store.reading import comments as read
from octavo.web import words
from octavo.web.access import reader_of, reader_only
from octavo.web.caching import conditional
from octavo.web.comment_forms import AppealForm, CommentForm, FlagForm
from octavo.web.markup import COMMENT, html_of, text_of
from octavo.web.moderation_words import ERRORS
from octavo.web.paths import article_path, safe_path
from octavo.web.talk import reader_here, viewer_of

LONGEST_PREFILLED_QUOTE = 300


def _found(request: HttpRequest, comment_id: int) -> CommentView:
    comment = read.readable(comment_id, viewer_of(request))
    if comment is None:
        raise Http404(ERRORS["gone"])
    return comment


def _own(request: HttpRequest, comment_id: int) -> CommentView:
    comment = _found(request, comment_id)
    if not comment.is_own:
        raise Http404(ERRORS["gone"])
    return comment


def _article(article_id: int | None) -> ArticleView:
    article = reading.article(article_id) if article_id else None
    if article is None:
        raise Http404(_("This article does not exist, or is kept no longer."))
    return article


def _wants_json(request: HttpRequest) -> bool:
    return request.headers.get("Accept", "") == "application/json"


def error_in_words(error: store.CommentError) -> str:
    return str(ERRORS[error.code]).format(wait=_wait(error.wait or timedelta(0)))


def _wait(wait: timedelta) -> str:
    minutes = max(1, -(-int(wait.total_seconds()) // 60))
    return words.minutes(minutes)


def _refused(request: HttpRequest, error: store.CommentError, back: str) -> HttpResponse:
    text, status = error_in_words(error), 429 if error.code == "too_fast" else 409
    if _wants_json(request):
        return JsonResponse({"error": text}, status=status)
    messages.error(request, text)
    return redirect(back)


@reader_only
@require_http_methods(["GET", "POST"])
def write(request: HttpRequest, article_id: int) -> HttpResponse:
    """A comment of its own below an article."""
    return _write(request, _article(article_id), None)


@reader_only
@require_http_methods(["GET", "POST"])
def reply(request: HttpRequest, comment_id: int) -> HttpResponse:
    comment = _found(request, comment_id)
    if comment.shown is not Shown.TEXT:
        raise Http404(ERRORS["gone"])
    return _write(request, _article(comment.article_id), comment)


def _write(request: HttpRequest, article: ArticleView, parent: CommentView | None) -> HttpResponse:
    quotable = text_of(parent.html) if parent else ""
    initial = {"quote": quotable[:LONGEST_PREFILLED_QUOTE] if request.GET.get("quote") else ""}
    prefix = f"answer-{parent.id}-%s" if parent else "comment-%s"
    form = CommentForm(request.POST or None, quotable=quotable, initial=initial, auto_id=prefix)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                return _kept(request, article, parent, form.cleaned_data)
            except store.CommentError as error:
                form.add_error(None, error_in_words(error))
                status = 429 if error.code == "too_fast" else 409
        if _wants_json(request):
            return JsonResponse({"error": " ".join(_errors(form))}, status=status)
    context = {"article": article, "parent": parent, "form": form, "heading": _("Reply") if parent else _("Comment")}
    return render(request, "comment_form.html", context, status=status)


def _errors(form: CommentForm) -> list[str]:
    return [str(error) for errors in form.errors.values() for error in errors]


def _kept(request: HttpRequest, article: ArticleView, parent: CommentView | None, said: dict[str, Any]) -> HttpResponse:
    draft = store.CommentDraft(
        article_id=article.card.id,
        source=said["text"],
        html=html_of(said["text"], COMMENT),
        parent_id=parent.id if parent else None,
        quote=said.get("quote", ""),
    )
    comment_id = store.post(draft, reader_of(request), datetime.now(UTC))
    if _wants_json(request):
        return JsonResponse({"id": comment_id, "html": _rendered(request, comment_id)}, status=201)
    messages.success(request, _("Thank you. Your comment is being checked and appears in a moment."))
    if parent:
        return redirect(f"{reverse('comment', args=[parent.thread_id])}#comment-{comment_id}")
    path = safe_path(request.POST.get("next", ""))
    return redirect(f"{article_path(article.card) if path == '/' else path}?sort=newest#comment-{comment_id}")


def _rendered(request: HttpRequest, comment_id: int) -> str:
    page = read.comment_page(comment_id, viewer_of(request))
    context = {"branch": page.branch if page else None, "talk_reader": reader_here(request)}
    return render_to_string("parts/comment.html", context, request)


@require_safe
@conditional
def show(request: HttpRequest, comment_id: int) -> HttpResponse:
    """A comment's own page: what it answers, and all that answers it."""
    page = read.comment_page(comment_id, viewer_of(request))
    if page is None:
        raise Http404(ERRORS["gone"])
    comment = page.branch.comment
    reader = reader_here(request)
    context = {
        "heading": _("A comment on “{title}”").format(title=comment.article_title),
        "branch": page.branch,
        "parent": page.parent,
        "comment": comment,
        "article": reading.article(comment.article_id) if comment.article_id else None,
        "talk_reader": reader,
        "talk_may_moderate": bool(reader and reader.is_moderator),
        "hidden": True,
    }
    return render(request, "comment.html", context)


@reader_only
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, comment_id: int) -> HttpResponse:
    comment = _own(request, comment_id)
    back = reverse("comment", args=[comment_id])
    if not comment.can_edit:
        return _refused(request, store.CommentError("too_late"), back)
    source = Comment.objects.values_list("source", flat=True).get(pk=comment_id)
    form = CommentForm(request.POST or None, initial={"text": source}, auto_id="comment-%s")
    if request.method == "POST" and form.is_valid():
        text = form.cleaned_data["text"]
        try:
            store.edit(comment_id, reader_of(request).pk, text, html_of(text, COMMENT), datetime.now(UTC))
        except store.CommentError as error:
            return _refused(request, error, back)
        messages.success(request, _("Changed. It is being checked again."))
        return redirect(back)
    context = {"form": form, "comment": comment, "heading": _("Change your comment")}
    return render(request, "comment_form.html", context, status=422 if form.errors else 200)


@reader_only
@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, comment_id: int) -> HttpResponse:
    comment = _own(request, comment_id)
    if request.method == "POST":
        try:
            store.withdraw(comment_id, reader_of(request).pk)
        except store.CommentError as error:
            return _refused(request, error, reverse("front"))
        messages.success(request, _("Deleted. Its text is gone."))
        path = reverse("article-by-id", args=[comment.article_id]) if comment.article_id else reverse("front")
        return redirect(path)
    context = {"comment": comment, "heading": _("Delete your comment")}
    return render(request, "comment_withdraw.html", context)


@reader_only
@require_POST
def like(request: HttpRequest, comment_id: int) -> HttpResponse:
    """`wanted` is "1" to like and "0" to take it back."""
    wanted = request.POST.get("wanted") != "0"
    back = f"{safe_path(request.POST.get('next', ''))}#comment-{comment_id}"
    try:
        likes = store.like(comment_id, reader_of(request).pk, wanted, datetime.now(UTC))
    except store.CommentError as error:
        return _refused(request, error, back)
    if _wants_json(request):
        return JsonResponse({"liked": wanted, "likes": words.number(likes)})
    return redirect(back)


@reader_only
@require_http_methods(["GET", "POST"])
def flag(request: HttpRequest, comment_id: int) -> HttpResponse:
    comment = _found(request, comment_id)
    back = reverse("comment", args=[comment_id])
    form = FlagForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            was_held = store.flag(comment_id, reader_of(request).pk, said["reason"], said["note"], datetime.now(UTC))
        except store.CommentError as error:
            return _refused(request, error, back)
        messages.success(request, _("Thank you. Moderators will look at it."))
        return redirect(reverse("front") if was_held and comment.article_id is None else _place(comment))
    context = {"form": form, "comment": comment, "heading": _("Report a comment")}
    return render(request, "comment_flag.html", context, status=422 if form.errors else 200)


def _place(comment: CommentView) -> str:
    if comment.article_id is None:
        return reverse("front")
    return f"{reverse('article-by-id', args=[comment.article_id])}#comments"


@reader_only
@require_http_methods(["GET", "POST"])
def appeal(request: HttpRequest, comment_id: int) -> HttpResponse:
    """The author of a held or rejected comment asks once that somebody look again."""
    comment = _own(request, comment_id)
    if comment.shown not in {Shown.HELD, Shown.REJECTED} or comment.appeal:
        raise Http404(ERRORS["again"])
    form = AppealForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            moderating.appeal(comment_id, reader_of(request).pk, form.cleaned_data["text"], datetime.now(UTC))
        except moderating.AppealError as error:
            messages.error(request, str(ERRORS[error.code]))
        else:
            messages.success(request, _("Your appeal is with the moderators. You will see here what they decide."))
        return redirect("comment", comment_id)
    context = {"form": form, "comment": comment, "heading": _("Appeal")}
    return render(request, "comment_appeal.html", context, status=422 if form.errors else 200)


@reader_only
@require_POST
def block(request: HttpRequest, comment_id: int) -> HttpResponse:
    """Hide everything by the author of this comment."""
    comment = _found(request, comment_id)
    if comment.author_id is None:
        raise Http404(ERRORS["gone"])
    try:
        store.block(reader_of(request).pk, comment.author_id, datetime.now(UTC))
    except store.CommentError as error:
        return _refused(request, error, _place(comment))
    messages.success(request, _("Blocked. You will not see this reader's comments any more."))
    return redirect(_place(comment))


@reader_only
@require_safe
def blocked(request: HttpRequest) -> HttpResponse:
    context = {"heading": _("Readers you block"), "readers": store.blocked_readers(reader_of(request).pk)}
    return render(request, "blocked.html", context)


@reader_only
@require_POST
def unblock(request: HttpRequest, reader_id: int) -> HttpResponse:
    store.unblock(reader_of(request).pk, reader_id)
    messages.success(request, _("Not blocked any more."))
    return redirect("blocked")
