from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from home.accounts.actions import change_language, change_profile, change_text_size
from home.accounts.decorators import writing_login_required
from home.accounts.economy import keep_choice
from home.accounts.forms import MailedCodeForm, ProfileForm, WorkplaceForm
from home.accounts.mailed_codes import has_other_proof, is_waiting, send_code, take_code
from home.accounts.models import User, Workplace
from home.accounts.responses import KEPT, KeptPost, ask_who_it_is
from home.accounts.text_size import KNOWN, keep_on_device


@writing_login_required
def profile(request: HttpRequest) -> HttpResponse:
    person = request.user
    workplace = Workplace.objects.filter(person=person).first()
    data = request.POST or None
    # The form's instance takes on refused values too: never give it the object that the page's header shows.
    form = ProfileForm(data, instance=User.objects.get(pk=person.pk))
    work_form = WorkplaceForm(data, instance=workplace, prefix="work")
    if request.method == "POST" and form.is_valid() and work_form.is_valid():
        change_profile(by=person, person=form.cleaned_data, workplace=work_form.cleaned_data)
        messages.success(request, _("Your profile is saved."))
        return redirect("home:profile")
    status = 422 if request.method == "POST" else 200
    return render(request, "home/profile.html", {"form": form, "work_form": work_form}, status=status)


@login_required
def kept(request: HttpRequest) -> HttpResponse:
    """After a log-in: what was posted while the session had ended, to be sent with one press."""
    waiting = request.session.pop(KEPT, None)
    if waiting is None:
        return redirect("learning:desk")
    return render(request, "home/kept.html", {"kept": KeptPost(waiting["path"], waiting["fields"])})


@login_required
@require_http_methods(["GET", "POST"])
def confirm(request: HttpRequest) -> HttpResponse:
    """ "Is it still you?", of who can answer by a mailed code alone. A POST without a code sends one."""
    target = _target(request)
    if has_other_proof(request):
        return ask_who_it_is(request, back=target) or redirect(target)
    form = MailedCodeForm(request.POST if "code" in request.POST else None)
    if form.is_valid():
        if take_code(request, form.cleaned_data["code"]):
            return redirect(target)
        form.add_error("code", _("This is not the code that we sent, or its time is over."))
    elif request.method == "POST" and not form.is_bound and not send_code(request):
        messages.warning(request, _("Too many codes were asked for: wait a minute."))
    shown = {"form": form, "is_waiting": is_waiting(request), "next": target}
    return render(request, "home/confirm.html", shown, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def language(request: HttpRequest) -> HttpResponse:
    """The choice of the pages' language, shown in the one asked for: `?para=es`. Only a post makes it."""
    if request.method == "POST":
        return _keep_language(request)
    wanted, here = request.GET.get("para", ""), request.headers.get("referer", "")
    if wanted not in dict(settings.LANGUAGES):
        wanted = request.LANGUAGE_CODE
    is_ours = url_has_allowed_host_and_scheme(here, {request.get_host()}, request.is_secure())
    back = urlsplit(here)._replace(scheme="", netloc="").geturl() if is_ours else "/"
    with translation.override(wanted):
        shown = {"wanted": wanted, "languages": settings.LANGUAGES, "next": back}
        page = render(request, "home/language.html", shown)
    page.headers["Content-Language"] = wanted
    return page


def _keep_language(request: HttpRequest) -> HttpResponse:
    wanted = request.POST.get("language", "")
    response = redirect(_target(request))
    if wanted in dict(settings.LANGUAGES):
        if request.user.is_authenticated:
            change_language(by=request.user, language=wanted)
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, wanted, max_age=31536000, samesite="Lax")
    return response


@require_http_methods(["GET", "POST"])
def economy(request: HttpRequest) -> HttpResponse:
    """Says what economy mode does and whether it is on; a POST turns it on or off and leads back."""
    if request.method == "GET":
        return render(request, "home/economy.html")
    response = redirect(_target(request))
    keep_choice(response, request)
    return response


@require_POST
def text_size(request: HttpRequest) -> HttpResponse:
    """Makes texts larger or smaller for this person, and leads back."""
    response, size = redirect(_target(request)), request.POST.get("text_size", "")
    if size in KNOWN and request.user.is_authenticated:
        change_text_size(by=request.user, size=int(size))
    elif size in KNOWN:
        keep_on_device(response, request, int(size))
    return response


def _target(request: HttpRequest) -> str:
    """Returns the page to go back to: one of ours."""
    target = request.POST.get("next") or request.GET.get("next", "/")
    ours = url_has_allowed_host_and_scheme(target, {request.get_host()}, request.is_secure())
    return target if ours else "/"
