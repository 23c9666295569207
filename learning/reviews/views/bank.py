"""The bank of comments: looked through, added to, changed. Used from the reading place."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from home.accounts.decorators import writing_login_required
from learning.courses.models import CoursePage
from learning.reviews.actions import (
    CodeTaken,
    change_bank_comment,
    delete_bank_comment,
    keep_bank_comment,
    use_bank_comment,
)
from learning.reviews.forms import BankForm
from learning.reviews.models import BankComment
from learning.reviews.queries import bank_of, banks_kept_by, groups_of
from learning.reviews.rules import may_change_bank_comment


@require_http_methods(["GET", "POST"])
@writing_login_required
def bank(request: HttpRequest) -> HttpResponse:
    if not groups_of(request.user):
        raise PermissionDenied
    form = BankForm(request.POST or None, courses=banks_kept_by(request.user))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        course = CoursePage.objects.filter(pk=data["course"]).first() if data.get("course") else None
        try:
            keep_bank_comment(by=request.user, code=data["code"], text=data["text"], course=course)
        except CodeTaken:
            form.add_error("code", _("There is a comment with this code already: choose another, or change that one."))
        else:
            messages.success(request, _("The comment is in the bank."))
            return redirect("learning:bank")
    context = {"form": form, "rows": bank_of(request.user)}
    return render(request, "learning/reviews/bank.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@writing_login_required
def bank_comment(request: HttpRequest, pk: int) -> HttpResponse:
    comment = _comment_or_404(request, pk)
    if not may_change_bank_comment(request.user, comment):
        raise PermissionDenied
    if request.POST.get("do") == "delete":
        delete_bank_comment(by=request.user, comment=comment)
        messages.success(request, _("The comment is out of the bank. What was said with it stays said."))
        return redirect("learning:bank")
    form = BankForm(request.POST or None, courses=[], initial={"code": comment.code, "text": comment.text})
    if request.method == "POST" and form.is_valid():
        try:
            change_bank_comment(by=request.user, comment=comment, **form.cleaned_data)
        except CodeTaken:
            form.add_error("code", _("Another comment has this code."))
        else:
            messages.success(request, _("The comment is changed."))
            return redirect("learning:bank")
    context = {"form": form, "comment": comment}
    return render(request, "learning/reviews/bank_comment.html", context, status=422 if form.errors else 200)


@require_POST
@login_required
def bank_comment_used(request: HttpRequest, pk: int) -> HttpResponse:
    """A script has put it into a text: it is counted."""
    use_bank_comment(by=request.user, comment=_comment_or_404(request, pk))
    return HttpResponse(status=204)


def _comment_or_404(request: HttpRequest, pk: int) -> BankComment:
    return get_object_or_404(BankComment.objects.visible_to(request.user), pk=pk)
