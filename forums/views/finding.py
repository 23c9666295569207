from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from forums.forms import FoundForm
from forums.models import Board
from forums.ports import host
from forums.queries import TOPICS_A_PAGE, FoundFilter, posts_found
from forums.responses import found_rows, said_count


@login_required
def search(request: HttpRequest) -> HttpResponse:
    boards = Board.objects.visible_to(request.user).order_by("position", "title").values_list("pk", "title")
    knows_changes = host().topics_with_change(request.user) is not None
    form = FoundForm(request.GET, boards=list(boards), knows_changes=knows_changes)
    found = posts_found(request.user, form.query, form.chosen)
    page = Paginator(found, TOPICS_A_PAGE).get_page(request.GET.get("pagina"))
    kept = [(name, value) for name, value in request.GET.items() if name in form.fields and value]
    context = {
        "form": form,
        "query": form.query,
        "is_asked": bool(form.query) or form.chosen != FoundFilter(),
        "is_narrowed": form.chosen != FoundFilter(),
        "page": page,
        "rows": found_rows(page, form.query),
        "count": said_count(page.paginator.count),
        "pages_query": urlencode(kept),
    }
    return render(request, "forums/search.html", context)
