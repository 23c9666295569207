import uuid

from django.http import Http404, HttpRequest, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from home.accounts.decorators import writing_login_required
from home.uploads.models import Upload
from learning.portfolio.actions import EntryLocked, FileGivenUp, receive_expected_file, start_entry
from learning.portfolio.queries import own_entry
from learning.portfolio.rules import may_start


@require_POST
@writing_login_required
def entry_file(request: HttpRequest, course: str, item: int, key: uuid.UUID) -> JsonResponse:
    """For the worker: the file that the device sent in parts under `key` is whole, and belongs to this reflection."""
    found = own_entry(request.user, course, item)
    if found is None or not may_start(request.user, found.enrolment):
        raise Http404
    upload = get_object_or_404(Upload, uploader=request.user, incoming__key=key)
    entry = found.entry or start_entry(by=request.user, enrolment=found.enrolment, prompt=found.prompt)
    try:
        receive_expected_file(by=request.user, entry=entry, key=key, upload=upload)
    except FileGivenUp:
        return JsonResponse({"error": _("You had taken this file back.")}, status=410)
    except EntryLocked:
        return JsonResponse({"error": _("This reflection can no longer be changed.")}, status=423)
    return JsonResponse({"name": upload.name})
