"""More time: the student's question, the staff's answers, and the dates that the coordination sets."""

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from learning.enrolment.models import Enrolment, Offering
from learning.enrolment.rules import may_coordinate, may_work_in
from learning.portfolio.actions import (
    AlreadyDecided,
    EntryLocked,
    EntryRefused,
    ask_extension,
    extend_deadline,
    grant_extension,
    refuse_extension,
    set_prompt_dates,
    withdraw_extension,
)
from learning.portfolio.forms import AnswerForm, ExtensionForm, GiveTimeForm, PromptDatesForm
from learning.portfolio.models import DeadlineExtension
from learning.portfolio.queries import (
    PromptRow,
    asked_extensions,
    dates_for,
    entry_page,
    last_extension,
    prompt_pages,
    prompt_rows,
    prompts_of,
    students_under,
)
from learning.portfolio.responses import add_problems
from learning.portfolio.rules import may_decide_extension, may_lead, may_start

writing = require_http_methods(["GET", "HEAD", "POST"])
FORM = "learning/portfolio/{}.html"


@writing
@login_required
def extension_ask(request: HttpRequest, course: str, item: int) -> HttpResponse:
    page = entry_page(request.user, course, item)
    if page is None or page.enrolment_id is None:
        raise Http404
    enrolment = Enrolment.objects.select_related("offering", "student", "course").get(pk=page.enrolment_id)
    if not may_start(request.user, enrolment):
        raise PermissionDenied
    last = last_extension(enrolment, item)
    if "withdraw" in request.POST:
        return _withdraw(request, last, page.prompt.url)
    form = ExtensionForm(request.POST or None, initial={"key": uuid.uuid4(), "wished_on": page.dates.due_on})
    if form.is_bound and form.is_valid() and _asked(request, enrolment, item, form):
        messages.success(
            request, _("Your question went to your tutor. The date counts as it is until the answer comes.")
        )
        return redirect(page.prompt.url)
    context = {"page": page, "form": form, "last": last, "prompt": page.prompt}
    return _form_page(request, "extension_ask", form, context)


def _asked(request: HttpRequest, enrolment: Enrolment, item: int, form: ExtensionForm) -> bool:
    prompt = get_object_or_404(prompt_pages(enrolment.offering), pk=item)
    try:
        ask_extension(
            by=request.user, enrolment=enrolment, prompt=prompt, asking=form.asking, key=form.cleaned_data["key"]
        )
    except EntryLocked:
        form.add_error(None, _("This reflection is settled: it needs no more time."))
    except EntryRefused as refusal:
        add_problems(form, refusal.problems)
    return not form.errors


def _withdraw(request: HttpRequest, last: DeadlineExtension | None, address: str) -> HttpResponse:
    try:
        if last is not None:
            withdraw_extension(by=request.user, extension=last)
    except AlreadyDecided:
        messages.info(request, _("It was answered in the meantime: see the answer below."))
    else:
        messages.success(request, _("You took your question back. The date stays as it was."))
    return redirect(address)


@require_http_methods(["GET", "HEAD"])
@login_required
def extensions(request: HttpRequest) -> HttpResponse:
    """The questions that are open, over all classes. Whoever decides none finds an empty page."""
    rows = asked_extensions(request.user)
    return render(
        request, FORM.format("extensions"), {"rows": rows, "grantable": any(row.is_grantable for row in rows)}
    )


@require_POST
@login_required
def extensions_grant(request: HttpRequest) -> HttpResponse:
    """Grants what was ticked, or what the pressed button names, each as it was wished."""
    wanted = [request.POST["only"]] if "only" in request.POST else request.POST.getlist("extension")
    keys = [key for key in wanted if _is_uuid(key)]
    found = DeadlineExtension.objects.in_charge(request.user).filter(key__in=keys)
    outcomes = [_granted(request, row) for row in found.select_related("enrolment__offering", "prompt")]
    if granted := outcomes.count(True):
        words = ngettext("%(number)s date was put off.", "%(number)s dates were put off.", granted)
        messages.success(request, words % {"number": granted})
    if not outcomes:
        messages.info(request, _("Tick at least one question. Nothing was changed."))
    return redirect("learning:extensions")


def _granted(request: HttpRequest, extension: DeadlineExtension) -> bool:
    try:
        grant_extension(by=request.user, extension=extension)
    except (AlreadyDecided, EntryLocked):
        messages.info(request, _("One of them was answered or settled in the meantime."))
    except EntryRefused as refusal:
        messages.error(request, refusal.problems[0].message)
    else:
        return True
    return False


