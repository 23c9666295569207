"""What the forums ask of whoever hosts their boards. They know nothing of courses.

The host is named by a dotted path in settings.FORUM_HOST and called inside the transaction.
"""

from functools import cache
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from forums.models import Post


class ForumHost(Protocol):
    def post_written(self, post: Post) -> None:
        """Hears of a new post, in the transaction that writes it."""


@cache
def host() -> ForumHost:
    return import_string(settings.FORUM_HOST)()
