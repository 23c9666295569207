"""What a post does for its author's progress: a part of the forums' host (learning/desk/ports.py)."""

from collections.abc import Collection

from forums.models import Post
from forums.queries import participation_of
from learning.enrolment.models import Enrolment, OfferingBoard
from learning.progress.actions import NoSuchItem, NotStudying, complete_item, reopen_item


class ProgressOfPosts:
    def post_written(self, post: Post) -> None:
        """A discussion is done by a student of its offering who wrote what its board asks for: one post at least."""
        link = _discussion_of(post.topic.board_id)
        if link is None or post.author is None:
            return
        asks_more = link.board.required_topics or link.board.required_replies
        if asks_more and not participation_of(post.author.pk, link.board_id).is_done:
            return
        enrolment = _enrolment_of(link, post.author.pk)
        if enrolment is None:
            return
        try:
            complete_item(by=post.author, enrolment=enrolment, item_id=link.discussion_id)
        except NoSuchItem:
            # The discussion was unpublished; people may still talk.
            return

    def posts_gone(self, board_id: int, author_ids: Collection[int]) -> None:
        """What was done by posts that are gone is to do again, where too little is left of it."""
        link = _discussion_of(board_id)
        if link is None:
            return
        for author_id in author_ids:
            left, enrolment = participation_of(author_id, board_id), _enrolment_of(link, author_id)
            if enrolment is None or (left.is_done and left.topics + left.replies):
                continue
            try:
                reopen_item(by=enrolment.student, enrolment=enrolment, item_id=link.discussion_id)
            except (NoSuchItem, NotStudying):
                continue


def _discussion_of(board_id: int) -> OfferingBoard | None:
    links = OfferingBoard.objects.filter(board=board_id).exclude(discussion_id=0)
    return links.select_related("board").first()


def _enrolment_of(link: OfferingBoard, person_id: int) -> Enrolment | None:
    enrolments = Enrolment.objects.filter(offering=link.offering_id, student=person_id).holding_a_place()
    return enrolments.select_related("student").first()
