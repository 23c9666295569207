"""What the forums ask here: settings.FORUM_HOST names this class (forums/ports.py says what is asked)."""

from django.db.models import QuerySet
from django.utils.safestring import SafeString

from home.accounts.models import User
from learning.progress.ports import ProgressOfPosts
from learning.work_changes.actions import follow_joined_topic, note_let_in
from learning.work_changes.models import WorkChange
from learning.work_changes.responses import topic_card


class CourseForumHost(ProgressOfPosts):
    def topic_joined(self, from_id: int, to_id: int) -> None:
        """The cards and the answers to them go with the words."""
        follow_joined_topic(from_id=from_id, to_id=to_id)

    def held_let_in(self, held_id: int, topic_id: int) -> None:
        """A change that waited for the staff has its conversation."""
        note_let_in(held_id=held_id, topic_id=topic_id)

    def carded(self) -> QuerySet:
        return WorkChange.objects.kept()

    def topic_card(self, topic_id: int, reader: User) -> SafeString | str:
        """The changes at work with which the conversation, and those joined to it, were opened."""
        return topic_card(topic_id, reader)

    def topics_with_change(self, reader: User) -> QuerySet:
        """The conversations that a change opened which the reader may see."""
        return WorkChange.objects.visible_to(reader).kept().filter(topic__isnull=False).values("topic")