@writing
@login_required
def extension_decide(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Another date than the wished one, or a refusal with a word."""
    seen = DeadlineExtension.objects.visible_to(request.user).select_related(
        "enrolment__offering", "enrolment__student", "enrolment__course", "prompt"
    )
    extension = get_object_or_404(seen, key=key)
    if not may_decide_extension(request.user, extension):
        raise PermissionDenied
    form = AnswerForm(request.POST or None, initial={"granted_on": extension.wished_on})
    if form.is_bound and form.is_valid() and _decided(request, extension, form):
        messages.success(request, _("Answered: the student gets a notice."))
        return redirect("learning:extensions")
    dates = dates_for(extension.enrolment, extension.prompt)
    return _form_page(request, "extension_decide", form, {"form": form, "extension": extension, "dates": dates})


def _decided(request: HttpRequest, extension: DeadlineExtension, form: AnswerForm) -> bool:
    day, answer = form.cleaned_data["granted_on"], form.cleaned_data["answer"]
    try:
        if "refuse" in request.POST:
            refuse_extension(by=request.user, extension=extension, answer=answer)
        else:
            grant_extension(by=request.user, extension=extension, day=day, answer=answer)
    except (AlreadyDecided, EntryLocked):
        form.add_error(None, _("It was answered or settled in the meantime. Nothing was changed by you."))
    except EntryRefused as refusal:
        add_problems(form, refusal.problems)
    return not form.errors


@writing
@login_required
def extensions_give(request: HttpRequest, pk: int) -> HttpResponse:
    """More time unasked, for one student or for many."""
    offering = _offering(request, pk)
    students = students_under(request.user, offering, whole=may_coordinate(request.user, offering))
    prompts = prompts_of(offering)
    chosen = {"prompt": request.GET.get("reflexao"), "students": request.GET.getlist("inscricao")}
    form = GiveTimeForm(request.POST or None, prompts=prompts, enrolments=students, initial=chosen)
    if form.is_bound and form.is_valid() and _given(request, offering, form):
        return redirect("learning:offering", offering.pk)
    return _form_page(request, "extensions_give", form, {"form": form, "offering": offering, "students": students})


def _given(request: HttpRequest, offering: Offering, form: GiveTimeForm) -> bool:
    data = form.cleaned_data
    prompt, given, settled = get_object_or_404(prompt_pages(offering), pk=data["prompt"]), 0, []
    for enrolment in form.chosen:
        try:
            extend_deadline(
                by=request.user, enrolment=enrolment, prompt=prompt, reason=data["reason"], day=data["granted_on"]
            )
        except EntryLocked:
            settled.append(enrolment.student.name)
        except EntryRefused as refusal:
            settled.append(f"{enrolment.student.name}: {refusal.problems[0].message}")
        else:
            given += 1
    if given:
        words = ngettext("%(number)s student has more time now.", "%(number)s students have more time now.", given)
        messages.success(request, words % {"number": given})
    if settled:
        messages.warning(request, _("Nothing changed for: %(names)s") % {"names": " · ".join(settled)})
    return bool(given)


@writing
@login_required
def prompt_dates(request: HttpRequest, pk: int) -> HttpResponse:
    """All prompts of a class on one page; with `grupo` for one tutoring group, with `pessoa` for one student."""
    offering = _offering(request, pk)
    if not may_coordinate(request.user, offering):
        raise PermissionDenied
    level = _level_or_404(request, offering)
    rows = prompt_rows(offering, **level)
    forms = [_dates_form(request, row) for row in rows]
    if request.method == "POST" and all(form.is_valid() for form in forms):
        dates = {row.prompt: form.row for row, form in zip(rows, forms, strict=True)}
        return _set_dates(request, offering, level, dates)
    wrong = any(form.errors for form in forms)
    context = {"offering": offering, "groups": offering.tutoring_groups.all(), "has_errors": wrong, **level}
    context["rows"] = list(zip(rows, forms, strict=True))
    return render(request, FORM.format("prompt_dates"), context, status=422 if wrong else 200)


def _level_or_404(request: HttpRequest, offering: Offering) -> dict[str, Any]:
    """For whom the dates are: what was said to few and is not there any more must not count for all."""
    group, person = request.GET.get("grupo"), request.GET.get("pessoa")
    if person:
        enrolment = offering.enrolments.select_related("offering", "student").filter(
            public_id=person if _is_uuid(person) else None
        )
        found = get_object_or_404(enrolment)
        if not may_lead(request.user, found):
            raise PermissionDenied
        return {"enrolment": found}
    if group:
        return {
            "tutoring_group": get_object_or_404(
                offering.tutoring_groups, pk=group if group.isdecimal() and len(group) < 10 else 0
            )
        }
    return {}


def _dates_form(request: HttpRequest, row: PromptRow) -> PromptDatesForm:
    initial = dict(zip(("opens_on", "due_on", "closes_on"), row.own, strict=True))
    data = request.POST if request.method == "POST" else None
    return PromptDatesForm(data, initial=initial, prefix=f"p{row.prompt.pk}")


def _set_dates(request: HttpRequest, offering: Offering, level: dict[str, Any], dates: dict) -> HttpResponse:
    changed = set_prompt_dates(by=request.user, offering=offering, dates=dates, **level)
    words = ngettext(
        "The dates of %(number)s reflection changed.", "The dates of %(number)s reflections changed.", changed
    )
    messages.success(request, words % {"number": changed} if changed else _("Nothing was different: the dates stay."))
    if "enrolment" in level:
        return redirect("learning:enrolment_entries", level["enrolment"].public_id)
    return redirect(request.get_full_path())


def _offering(request: HttpRequest, pk: int) -> Offering:
    offering = get_object_or_404(Offering.objects.visible_to(request.user).select_related("course"), pk=pk)
    if not may_work_in(request.user, offering):
        raise PermissionDenied
    return offering


def _form_page(request: HttpRequest, name: str, form, context: dict) -> HttpResponse:
    status = 422 if form.is_bound and form.errors else 200
    return render(request, FORM.format(name), context, status=status)


def _is_uuid(text: str) -> bool:
    try:
        uuid.UUID(text)
    except ValueError:
        return False
    return True
