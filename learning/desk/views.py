"""A person's home, and how far each student of an offering is."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_safe

from home.search.forms import SearchForm
from learning.courses.actions import copy_course
from learning.courses.copying import slug_below
from learning.desk.exports import matrix_csv
from learning.desk.forms import NewCourseForm
from learning.desk.fragments import home_fragments
from learning.desk.panels import BUTTONS, lists_of
from learning.desk.queries.editor import editor_desk
from learning.desk.queries.home import home_of, roles_of
from learning.desk.queries.matrix import Matrix, SeenOffering, seen_offering
from learning.desk.queries.matrix import progress_matrix as matrix_of
from learning.desk.queries.places_to_write import KINDS, places_for, templates_for
from learning.desk.queries.search import everything_found
from learning.desk.responses import found_lists, matrix_page, said_finds

ROWS_A_PAGE = 50
# A phone scrolls no further; the table to download holds everybody.
MATRIX_ROWS = 100


@require_safe
@login_required
def desk(request: HttpRequest) -> HttpResponse:
    home = home_of(request.user)
    known = request.session.get("roles")
    roles = roles_of(request.user, home.places, known)
    # The menu reads them from the session; writing it costs a query, so only a change is written.
    if known != roles:
        request.session["roles"] = roles
    editor = editor_desk(request.user) if "editor" in roles else None
    return render(request, "learning/desk/desk.html", {"home": home, "editor": editor, **home_fragments(home)})


@require_safe
@cache_control(private=True, max_age=0)
def search(request: HttpRequest) -> HttpResponse:
    form = SearchForm(request.GET)
    query = form.query
    lists = found_lists(everything_found(request.user, query), query) if query else []
    context = {"form": form, "query": query, "lists": lists, "said": said_finds(lists)}
    return render(request, "learning/desk/search.html", context)


@require_safe
@login_required
def progress_matrix(request: HttpRequest, pk: int) -> HttpResponse:
    offering, matrix = _matrix(request, pk, (request.GET.get("pagina"), MATRIX_ROWS))
    context = {"offering": offering, "matrix": matrix, "page": matrix_page(matrix)}
    return render(request, "learning/desk/progress_matrix.html", context)


@require_safe
@login_required
def progress_matrix_csv(request: HttpRequest, pk: int) -> HttpResponse:
    offering, matrix = _matrix(request, pk)
    response = HttpResponse(matrix_csv(matrix), content_type="text/csv; charset=utf-8")
    name = slugify(f"{offering.course_slug}-{offering.name}") or "turma"
    response["Content-Disposition"] = f'attachment; filename="andamento-{name}.csv"'
    return response


def _matrix(request: HttpRequest, pk: int, part: tuple[str | None, int] = (None, 0)) -> tuple[SeenOffering, Matrix]:
    offering = seen_offering(request.user, pk)
    if offering is None:
        raise Http404
    if not offering.is_staff:
        raise PermissionDenied
    group = request.GET.get("grupo", "")
    group_id = int(group) if group.isascii() and group.isdigit() and len(group) < 19 else None
    order = request.GET.get("ordem", "nome")
    person, whole = request.user, offering.is_whole
    return offering, matrix_of(offering, person, whole=whole, group_id=group_id, order=order, part=part)


@require_safe
def page_new(request: HttpRequest, kind: str) -> HttpResponse:
    """Asks where the new page shall stand; where there is one place only, its form opens at once."""
    if kind not in KINDS:
        raise Http404
    courses = places_for(request.user, KINDS[kind])
    if not courses:
        raise PermissionDenied
    label, icon = BUTTONS[kind]
    name = KINDS[kind]._meta.app_label, KINDS[kind]._meta.model_name
    if sum(len(course.places) for course in courses) == 1:
        return redirect("wagtailadmin_pages:add", *name, courses[0].places[0].id)
    context = {"courses": courses, "label": label, "icon": icon, "app": name[0], "model": name[1]}
    return render(request, "learning/desk/admin/page_new.html", context)


@require_http_methods(["GET", "POST"])
def course_new(request: HttpRequest) -> HttpResponse:
    """Begins a course from the copy of another, all of it a draft."""
    templates = templates_for(request.user)
    if not templates.exists():
        raise PermissionDenied
    form = NewCourseForm(request.POST or None, templates=templates)
    if not form.is_valid():
        return render(request, "learning/desk/admin/course_new.html", {"form": form})
    template, title = form.cleaned_data["template"], form.cleaned_data["title"]
    copy = copy_course(
        by=request.user, course=template, title=title, slug=slug_below(template.get_parent(), title), publish=False
    )
    messages.success(request, _("“%(title)s” is a draft now, with all that is in it.") % {"title": copy.title})
    return redirect("wagtailadmin_explore", copy.pk)


@require_safe
def page_list(request: HttpRequest, key: str) -> HttpResponse:
    found = lists_of(request.user).get(key)
    if found is None:
        raise Http404
    page = Paginator(found.pages, ROWS_A_PAGE).get_page(request.GET.get("p"))
    rows = found.rows(page.start_index() - 1 if page.paginator.count else 0, page.end_index())
    return render(request, "learning/desk/admin/page_list.html", {"list": found, "rows": rows, "page": page})
