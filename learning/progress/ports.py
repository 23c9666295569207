"""What the forums' host does here: settings.FORUM_HOST names this class (forums/ports.py says what is asked)."""

from forums.models import Post
from learning.enrolment.models import Enrolment, OfferingBoard
from learning.progress.actions import NoSuchItem, complete_item


class CourseForumHost:
    def post_written(self, post: Post) -> None:
        """A post on a discussion's board does that discussion for its author, if she studies in that offering."""
        board = OfferingBoard.objects.filter(board=post.topic.board_id).exclude(discussion_id=0).first()
        if board is None or post.author is None:
            return
        enrolment = Enrolment.objects.filter(offering=board.offering_id, student=post.author).holding_a_place().first()
        if enrolment is None:
            return
        try:
            complete_item(by=post.author, enrolment=enrolment, item_id=board.discussion_id)
        except NoSuchItem:
            # The discussion was unpublished; people may still talk.
            return
