from django.contrib.auth.decorators import login_required
from django.core.files.storage import storages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseNotModified, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from home.uploads.actions import TooManyUploads, UploadRefused, UploadTooLarge, receive_upload
from home.uploads.kinds import BY_MEDIA_TYPE
from home.uploads.models import Upload
from home.uploads.queries import content_path

STATUSES = {UploadTooLarge: 413, TooManyUploads: 429}


@require_safe
@login_required
def upload(request: HttpRequest, public_id) -> HttpResponse:
    """The file, to whom may read it: shown only where it is a picture or a PDF, and never able to do anything."""
    upload = get_object_or_404(Upload.objects.visible_to(request.user), public_id=public_id)
    etag = f'"{upload.sha256}"'
    if etag in request.headers.get("If-None-Match", ""):
        return _sealed(HttpResponseNotModified(), etag)
    try:
        content = storages["private"].open(content_path(upload.sha256))
    except FileNotFoundError as error:
        raise Http404 from error
    kind = BY_MEDIA_TYPE[upload.media_type]
    response = FileResponse(
        content, content_type=kind.media_type, as_attachment=not kind.is_inline, filename=upload.name
    )
    return _sealed(response, etag)


def _sealed(response: HttpResponse, etag: str) -> HttpResponse:
    response["ETag"] = etag
    response["Cache-Control"] = "private, no-cache"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response


@require_POST
def upload_new(request: HttpRequest) -> JsonResponse:
    """Takes one file ahead of its form, for scripts: 201 with {id, name, size, url}, else {error: a sentence}."""
    if not request.user.is_authenticated:
        return JsonResponse({"error": _("Your session has ended. Log in and send the file again.")}, status=401)
    file = request.FILES.get("file")
    if file is None:
        return JsonResponse({"error": _("Choose a file.")}, status=422)
    try:
        upload = receive_upload(by=request.user, file=file, name=file.name)
    except UploadRefused as refusal:
        return JsonResponse({"error": str(refusal)}, status=STATUSES.get(type(refusal), 422))
    address = reverse("home:upload", args=[upload.public_id])
    answer = {"id": str(upload.public_id), "name": upload.name, "size": upload.size, "url": address}
    return JsonResponse(answer, status=201)
