import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from home.accounts.decorators import writing_login_required
from home.richtext.responses import say_taken
from learning.work_changes.actions import ChangeRefused, follow_up, move_stage
from learning.work_changes.forms import FollowUpForm, StageForm
from learning.work_changes.responses import change_or_404, form_page
from learning.work_changes.rules import may_edit


@writing_login_required
@require_http_methods(["GET", "POST"])
def change_stage(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    change = change_or_404(request, public_id, may_edit)
    form = StageForm(request.POST or None, change=change)
    if request.method == "POST" and form.is_valid():
        try:
            moved = move_stage(by=request.user, change=change, new=form.new)
        except ChangeRefused as refusal:
            form.add_problems(refusal.problems)
        else:
            say_taken(request, _("Now: %(stage)s.") % {"stage": moved.get_stage_display()})
            return redirect("learning:work_change", public_id)
    return form_page(request, "change_stage", change, _("Stage"), {"form": form})


@writing_login_required
@require_http_methods(["GET", "POST"])
def change_follow_up(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    change = change_or_404(request, public_id, may_edit)
    form = FollowUpForm(request.POST or None, change=change, initial={"followed_on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        try:
            follow_up(by=request.user, change=change, key=form.cleaned_data["key"], seen=form.seen)
        except ChangeRefused as refusal:
            form.add_problems(refusal.problems)
        else:
            say_taken(request, _("Your follow-up is kept."))
            return redirect("learning:work_change", public_id)
    return form_page(request, "change_follow_up", change, _("Follow-up"), {"form": form})
