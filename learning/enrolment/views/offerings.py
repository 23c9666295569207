"""The coordinator's screens: offerings, tutoring groups, staff and enrolments. Her tutors read some of them."""

import uuid

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.signing import BadSignature, SignatureExpired, TimestampSigner
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from home.accounts.decorators import writing_login_required
from home.accounts.models import User
from learning.courses.models import CoursePage
from learning.desk.actions import bring_back, take_off_staff, withdraw_and_close
from learning.enrolment import actions
from learning.enrolment.forms import (
    EnrolForm,
    EntryFactsForm,
    OfferingForm,
    PlaceForm,
    StaffForm,
    StaffNoteForm,
    TutoringGroupForm,
    WithdrawForm,
)
from learning.enrolment.models import Enrolment, Offering, StaffAssignment, StaffNote, TutoringGroup
from learning.enrolment.queries import (
    corrections_of,
    courses_to_offer,
    declared_later,
    offerings_of_staff,
    people_of,
    staff_notes_of,
)
from learning.enrolment.responses import outcome_lines
from learning.enrolment.rules import (
    may_coordinate,
    may_correct_entry,
    may_delete_note,
    may_make_offering,
    may_note,
    may_see_enrolment,
    may_work_in,
)

reading = require_http_methods(["GET", "HEAD"])
writing = require_http_methods(["GET", "HEAD", "POST"])


@reading
@login_required
def offerings(request: HttpRequest) -> HttpResponse:
    rows = offerings_of_staff(request.user)
    return render(
        request,
        "learning/enrolment/offerings.html",
        {
            "running": [row for row in rows if not row.has_ended],
            "ended": [row for row in rows if row.has_ended],
            "courses": courses_to_offer(request.user),
        },
    )


@writing
@login_required
def offering_new(request: HttpRequest, slug: str) -> HttpResponse:
    course = get_object_or_404(CoursePage.objects.live(), slug=slug)
    if not may_make_offering(request.user, course):
        raise PermissionDenied
    form = OfferingForm(request.POST or None, instance=Offering(course=course))
    if form.is_bound and form.is_valid():
        key = form.cleaned_data["key"]
        made = actions.make_offering(by=request.user, course=course, details=form.details(), key=key)
        messages.success(request, _("The class is open. Now make its tutoring groups and enrol its students."))
        return redirect("learning:offering", made.pk)
    return _form_page(request, "offering_new", form, course=course)


@reading
@login_required
def offering(request: HttpRequest, pk: int) -> HttpResponse:
    found = _offering(request, pk)
    may_change = may_coordinate(request.user, found)
    if not may_change and not may_work_in(request.user, found):
        raise PermissionDenied
    people = people_of(found, request.user, whole=may_change)
    context = {"offering": found, "people": people, "may_change": may_change}
    return render(request, "learning/enrolment/offering.html", context)


@writing
@login_required
def offering_change(request: HttpRequest, pk: int) -> HttpResponse:
    found = _coordinated(request, pk)
    form = OfferingForm(request.POST or None, instance=found)
    if form.is_bound and form.is_valid():
        try:
            actions.change_offering(by=request.user, offering=found, details=form.details())
        except actions.PlacesBelowTaken as refusal:
            words = _("%(number)s people hold a place already. Give at least so many places.")
            form.add_error("places", words % {"number": refusal.args[0]})
        else:
            messages.success(request, _("The class is changed."))
            return redirect("learning:offering", found.pk)
    return _form_page(request, "offering_change", form, offering=found)


@writing
@login_required
def tutoring_group_new(request: HttpRequest, pk: int) -> HttpResponse:
    found = _coordinated(request, pk)
    form = TutoringGroupForm(request.POST or None, instance=TutoringGroup(offering=found))
    if form.is_bound and form.is_valid():
        actions.make_tutoring_group(by=request.user, offering=found, **form.cleaned_data)
        messages.success(request, _("The group “%(name)s” is made. Give it a tutor.") % form.cleaned_data)
        return redirect("learning:offering", found.pk)
    return _form_page(request, "tutoring_group_new", form, offering=found)


@writing
@login_required
def tutoring_group_change(request: HttpRequest, pk: int, group: int) -> HttpResponse:
    found = _coordinated(request, pk)
    tutoring_group = get_object_or_404(found.tutoring_groups, pk=group)
    form = TutoringGroupForm(request.POST or None, instance=tutoring_group)
    if form.is_bound and form.is_valid():
        name, polo = form.cleaned_data["name"], form.cleaned_data["polo"]
        actions.change_tutoring_group(by=request.user, tutoring_group=tutoring_group, name=name, polo=polo)
        messages.success(request, _("The group is changed."))
        return redirect("learning:offering", found.pk)
    return _form_page(request, "tutoring_group_change", form, offering=found)


