"""What the forums ask of whoever hosts their boards. They know nothing of courses.

The host is named by a dotted path in settings.FORUM_HOST and called inside the transaction.
"""

from collections.abc import Collection
from functools import cache
from typing import Protocol

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import QuerySet
from django.utils.module_loading import import_string
from django.utils.safestring import SafeString

from forums.models import Post
from home.accounts.models import User


class ForumHost(Protocol):
    def post_written(self, post: Post) -> None:
        """Hears of a new post, in the transaction that writes it."""

    def topics_with_change(self, reader: AbstractBaseUser) -> QuerySet | None:
        """Ids of the topics about a change at work that the reader may see; None where the host keeps no changes."""

    def posts_gone(self, board_id: int, author_ids: Collection[int]) -> None:
        """Hears whose posts left a board, in the transaction that takes them away."""

    def topic_joined(self, from_id: int, to_id: int) -> None:
        """Hears that a topic was joined to another, in the transaction: what hung on it goes along."""

    def held_let_in(self, held_id: int, topic_id: int) -> None:
        """Hears that the staff let in what waited, and in which topic it stands, in the transaction."""

    def carded(self) -> QuerySet:
        """Rows that hang a card on a topic, by their field `topic`: a topic's query asks whether there is one."""

    def topic_card(self, topic_id: int, reader: User) -> SafeString | str:
        """What stands between a topic's head and its posts; "" where nothing does. `reader` reads the topic.

        Asked only of a topic that is `carded`.
        """


@cache
def host() -> ForumHost:
    return import_string(settings.FORUM_HOST)()
