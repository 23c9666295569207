"""What the server and the device of a writer tell each other of a form (static/js/draft-kept.js)."""

import uuid

from django.contrib import messages
from django.http import HttpRequest
from django.utils.html import format_html


def kept_key(request: HttpRequest) -> str:
    """The key under which a device keeps a form's words: that of the form which was sent, else a new one."""
    return request.POST.get("key", "") or str(uuid.uuid4())


def say_taken(request: HttpRequest, text: str) -> None:
    """Says that what the form held arrived, to its writer and to her device, which then lets go of it."""
    messages.success(request, format_html('<span data-draft-saved="{}">{}</span>', request.POST.get("key", ""), text))
