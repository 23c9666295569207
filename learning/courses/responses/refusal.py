"""The one answer to someone who may not read, whether the page exists or not."""

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse


def log_in_or_404(request: HttpRequest) -> HttpResponse:
    """Sends an anonymous reader to log in and back; a signed-in one gets 404 (raised)."""
    if request.user.is_authenticated:
        raise Http404
    return redirect_to_login(request.get_full_path())
