"""Words under which a topic is found."""

from collections.abc import Iterable, Sequence

from django.db import transaction
from wagtail.log_actions import log

from forums.models import Post, Topic, TopicTag
from home.accounts.models import User
from home.richtext import plain_text
from home.search import fold

MOST_TAGS = 5


def write_tags(topic: Topic, labels: Iterable[str]) -> None:
    """Gives the topic these tags and no others: five at most, what differs only by accent or plural is one."""
    wanted: dict[str, str] = {}
    for label in labels:
        label = " ".join(label.replace("#", " ").split())[:40].strip()
        slug = fold(label)[:60]
        if slug:
            wanted.setdefault(slug, label)
    TopicTag.objects.filter(topic=topic).delete()
    TopicTag.objects.bulk_create(
        [TopicTag(topic=topic, label=label, slug=slug) for slug, label in list(wanted.items())[:MOST_TAGS]]
    )


def searchable(subject: str, number: int, html: str, tags: Sequence[str] = ()) -> str:
    """Returns what a search looks into for the post of this number in a topic: the first one has subject and tags."""
    return fold(" ".join((subject, *tags, plain_text(html))) if number == 1 else plain_text(html))


def tags_of(topic: Topic, number: int) -> list[str]:
    """The tags by which the post of this number is found: the first one has the topic's."""
    return list(topic.tags.values_list("label", flat=True)) if number == 1 else []


@transaction.atomic
def tag_topic(*, by: User, topic: Topic, labels: Iterable[str]) -> None:
    """Changes a topic's tags, and by what its first post is found."""
    write_tags(topic, labels)
    for post in Post.objects.filter(topic=topic, number=1).standing():
        kept = list(topic.tags.values_list("label", flat=True))
        post.search_text = searchable(topic.subject, post.number, post.html, kept)
        post.save(update_fields=["search_text"])
    log(instance=topic, action="forums.topic_tag", user=by)
