import uuid

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from home.uploads.actions import (
    TooManyUploads,
    UploadRefused,
    UploadTooLarge,
    WrongOffset,
    finish_incoming,
    receive_upload,
    take_part,
)
from home.uploads.forms import PartForm
from home.uploads.models import IncomingUpload, Upload
from home.uploads.responses import file_response

STATUSES = {UploadTooLarge: 413, TooManyUploads: 429}


@require_safe
@login_required
def upload(request: HttpRequest, public_id) -> HttpResponse:
    """The file, to whom may read it: shown only where it is a picture or a PDF, and never able to do anything."""
    upload = get_object_or_404(Upload.objects.visible_to(request.user), public_id=public_id)
    return file_response(request, upload, upload.name)


@require_POST
def upload_new(request: HttpRequest) -> JsonResponse:
    """Takes one file ahead of its form, for scripts: 201 with {id, name, size, url}, else {error: a sentence}."""
    if not request.user.is_authenticated:
        return _session_ended()
    file = request.FILES.get("file")
    if file is None:
        return JsonResponse({"error": _("Choose a file.")}, status=422)
    try:
        return _taken(receive_upload(by=request.user, file=file, name=file.name))
    except UploadRefused as refusal:
        return _refused(refusal)


@require_http_methods(["GET", "HEAD", "POST"])
def upload_parts(request: HttpRequest, key: uuid.UUID) -> JsonResponse:
    """A file of her own in parts, for scripts. GET says with {offset} from where to go on; POST takes a part.

    202 with {offset}: more is to come; 201 as `upload_new`: it is whole; 409 with {offset}: not from there.
    """
    if not request.user.is_authenticated:
        return _session_ended()
    if request.method != "POST":
        incoming = IncomingUpload.objects.of(request.user).filter(key=key).first()
        return _more(incoming.received if incoming else 0, 200)
    form = PartForm(request.POST, request.FILES)
    if not form.is_valid():
        return JsonResponse({"error": _("This part of the file cannot be read.")}, status=422)
    try:
        incoming = take_part(by=request.user, key=key, part=form.as_part)
        return _taken(finish_incoming(incoming)) if incoming.is_whole else _more(incoming.received, 202)
    except WrongOffset as wrong:
        return _more(wrong.offset, 409)
    except UploadRefused as refusal:
        return _refused(refusal)


def _session_ended() -> JsonResponse:
    return JsonResponse({"error": _("Your session has ended. Log in and send the file again.")}, status=401)


def _more(offset: int, status: int) -> JsonResponse:
    return JsonResponse({"offset": offset}, status=status)


def _refused(refusal: UploadRefused) -> JsonResponse:
    return JsonResponse({"error": str(refusal)}, status=STATUSES.get(type(refusal), 422))


def _taken(upload: Upload) -> JsonResponse:
    address = reverse("home:upload", args=[upload.public_id])
    answer = {"id": str(upload.public_id), "name": upload.name, "size": upload.size, "url": address}
    return JsonResponse(answer, status=201)
