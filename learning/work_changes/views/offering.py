"""How a story comes into the gallery, and how it is taken back."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from home.accounts.decorators import writing_login_required
from learning.work_changes.actions import (
    ChangeRefused,
    StoryReworded,
    answer_story,
    frozen_words,
    offer_story,
    withdraw_story,
)
from learning.work_changes.consents import GALLERY, GALLERY_NOW
from learning.work_changes.models import StoryOffer, WorkChange
from learning.work_changes.queries import answers_to, story_of_change, words_to_begin_with
from learning.work_changes.responses import change_or_404, form_page, offer_or_404, story_preview
from learning.work_changes.rules import is_author, may_answer, may_offer, may_withdraw
from learning.work_changes.story_forms import (
    AuthorWithdrawForm,
    StoryAnswerForm,
    StoryForm,
    WithdrawForm,
    offered_before,
)


@writing_login_required
@require_http_methods(["GET", "POST"])
def story_offer(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """First how it will look to everyone, then the press that offers exactly that."""
    change = change_or_404(request, public_id, may_offer)
    offer = story_of_change(change)
    initial = words_to_begin_with(change) | (offered_before(offer) if offer else {})
    initial["base_number"] = offer.wording_number if offer else 0
    form = StoryForm(request.POST or None, change=change, initial=initial)
    context = {"form": form, "offer": offer, "answers": answers_to(offer) if offer else []}
    if request.method == "POST" and form.is_valid():
        context |= story_preview(frozen_words(change, form.told))
        is_seen = request.POST.get("seen") == context["seen"]
        if request.POST.get("next") == "send" and is_seen and _offer(request, change, form):
            return redirect("learning:story_offer", public_id)
        context["is_changed"] = request.POST.get("next") == "send" and not is_seen
        return form_page(request, "story_offer", change, _("Gallery"), context, 422 if form.errors else 200)
    return form_page(request, "story_offer", change, _("Gallery"), context)


def _offer(request: HttpRequest, change: WorkChange, form: StoryForm) -> bool:
    try:
        offer = offer_story(by=request.user, change=change, told=form.told)
    except ChangeRefused as refusal:
        form.add_problems(refusal.problems)
    except StoryReworded:
        form.add_error(None, _("It was offered with other words in another window. Open this page again to see them."))
    else:
        said = {
            "asking": _("Offered. It goes to the editors when every co-author has agreed."),
            "submitted": _("Offered. The editors read it now."),
        }
        messages.success(request, said.get(offer.state, ""))
        return True
    return False


@writing_login_required
@require_http_methods(["GET", "POST"])
def story_answer(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """A co-author reads what will be public and says yes or no."""
    offer = offer_or_404(request, public_id)
    if not may_answer(request.user, offer):
        raise PermissionDenied
    mine = offer.consents.get(person=request.user)
    initial = {"wording_number": offer.wording_number, "shows_name": mine.shows_name}
    form = StoryAnswerForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid() and _answer(request, offer, form):
        return redirect("learning:work_change", offer.change.public_id)
    if form.errors:
        form.data = form.data.copy()
        form.data["wording_number"] = offer.wording_number
    context = {"form": form, "offer": offer, "mine": mine, "story": offer, "consent": GALLERY[GALLERY_NOW]}
    status = 422 if form.errors else 200
    return render(request, "learning/work_changes/story_answer.html", context, status=status)


def _answer(request: HttpRequest, offer: StoryOffer, form: StoryAnswerForm) -> bool:
    agrees = request.POST.get("answer") == "yes"
    data = form.cleaned_data
    try:
        answer_story(by=request.user, offer=offer, agrees=agrees, **data)
    except StoryReworded:
        form.add_error(None, _("The author changed the text meanwhile. This is how it is now: read it again."))
        return False
    words = _("Thank you: you agree to this text.") if agrees else _("You said no: it is not shown to anybody.")
    messages.success(request, words)
    return True


@login_required
@require_http_methods(["GET", "POST"])
def story_withdraw(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """One press and it is gone; whoever is no author of it says why."""
    offer = offer_or_404(request, public_id)
    if not may_withdraw(request.user, offer):
        raise PermissionDenied
    is_own = offer.authors().filter(pk=request.user.pk).exists()
    form = (AuthorWithdrawForm if is_own else WithdrawForm)(request.POST or None)
    if request.method == "POST":
        reason = form.cleaned_data.get("reason", "") if form.is_valid() else ""
        try:
            withdraw_story(by=request.user, offer=offer, reason=reason)
        except ChangeRefused as refusal:
            form.add_problems(refusal.problems)
        else:
            messages.success(request, _("It is withdrawn: nobody reads it here any more."))
            return _after_withdrawal(request, offer)
    status = 422 if form.errors else 200
    context = {"form": form, "offer": offer, "is_author": is_author(request.user, offer.change)}
    return render(request, "learning/work_changes/story_withdraw.html", context, status=status)


def _after_withdrawal(request: HttpRequest, offer: StoryOffer) -> HttpResponse:
    if WorkChange.objects.visible_to(request.user).filter(pk=offer.change_id).exists():
        return redirect("learning:work_change", offer.change.public_id)
    return redirect("learning:work_changes")
