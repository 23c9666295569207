"""Serves the editors' pictures and recordings where no nginx does: in the demo and in development.

Documents go through Wagtail's own view, learners' files through home.uploads; neither is found here.
"""

from pathlib import Path

from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation
from django.http import FileResponse, Http404, HttpRequest
from django.utils._os import safe_join

PUBLIC_FOLDERS = ("images", "original_images", "media", "media_thumbnails")


def public_media(request: HttpRequest, name: str) -> FileResponse:
    """Returns the file below the public media folder, cached for a year: its name changes with its content."""
    root = settings.MEDIA_ROOT / "public"
    try:
        found = Path(safe_join(root, name))
    except SuspiciousFileOperation as refused:
        raise Http404 from refused
    if found.relative_to(root).parts[0] not in PUBLIC_FOLDERS or not found.is_file():
        raise Http404
    headers = {"Cache-Control": "public, max-age=31536000, immutable", "Content-Security-Policy": "default-src 'none'"}
    return FileResponse(found.open("rb"), headers=headers)
