from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from wagtail import hooks

from learning.desk.queries.documents import document_is_open_to


@hooks.register("before_serve_document")
def keep_course_documents_in_the_course(document, request: HttpRequest) -> HttpResponse | None:
    """Editors see every document; others what they may read. The answer is the same whether it exists or not."""
    if request.user.has_perm("wagtailadmin.access_admin") or document_is_open_to(request.user, document):
        return None
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    raise Http404
