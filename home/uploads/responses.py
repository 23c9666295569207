"""A learner's file as an answer, once it is known that the reader may have it."""

from http import HTTPStatus

from django.core.files.storage import storages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseNotModified

from home.uploads.kinds import BY_MEDIA_TYPE, PDF
from home.uploads.models import Upload
from home.uploads.queries import content_path
from home.uploads.ranges import BeyondTheEnd, Part, asked_range

SEALED = "default-src 'none'; sandbox"
# A browser's reader of PDF files does not start in a sandbox. No other page may frame it, and it is never read as HTML.
SEALED_PDF = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'"


def file_response(request: HttpRequest, upload: Upload, name: str, *, is_framed: bool = False) -> HttpResponse:
    """The file under `name`: shown only where it is a picture or a PDF, and never able to do anything.

    With `is_framed` a page of ours may show a PDF in a frame. A player may ask for one part (Range): 206, or 416.
    """
    etag = f'"{upload.sha256}"'
    kind = BY_MEDIA_TYPE[upload.media_type]
    policy = SEALED_PDF if is_framed and kind is PDF else SEALED
    if etag in request.headers.get("If-None-Match", ""):
        return _sealed(HttpResponseNotModified(), etag, policy)
    try:
        content = storages["private"].open(content_path(upload.sha256))
    except FileNotFoundError as error:
        raise Http404 from error
    try:
        wanted = asked_range(_range_header(request, etag), content.size)
    except BeyondTheEnd:
        content.close()
        return _sealed(_nothing_there(content.size), etag, policy)
    part = Part(content, wanted) if wanted else content
    response = FileResponse(part, content_type=kind.media_type, as_attachment=not kind.is_inline, filename=name)
    if wanted:
        response.status_code = HTTPStatus.PARTIAL_CONTENT
        response["Content-Range"] = f"bytes {wanted.first}-{wanted.last}/{content.size}"
        response["Content-Length"] = len(wanted)
    return _sealed(response, etag, policy)


def _range_header(request: HttpRequest, etag: str) -> str:
    """Empty where the part belongs to another state of the file, or nothing but the head is asked for."""
    if request.method != "GET" or request.headers.get("If-Range", etag) != etag:
        return ""
    return request.headers.get("Range", "")


def _nothing_there(size: int) -> HttpResponse:
    response = HttpResponse(status=HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE)
    response["Content-Range"] = f"bytes */{size}"
    return response


def _sealed(response: HttpResponse, etag: str, policy: str) -> HttpResponse:
    response["ETag"] = etag
    response["Accept-Ranges"] = "bytes"
    response["Cache-Control"] = "private, no-cache"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = policy
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    if policy == SEALED_PDF:
        response["X-Frame-Options"] = "SAMEORIGIN"
    return response
