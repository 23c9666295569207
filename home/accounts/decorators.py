from collections.abc import Callable
from functools import wraps

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse

from home.accounts.responses import keep_and_log_in

View = Callable[..., HttpResponse]


def writing_login_required(view: View) -> View:
    """As login_required, for a view that takes what people write: an expired session keeps the text."""

    @wraps(view)
    def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)
        if request.method == "POST":
            return keep_and_log_in(request)
        return redirect_to_login(request.get_full_path())

    return guarded