@writing
@login_required
def staff_add(request: HttpRequest, pk: int) -> HttpResponse:
    found = _coordinated(request, pk)
    initial = {"place": request.GET.get("grupo", "")}
    form = StaffForm(request.POST or None, offering=found, initial=initial)
    if form.is_bound and form.is_valid():
        actions.assign_staff_by_email(
            by=request.user,
            offering=found,
            who=(form.cleaned_data["name"], form.cleaned_data["email"]),
            role=form.role,
            tutoring_group=form.tutoring_group,
        )
        messages.success(request, _("%(email)s is on the staff now, and gets a notice.") % form.cleaned_data)
        return redirect("learning:offering", found.pk)
    return _form_page(request, "staff_add", form, offering=found)


@writing
@login_required
def staff_remove(request: HttpRequest, pk: int, assignment: int) -> HttpResponse:
    found = _coordinated(request, pk)
    staff = StaffAssignment.objects.filter(offering=found, pk=assignment).select_related("person", "offering").first()
    if request.method != "POST":
        return _form_page(request, "staff_remove", forms.Form(), offering=found, staff=_or_404(staff))
    try:
        if staff is not None:
            take_off_staff(by=request.user, assignment=staff)
    except actions.LastCoordinator:
        messages.error(request, _("A class needs a coordinator. Add another one first."))
    else:
        messages.success(request, _("This person is no longer on the staff of this place."))
    return redirect("learning:offering", found.pk)


@writing
@login_required
def enrolment_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Shows what became of each line; sent twice, the second time says who is in already."""
    found = _coordinated(request, pk)
    initial = {"tutoring_group": request.GET.get("grupo", "")}
    form = EnrolForm(request.POST or None, offering=found, initial=initial)
    if form.is_bound and form.is_valid():
        outcomes = actions.enrol_by_emails(by=request.user, offering=found, **form.cleaned_data)
        context = {"offering": found, "lines": outcome_lines(outcomes)}
        return render(request, "learning/enrolment/enrolment_added.html", context)
    return _form_page(request, "enrolment_add", form, offering=found)


@require_POST
@login_required
def enrolment_place(request: HttpRequest, pk: int) -> HttpResponse:
    found = _coordinated(request, pk)
    form = PlaceForm(request.POST, offering=found)
    if not form.is_valid():
        words = [error for errors in form.errors.values() for error in errors]
        messages.error(request, " ".join(words))
        return redirect("learning:offering", found.pk)
    enrolments, group = list(form.cleaned_data["students"]), form.cleaned_data["tutoring_group"]
    actions.place_students(by=request.user, enrolments=enrolments, tutoring_group=group)
    count = len(enrolments)
    if group is None:
        words = ngettext("%(count)s student is in no group now.", "%(count)s students are in no group now.", count)
    else:
        words = ngettext("%(count)s student moved to %(group)s.", "%(count)s students moved to %(group)s.", count)
    messages.success(request, words % {"count": count, "group": group})
    return redirect("learning:offering", found.pk)


@writing
@login_required
def enrolment_withdraw(request: HttpRequest, enrolment: uuid.UUID) -> HttpResponse:
    found = _enrolment(request, enrolment)
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        reason = form.cleaned_data["reason"]
        return _moved(request, found, withdraw_and_close, _("The enrolment has ended."), reason=reason)
    return _form_page(request, "enrolment_withdraw", form, offering=found.offering, enrolment=found)


@writing
@login_required
def enrolment_complete(request: HttpRequest, enrolment: uuid.UUID) -> HttpResponse:
    found = _enrolment(request, enrolment)
    if request.method == "POST":
        return _moved(request, found, actions.complete_enrolment, _("The course is recorded as completed."))
    return _form_page(request, "enrolment_complete", forms.Form(), offering=found.offering, enrolment=found)


@writing
@login_required
def enrolment_correct(request: HttpRequest, enrolment: uuid.UUID) -> HttpResponse:
    """By what a student is counted, with what she declared later and what was corrected before."""
    found = _enrolment(request, enrolment)
    if not may_correct_entry(request.user, found):
        raise PermissionDenied
    form = EntryFactsForm(request.POST if request.method == "POST" else None, enrolment=found)
    if form.is_bound and form.is_valid():
        reason = form.cleaned_data["reason"]
        if actions.correct_entry(by=request.user, enrolment=found, facts=form.facts, reason=reason):
            messages.success(request, _("It is corrected, and the figures count it so from now on."))
        else:
            messages.info(request, _("It says so already: nothing was changed."))
        return redirect("learning:enrolment_entries", found.public_id)
    past = {"corrections": corrections_of(found), "later": declared_later(found)}
    return _form_page(request, "enrolment_correct", form, offering=found.offering, enrolment=found, **past)


@require_POST
@login_required
def enrolment_return(request: HttpRequest, enrolment: uuid.UUID) -> HttpResponse:
    found = _enrolment(request, enrolment)
    try:
        bring_back(by=request.user, enrolment=found)
    except actions.OfferingFull:
        messages.error(request, _("Every place is taken. Give the class more places first."))
    except actions.AlreadyEnrolled:
        pass
    else:
        messages.success(request, _("The student is back, with everything as it was."))
    return redirect("learning:offering", found.offering_id)


@require_GET
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Leads an invited person to choose her password, as long as nobody has come in with this account."""
    signer = TimestampSigner(salt=actions.INVITATION_SALT)
    try:
        public_id = signer.unsign(token, max_age=actions.INVITATION_DAYS * 86400)
    except SignatureExpired:
        return redirect("account_reset_password")
    except BadSignature as error:
        raise Http404 from error
    person = get_object_or_404(User, public_id=public_id, is_active=True)
    if not actions.is_newcomer(person):
        return redirect("account_login")
    key = default_token_generator.make_token(person)
    return redirect("account_reset_password_from_key", uidb36=user_pk_to_url_str(person), key=key)


