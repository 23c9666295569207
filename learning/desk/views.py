"""A person's home, and how far each student of an offering is."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from learning.desk.exports import matrix_csv
from learning.desk.fragments import home_fragments
from learning.desk.queries.editor import editor_desk
from learning.desk.queries.home import home_of, roles_of
from learning.desk.queries.matrix import Matrix, SeenOffering, seen_offering
from learning.desk.queries.matrix import progress_matrix as matrix_of
from learning.desk.responses import matrix_page


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
@login_required
def progress_matrix(request: HttpRequest, pk: int) -> HttpResponse:
    offering, matrix = _matrix(request, pk)
    context = {"offering": offering, "matrix": matrix, "page": matrix_page(matrix, request.GET.get("pagina"))}
    return render(request, "learning/desk/progress_matrix.html", context)


@require_safe
@login_required
def progress_matrix_csv(request: HttpRequest, pk: int) -> HttpResponse:
    offering, matrix = _matrix(request, pk)
    response = HttpResponse(matrix_csv(matrix), content_type="text/csv; charset=utf-8")
    name = slugify(f"{offering.course_slug}-{offering.name}") or "turma"
    response["Content-Disposition"] = f'attachment; filename="andamento-{name}.csv"'
    return response


def _matrix(request: HttpRequest, pk: int) -> tuple[SeenOffering, Matrix]:
    offering = seen_offering(request.user, pk)
    if offering is None:
        raise Http404
    if not offering.is_staff:
        raise PermissionDenied
    group = request.GET.get("grupo", "")
    group_id = int(group) if group.isascii() and group.isdigit() and len(group) < 19 else None
    order = request.GET.get("ordem", "nome")
    return offering, matrix_of(offering, request.user, whole=offering.is_whole, group_id=group_id, order=order)
