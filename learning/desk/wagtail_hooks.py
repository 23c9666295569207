from django.contrib.auth.views import redirect_to_login
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import include, path
from wagtail import hooks
from wagtail.admin.userbar import ContentCheckerItem, EditPageItem, ExplorePageItem
from wagtail.models import Page

from learning.courses.models import CourseOutline
from learning.desk.panels import dashboard_panels
from learning.desk.queries.documents import document_is_open_to
from learning.desk.urls import admin_urlpatterns

# Behind the hooks of Wagtail's own apps.
LAST = 1000


@hooks.register("before_serve_document")
def keep_course_documents_in_the_course(document, request: HttpRequest) -> HttpResponse | None:
    """Editors see every document; others what they may read. The answer is the same whether it exists or not."""
    if request.user.has_perm("wagtailadmin.access_admin") or document_is_open_to(request.user, document):
        return None
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    raise Http404


@hooks.register("register_admin_urls")
def register_desk_urls() -> list:
    return [path("", include((admin_urlpatterns, "desk_admin")))]


@hooks.register("construct_homepage_panels", order=LAST)
def put_our_panels(request: HttpRequest, panels: list) -> None:
    """In place of Wagtail's, which ask the database again for each row and speak of what is not in use here."""
    panels[:] = dashboard_panels(request.user)


@hooks.register("construct_homepage_summary_items", order=LAST)
def leave_out_site_summary(request: HttpRequest, items: list) -> None:
    """How many pages and pictures there are helps nobody to write."""
    items.clear()


@hooks.register("construct_wagtail_userbar")
def fit_userbar_to_reading_pages(request: HttpRequest, items: list, page: Page | None) -> None:
    """Readers' pages are drawn without a Page: the bar learns from the address which one it is."""
    read = None if page or getattr(request, "is_preview", False) else _page_of(request)
    if read is not None:
        items[1:1] = [ExplorePageItem(read), EditPageItem(read)]
    for item in items:
        if isinstance(item, ContentCheckerItem):
            # An editor can mend what stands in a page, not what stands around it; search engines see few pages here.
            item.axe_include = ["main"]
            item.axe_run_only = [rule for rule in item.axe_run_only if rule != "empty-meta-description"]


def _page_of(request: HttpRequest) -> Page | None:
    match = getattr(request, "resolver_match", None)
    if match is None or match.view_name not in ("learning:item", "learning:course", "learning:outline"):
        return None
    pages = Page.objects.filter(pk=match.kwargs["item"]) if "item" in match.kwargs else _course(match.kwargs["slug"])
    return pages.first()


def _course(slug: str) -> QuerySet[Page]:
    return Page.objects.filter(pk__in=CourseOutline.objects.filter(slug=slug).values("pk"))
