import uuid
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from forums.enums import BoardKind, MemberRole, ReactionKind
from forums.models.reading import ReadMark
from forums.models.topics import Topic, begun, unhidden

# After half an hour others have answered the words.
EDIT_WINDOW = timedelta(minutes=30)


class PostQuerySet(models.QuerySet):
    def visible_to(self, person) -> "PostQuerySet":
        """What she may read: where one writes first, of the others' answers nothing until she has written herself."""
        return self.seen_by(person.pk)

    def seen_by(self, person_id: int | None) -> "PostQuerySet":
        """The same for somebody known by her number, as prepared queries know her."""
        wrote = ReadMark.objects.filter(topic=OuterRef("topic"), person=person_id, written__gt=0)
        open_to_her = (
            ~Q(topic__board__kind=BoardKind.WRITE_FIRST) | Q(number=1) | Q(author=person_id) | Q(Exists(wrote))
        )
        shown = unhidden(person_id) & unhidden(person_id, "topic__")
        return self.filter(
            Q(topic__board__members__person=person_id)
            & (Q(topic__board__members__role=MemberRole.STAFF) | (begun("topic__") & open_to_her & shown))
        )

    def standing(self) -> "PostQuerySet":
        """Neither deleted nor taken to another topic: those leave a stub under their number."""
        return self.filter(deleted_at=None, moved_to=None)


class Post(models.Model):
    """`search_text` is what a search looks into: the folded words, in the first post those of the subject as well.

    Hidden (`hidden_at`), only its author and the staff read it, and all that quotes it.
    Deleted (`deleted_at`) or taken to another topic (`moved_to`), it stays as a stub without words: numbers stay dense.
    `thanks`, `lived`, `files` and `asides` count the rows of its reactions, uploads and private replies.
    """

    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="posts")
    number = models.PositiveIntegerField(_("number"))
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="posts")
    html = models.TextField(_("text"))
    search_text = models.TextField(blank=True)
    word_count = models.PositiveIntegerField(_("words"), default=0)
    in_reply_to = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="replies")
    key = models.UUIDField(_("client key"), default=uuid.uuid4)
    created_at = models.DateTimeField(_("created at"))
    edited_at = models.DateTimeField(_("edited at"), null=True, blank=True)
    deleted_at = models.DateTimeField(_("deleted at"), null=True, blank=True)
    deleted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    moved_to = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    thanks = models.PositiveIntegerField(default=0)
    lived = models.PositiveIntegerField(default=0)
    files = models.PositiveSmallIntegerField(default=0)
    asides = models.PositiveSmallIntegerField(default=0)
    hidden_at = models.DateTimeField(_("hidden at"), null=True, blank=True)

    objects = PostQuerySet.as_manager()

    class Meta:
        verbose_name = _("post")
        verbose_name_plural = _("posts")
        ordering = ["number"]
        # How much somebody wrote lately.
        indexes = [models.Index(fields=["author", "-created_at"], name="forums_post_of_author")]
        constraints = [
            models.UniqueConstraint(fields=["topic", "number"], name="forums_post_number_once"),
            # The doubled press of a button is one post.
            models.UniqueConstraint(fields=["author", "key"], name="forums_post_key_once"),
        ]

    def __str__(self) -> str:
        return f"{self.topic_id}#{self.number}"

    @property
    def is_standing(self) -> bool:
        return self.deleted_at is None and self.moved_to_id is None


class PostEdit(models.Model):
    """The words of a post before one change of them."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="edits")
    html = models.TextField(_("text before"))
    at = models.DateTimeField(_("changed at"))

    class Meta:
        verbose_name = _("earlier text of a post")
        verbose_name_plural = _("earlier texts of posts")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.post_id}"


class AsideQuerySet(models.QuerySet):
    def visible_to(self, person) -> "AsideQuerySet":
        """Board staff, and the one whose post it answers, as long as they read the board."""
        here = Q(post__topic__board__members__person=person.pk)
        staff = Q(post__topic__board__members__role=MemberRole.STAFF)
        return self.filter(here & (staff | Q(post__author=person.pk)))


class Aside(models.Model):
    """A private reply of staff to the author of a post, or hers to that. It has no number: no count tells of it."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="private_replies")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="asides")
    html = models.TextField(_("text"))
    key = models.UUIDField(_("client key"), default=uuid.uuid4)
    created_at = models.DateTimeField(_("created at"))

    objects = AsideQuerySet.as_manager()

    class Meta:
        verbose_name = _("private reply")
        verbose_name_plural = _("private replies")
        ordering = ["created_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["author", "key"], name="forums_aside_key_once")]

    def __str__(self) -> str:
        return f"{self.post_id}"


class Reaction(models.Model):
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="reactions")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="reactions")
    kind = models.CharField(_("kind"), max_length=10, choices=ReactionKind.choices)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("reaction")
        verbose_name_plural = _("reactions")
        constraints = [models.UniqueConstraint(fields=["post", "person", "kind"], name="forums_reaction_once")]

    def __str__(self) -> str:
        return f"{self.post_id} {self.kind}"


class Mention(models.Model):
    """A person whom a post names; only somebody who reads the board can be named."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="mentions")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="mentions")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("mention")
        verbose_name_plural = _("mentions")
        constraints = [models.UniqueConstraint(fields=["post", "person"], name="forums_mention_once")]

    def __str__(self) -> str:
        return f"{self.post_id} {self.person_id}"