@writing
@writing_login_required
def staff_notes(request: HttpRequest, enrolment: uuid.UUID) -> HttpResponse:
    """What staff keep in mind about a student: read, added to, and taken away by who wrote it."""
    found = _noted(request, enrolment)
    form = StaffNoteForm(request.POST or None, initial={"key": uuid.uuid4()})
    if request.method == "POST" and form.is_valid():
        actions.keep_staff_note(by=request.user, enrolment=found, **form.cleaned_data)
        messages.success(request, _("The note is kept. The student does not see it."))
        return redirect("learning:staff_notes", found.public_id)
    notes = staff_notes_of(request.user, found.pk)
    return _form_page(request, "staff_notes", form, enrolment=found, offering=found.offering, notes=notes)


@require_POST
@login_required
def staff_note_change(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes a note away, or brings it back with `do=restore`."""
    notes = StaffNote.objects.visible_to(request.user).select_related("enrolment__offering")
    note = get_object_or_404(notes, pk=pk)
    if not may_delete_note(request.user, note):
        raise PermissionDenied
    if request.POST.get("do") == "restore":
        actions.restore_staff_note(by=request.user, note=note)
        return redirect("learning:staff_notes", note.enrolment.public_id)
    actions.delete_staff_note(by=request.user, note=note)
    address = reverse("learning:staff_notes", args=[note.enrolment.public_id])
    return redirect(f"{address}?retirada={note.pk}")


def _noted(request: HttpRequest, public_id: uuid.UUID) -> Enrolment:
    seen = Enrolment.objects.visible_to(request.user).select_related("offering__course", "student", "tutoring_group")
    found = get_object_or_404(seen, public_id=public_id)
    if not may_note(request.user, found):
        raise PermissionDenied
    return found


def _offering(request: HttpRequest, pk: int) -> Offering:
    return get_object_or_404(Offering.objects.visible_to(request.user).select_related("course"), pk=pk)


def _coordinated(request: HttpRequest, pk: int) -> Offering:
    found = _offering(request, pk)
    if not may_coordinate(request.user, found):
        raise PermissionDenied
    return found


def _enrolment(request: HttpRequest, public_id: uuid.UUID) -> Enrolment:
    """An enrolment whose offering the person coordinates."""
    seen = Enrolment.objects.visible_to(request.user).select_related("offering__course", "student", "tutoring_group")
    found = get_object_or_404(seen, public_id=public_id)
    if not may_see_enrolment(request.user, found) or not may_coordinate(request.user, found.offering):
        raise PermissionDenied
    return found


def _moved(request: HttpRequest, enrolment: Enrolment, action, words: str, **how) -> HttpResponse:
    try:
        action(by=request.user, enrolment=enrolment, **how)
    except actions.WrongState:
        messages.error(request, _("This enrolment has ended in another way already. Nothing was changed."))
    else:
        messages.success(request, words)
    return redirect("learning:offering", enrolment.offering_id)


def _form_page(request: HttpRequest, name: str, form: forms.BaseForm, **context) -> HttpResponse:
    status = 422 if form.is_bound and form.errors else 200
    return render(request, f"learning/enrolment/{name}.html", {"form": form, **context}, status=status)


def _or_404(thing):
    if thing is None:
        raise Http404
    return thing
