import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from forums.actions import BoardClosed, MentionRefused, TooFast, TopicLocked
from forums.forms import refused_names
from forums.responses import too_fast_words, waits_words
from home.accounts.decorators import writing_login_required
from home.accounts.models import User
from home.richtext.responses import say_taken
from home.uploads.actions import UploadRefused, receive_upload
from learning.work_changes.actions import (
    ChangeRefused,
    Evidence,
    add_evidence,
    answer_co_author,
    ask_co_author,
    remove_evidence,
    take_to_forum,
    tell_tried_too,
)
from learning.work_changes.forms import CoAuthorForm, EvidenceForm, ToForumForm, TriedTooForm
from learning.work_changes.models import WorkChange
from learning.work_changes.queries import boards_open_to, colleagues_of, linkable
from learning.work_changes.responses import change_or_404, form_page
from learning.work_changes.rules import may_decide, may_edit, may_try_too


@login_required
@require_http_methods(["GET", "POST"])
def change_team(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """The author asks colleagues of her class whether they did it together."""
    change = change_or_404(request, public_id, may_decide)
    form = CoAuthorForm(request.POST or None, colleagues=colleagues_of(change))
    if request.method == "POST" and form.is_valid():
        person = get_object_or_404(User, public_id=form.cleaned_data["person"])
        try:
            ask_co_author(by=request.user, change=change, person=person)
        except ChangeRefused as refusal:
            form.add_problems(refusal.problems)
        else:
            say_taken(request, _("We ask %(name)s whether it is so.") % {"name": person.name})
            return redirect("learning:change_team", public_id)
    context = {"form": form, "co_authors": change.co_authors.select_related("person")}
    return form_page(request, "change_team", change, _("Co-authors"), context)


@login_required
@require_POST
def change_answer(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """The colleague says whether she did it together with the author."""
    change = change_or_404(request, public_id)
    row = change.co_authors.filter(person=request.user).first()
    if row is None:
        raise PermissionDenied
    confirms = request.POST.get("answer") == "yes"
    answer_co_author(by=request.user, row=row, confirms=confirms)
    if not confirms:
        messages.success(request, _("You are not named as co-author."))
        return redirect("learning:work_changes")
    messages.success(request, _("You are co-author now: the change is in your list too."))
    return redirect("learning:work_change", public_id)


@writing_login_required
@require_http_methods(["GET", "POST"])
def change_evidence(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    change = change_or_404(request, public_id, may_edit)
    form = EvidenceForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid() and _add_evidence(request, change, form):
        say_taken(request, _("It stands with your change."))
        return redirect("learning:work_change", public_id)
    return form_page(request, "change_evidence", change, _("Evidence"), {"form": form})


def _add_evidence(request: HttpRequest, change: WorkChange, form: EvidenceForm) -> bool:
    data = form.cleaned_data
    names = ("kind", "note", "link", "dated_on", "no_patient_data")
    try:
        file = data["file"]
        upload = receive_upload(by=request.user, file=file, name=file.name) if file else None
        evidence = Evidence(**{name: data[name] for name in names}, upload=upload)
        add_evidence(by=request.user, change=change, key=data["key"], evidence=evidence)
    except UploadRefused as refusal:
        form.add_error("file", str(refusal))
    except ChangeRefused as refusal:
        form.add_problems(refusal.problems)
    return not form.errors


@login_required
@require_POST
def change_evidence_remove(request: HttpRequest, public_id: uuid.UUID, key: uuid.UUID) -> HttpResponse:
    change = change_or_404(request, public_id, may_edit)
    remove_evidence(by=request.user, evidence=get_object_or_404(change.evidence, key=key))
    messages.success(request, _("It is taken away from your change."))
    return redirect("learning:work_change", public_id)


@writing_login_required
@require_http_methods(["GET", "POST"])
def change_to_forum(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    change = change_or_404(request, public_id, may_decide)
    if change.topic_id or change.waiting_topic:
        return _to_conversation(change)
    form = ToForumForm(request.POST or None, boards=boards_open_to(request.user))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            take_to_forum(by=request.user, change=change, board=data["board"], key=data["key"], words=data["words"])
        except BoardClosed:
            form.add_error("board", _("This board takes no new conversations: choose another one."))
        except (MentionRefused, TooFast) as refusal:
            _say_at_door(form, refusal)
        else:
            return _taken(request, change_or_404(request, public_id))
    return form_page(request, "change_to_forum", change, _("Take it to a forum"), {"form": form})


def _to_conversation(change: WorkChange) -> HttpResponse:
    """Where it waits for the staff, to its own page, which says so."""
    if change.topic_id:
        return redirect("forums:topic", change.topic_id)
    return redirect("learning:work_change", change.public_id)


def _taken(request: HttpRequest, change: WorkChange) -> HttpResponse:
    there = _("The conversation is open: the card of your change stands in it.")
    say_taken(request, there if change.topic_id else waits_words())
    return _to_conversation(change)


def _say_at_door(form: ToForumForm | TriedTooForm, refusal: MentionRefused | TooFast) -> None:
    if isinstance(refusal, TooFast):
        return form.add_error(None, too_fast_words(refusal.seconds))
    return form.add_error("words", refused_names(refusal))


@writing_login_required
@require_http_methods(["GET", "POST"])
def change_tried_too(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """She answers a colleague's change with one of her own records; without any, she begins one."""
    origin = change_or_404(request, public_id, may_try_too)
    form = TriedTooForm(request.POST or None, changes=linkable(request.user, origin))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            told = tell_tried_too(
                by=request.user, change=data["change"], origin=origin, key=data["key"], words=data["words"]
            )
        except ChangeRefused as refusal:
            form.add_problems(refusal.problems)
        except TopicLocked:
            form.add_error(None, _("This conversation was closed meanwhile. Your text is below: copy it elsewhere."))
        except (MentionRefused, TooFast) as refusal:
            _say_at_door(form, refusal)
        else:
            return _linked(request, told, origin)
    return form_page(request, "change_tried_too", origin, _("We tried it too"), {"form": form})


def _linked(request: HttpRequest, told: WorkChange, origin: WorkChange) -> HttpResponse:
    say_taken(request, _("Your change is linked to “%(title)s”.") % {"title": origin.title})
    if told.answer_held_id:
        messages.success(request, waits_words())
    if told.answered_in_id:
        return redirect("forums:topic", told.answered_in_id)
    return redirect("learning:work_change", origin.public_id)
