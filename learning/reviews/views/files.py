"""What came with a version, for those who read it."""

import uuid

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from home.uploads.responses import file_response
from learning.portfolio.actions import note_file_reading
from learning.portfolio.models import EntryVersion
from learning.portfolio.rules import may_know_writer
from learning.reviews.queries import file_name
from learning.reviews.views.finding import entry_or_404


@require_safe
@login_required
def review_file(request: HttpRequest, public_id: uuid.UUID, version: int, number: int) -> HttpResponse:
    """The file of that number: its address tells nothing of whose it is, nor does its name where that matters."""
    entry = entry_or_404(request, public_id)
    found = get_object_or_404(EntryVersion.objects.standing(), entry=entry, number=version)
    files = list(found.attachments.order_by("public_id"))
    if not 1 <= number <= len(files):
        raise Http404
    upload = files[number - 1]
    note_file_reading(by=request.user, enrolment=entry.enrolment, file_id=upload.public_id)
    name = upload.name if may_know_writer(request.user, entry) else file_name(upload.name, number)
    return file_response(request, upload, name, is_framed=True)
