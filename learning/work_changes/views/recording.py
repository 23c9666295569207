import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from forums.actions import MentionRefused, TooFast, TopicLocked
from home.accounts.decorators import writing_login_required
from home.richtext.responses import say_taken
from learning.work_changes.actions import (
    ChangeConflict,
    ChangeRefused,
    edit_change,
    recode_change,
    record_change,
    remove_change,
    restore_change,
    tell_tried_too,
)
from learning.work_changes.enums import Facilitator, Obstacle, Stage
from learning.work_changes.forms import OWN_SECTIONS, SECTION_NAMES, QuickForm, RecodeForm, SectionForm
from learning.work_changes.models import WorkChange
from learning.work_changes.queries import (
    change_page,
    changes_of,
    changes_of_others,
    gallery_is_open,
    places_to_record,
    put_away_of,
    readings_of,
    rows_of,
)
from learning.work_changes.responses import change_or_404, form_page, said_tags, story_context
from learning.work_changes.rules import may_decide, may_edit, may_recode, may_record, may_try_too

PAGE_SIZE = 20


@login_required
@require_GET
def work_changes(request: HttpRequest) -> HttpResponse:
    """Her own; with ?de=colegas what colleagues and students let her read, by stage where she asks for one."""
    person, stage = request.user, request.GET.get("etapa", "")
    others = request.GET.get("de") == "colegas"
    stage = stage if stage in Stage.values else ""
    found = changes_of_others(person, stage) if others else changes_of(person)
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("pagina"))
    context = {
        "page": page,
        "rows": rows_of(page),
        "others": others,
        "stages": Stage.choices,
        "stage": stage,
        "may_record": bool(places_to_record(person)),
        "gallery": gallery_is_open(),
        "put_away": [] if others else put_away_of(person),
    }
    return render(request, "learning/work_changes/work_changes.html", context)


@writing_login_required
@require_http_methods(["GET", "POST"])
def change_new(request: HttpRequest) -> HttpResponse:
    """The four answers. ?apos= names a colleague's change after which hers was tried."""
    places = places_to_record(request.user)
    if not places:
        raise PermissionDenied
    named = request.POST.get("origin") if request.method == "POST" else request.GET.get("apos")
    origin = _origin(request, named)
    initial = {"origin": origin.public_id if origin else None}
    form = QuickForm(request.POST or None, places=places, initial=initial)
    if request.method == "POST" and form.is_valid():
        change = _record(request, form, origin)
        if change is not None:
            return _go_on(change)
    context = {"form": form, "origin": origin, "several": len(places) > 1}
    context["crumbs"] = [(_("Changes at work"), reverse("learning:work_changes")), (_("Record a change"), None)]
    status = 422 if request.method == "POST" else 200
    return render(request, "learning/work_changes/change_new.html", context, status=status)


def _go_on(change: WorkChange) -> HttpResponse:
    """To the conversation that it answers, else to its own page, where more can be told."""
    if change.answered_in_id:
        return redirect("forums:topic", change.answered_in_id)
    return redirect("learning:work_change", change.public_id)


def _origin(request: HttpRequest, named: str | None) -> WorkChange | None:
    try:
        return change_or_404(request, uuid.UUID(named)) if named else None
    except ValueError as error:
        raise Http404 from error


def _record(request: HttpRequest, form: QuickForm, origin: WorkChange | None) -> WorkChange | None:
    """None where something is to be corrected: the form says what. A link that cannot be made keeps the record."""
    data, person = form.cleaned_data, request.user
    if not may_record(person, data["enrolment"]):
        raise PermissionDenied
    try:
        change = record_change(by=person, enrolment=data["enrolment"], key=data["key"], told=form.told)
    except ChangeRefused as refusal:
        form.add_problems(refusal.problems)
        return None
    say_taken(request, _("It is kept. Tell more whenever you have time."))
    if origin:
        try:
            return tell_tried_too(by=person, change=change, origin=origin, key=data["key"])
        except (ChangeRefused, MentionRefused, TooFast, TopicLocked):
            messages.warning(request, _("It could not be linked to your colleague's change. Your record is kept."))
    return change


@login_required
@require_GET
def work_change(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    change = change_or_404(request, public_id)
    person, shown = request.user, change_page(request.user, change)
    context = {
        "page": shown,
        "change": change,
        "may_edit": may_edit(person, change),
        "may_decide": may_decide(person, change),
        "may_recode": may_recode(person, change),
        "asked": next((row for row in shown.co_authors if row.person_id == person.pk), None),
        "sections": SECTION_NAMES.items(),
        "helped": said_tags(change.facilitator_tags, Facilitator, change.facilitators),
        "hindered": said_tags(change.obstacle_tags, Obstacle, change.obstacles),
        "reading": dict(readings_of(change)).get(change.learning_item_id),
        "may_try": may_try_too(person, change),
        "crumbs": [(_("Changes at work"), reverse("learning:work_changes")), (change.title, None)],
        **story_context(person, change),
    }
    return render(request, "learning/work_changes/work_change.html", context)


@writing_login_required
@require_http_methods(["GET", "POST"])
def change_edit(request: HttpRequest, public_id: uuid.UUID, section: str) -> HttpResponse:
    if section not in SECTION_NAMES:
        raise Http404
    change = change_or_404(request, public_id, may_decide if section in OWN_SECTIONS else may_edit)
    form = SectionForm(request.POST or None, instance=change, section=section, readings=readings_of(change))
    stored = None
    if request.method == "POST" and form.is_valid():
        try:
            number = form.cleaned_data["base_number"]
            edit_change(by=request.user, change=change, base_number=number, values=form.values)
        except ChangeConflict as conflict:
            stored = conflict.stored
            form.begin_from(stored.edit_number)
        except ChangeRefused as refusal:
            form.add_problems(refusal.problems)
        else:
            say_taken(request, _("Kept."))
            return redirect("learning:work_change", public_id)
    context = {"form": form, "section": section, "stored": stored}
    return form_page(request, "change_edit", change, SECTION_NAMES[section], context, 409 if stored else 0)


@login_required
@require_http_methods(["GET", "POST"])
def change_recode(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """The coordination puts "another" where it belongs."""
    change = change_or_404(request, public_id, may_recode)
    form = RecodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        recode_change(by=request.user, change=change, category=form.cleaned_data["category"])
        say_taken(request, _("The category is another one now. What the author chose is kept."))
        return redirect("learning:work_change", public_id)
    return form_page(request, "change_recode", change, _("Category"), {"form": form})


@login_required
@require_POST
def change_remove(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    remove_change(by=request.user, change=change_or_404(request, public_id, may_decide))
    messages.success(request, _("It is put away: nobody else sees it. You find it at the end of your list."))
    return redirect("learning:work_changes")


@login_required
@require_POST
def change_restore(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    restore_change(by=request.user, change=change_or_404(request, public_id, may_decide))
    messages.success(request, _("It is back."))
    return redirect("learning:work_change", public_id)
