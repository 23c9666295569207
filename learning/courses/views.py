"""Reading: catalogue, landing page, outline and items. Learners never pass through Wagtail's own serving."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET, require_POST
from django.views.decorators.vary import vary_on_headers

from forums.queries import participation_of
from forums.responses import said_participation
from home.accounts.decorators import writing_login_required
from home.accounts.economy import is_being_kept, wants_economy
from home.accounts.models import User
from learning.courses.enums import ItemKind, SearchIn
from learning.courses.forms import CatalogueForm, EnrolForm, SwitchForm
from learning.courses.responses.body import held_body_rev
from learning.courses.responses.catalogue import PAGE_SIZE, render_catalogue
from learning.courses.responses.landing import render_landing
from learning.courses.responses.outline import render_outline
from learning.courses.responses.pages import NO_BOARD, BoardLink, render_item
from learning.courses.responses.refusal import log_in_or_404
from learning.desk.queries.catalogue import catalogue_introduction, courses_found, courses_studied_by, items_found
from learning.desk.queries.landing import course_landing, offering_of, own_enrolment
from learning.desk.queries.reading import (
    outline_context,
    outline_context_of_editor,
    reading_context,
    reading_context_of_editor,
)
from learning.enrolment.actions import (
    AlreadyEnrolled,
    EnrolmentRefused,
    OfferingFull,
    ReturnByCoordination,
    WrongCode,
    enrol_openly,
    enrol_with_code,
    switch_enrolment,
)
from learning.enrolment.queries import board_of
from learning.progress.actions import note_visit
from learning.work_changes.queries import gallery_is_open

CLOSED = _("Enrolment in this class is not open now.")
REFUSALS = {
    WrongCode: _("This is not the code of this class. Check it with the coordination and type it again."),
    OfferingFull: _("The last place was taken a moment ago. Ask the coordination about another class."),
    ReturnByCoordination: _("You left this class before. Only the coordination can enrol you again."),
}


@require_GET
@cache_control(private=True, max_age=0)
def outline(request: HttpRequest, slug: str) -> HttpResponse:
    module = request.GET.get("modulo", "")
    module_id = int(module) if module.isascii() and module.isdigit() and len(module) < 19 else None
    context = outline_context(request.user, slug, module_id) or outline_context_of_editor(request.user, slug, module_id)
    if context is None:
        return log_in_or_404(request)
    return render_outline(request, context)


@require_GET
@cache_control(private=True, max_age=0)
@vary_on_headers("Save-Data", "X-Keep-Offline")
def item(request: HttpRequest, slug: str, item: int) -> HttpResponse:
    held = held_body_rev(item, wants_economy(request))
    context = reading_context(request.user, slug, item, body_rev=held)
    context = context or reading_context_of_editor(request.user, slug, item)
    if context is None:
        return log_in_or_404(request)
    if context.item.kind == ItemKind.REFLECTION and context.enrolment:
        return redirect("learning:entry", slug, item)
    if context.is_news(timezone.now()) and not is_being_kept(request):
        note_visit(enrolment_id=context.enrolment.id, item_id=item)
    return render_item(request, context, board=_board_of(context, request.user))


def _board_of(context, person: User) -> BoardLink:
    """Where this reader takes part in a discussion; the staff has one board for each group, and a list of them."""
    if context.item.kind != ItemKind.DISCUSSION:
        return NO_BOARD
    if context.enrolment is None:
        return BoardLink(reverse("forums:boards"))
    board = board_of(context.enrolment, context.item.id)
    if board is None:
        return NO_BOARD
    asked = participation_of(person.pk, board)
    return BoardLink(reverse("forums:board", args=[board]), said_participation(asked) if asked.is_asked else "")


@require_GET
@cache_control(private=True, max_age=0)
def catalogue(request: HttpRequest) -> HttpResponse:
    form = CatalogueForm(request.GET)
    found = {SearchIn.COURSES: courses_found().none(), SearchIn.ITEMS: courses_found().none()}
    if form.is_valid():
        query = form.value("q")
        found[SearchIn.COURSES] = courses_found(query, form.value("tipo"))
        found[SearchIn.ITEMS] = items_found(request.user, query)
    shown = found[form.value("em") or SearchIn.COURSES]
    page = Paginator(shown, PAGE_SIZE).get_page(request.GET.get("pagina"))
    counts = {code: page.paginator.count if rows is shown else rows.count() for code, rows in found.items()}
    about = {"introduction": catalogue_introduction(), "gallery": gallery_is_open()}
    return render_catalogue(request, form, page, counts, about, courses_studied_by(request.user))


@require_GET
@cache_control(private=True, max_age=0)
@vary_on_headers("Save-Data")
def course(request: HttpRequest, slug: str) -> HttpResponse:
    landing = course_landing(request.user, slug)
    if landing is None:
        raise Http404
    return render_landing(request, landing)


@require_POST
@writing_login_required
def enrol(request: HttpRequest, slug: str) -> HttpResponse:
    """The way in by button or by code. Pressing twice, or being in already, ends in the course as well."""
    form = EnrolForm(request.POST)
    landing = course_landing(request.user, slug)
    way = landing and form.is_valid() and landing.way_into(form.cleaned_data["offering"])
    if not way:
        raise Http404
    code = form.cleaned_data["code"]
    offering, asks_code = offering_of(way)
    try:
        if asks_code:
            enrol_with_code(by=request.user, offering=offering, code=code)
        else:
            enrol_openly(by=request.user, offering=offering)
    except AlreadyEnrolled:
        return redirect(landing.shape.url)
    except EnrolmentRefused as refusal:
        refused = {"offering_id": way.offering_id, "error": REFUSALS.get(type(refusal), CLOSED), "code": code}
        return render_landing(request, course_landing(request.user, slug), refused)
    messages.success(request, gettext("You are in. This is the course: begin whenever you like."))
    return redirect(landing.shape.url)


@require_POST
@writing_login_required
def switch(request: HttpRequest, slug: str) -> HttpResponse:
    form = SwitchForm(request.POST)
    enrolment = form.is_valid() and own_enrolment(request.user, slug, form.cleaned_data["enrolment"])
    if not enrolment:
        raise Http404
    switch_enrolment(by=request.user, enrolment=enrolment)
    words = gettext("The pages of this course now show your marks in the class %(offering)s.")
    messages.success(request, words % {"offering": enrolment.offering.name})
    return redirect("learning:outline", slug)
