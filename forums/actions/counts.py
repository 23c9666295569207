"""What a topic's rows count of its posts, made anew where posts went away or came from elsewhere."""

from django.db.models import Count, Q

from forums.models import Post, ReadMark, Topic


def count_in_topic(topic: Topic) -> None:
    """Sets `is_answered`, and how many posts each person wrote here; who wrote and has no mark gets one."""
    standing = Post.objects.filter(topic=topic).standing()
    topic.is_answered = standing.filter(~Q(author=topic.author_id) | Q(author=None)).exists()
    topic.save(update_fields=["is_answered"])
    written = dict(standing.exclude(author=None).order_by().values_list("author").annotate(count=Count("pk")))
    marks = list(ReadMark.objects.filter(topic=topic).filter(Q(written__gt=0) | Q(person__in=written)))
    for mark in marks:
        mark.written = written.get(mark.person_id, 0)
    ReadMark.objects.bulk_update(marks, ["written"])
    seen = {mark.person_id for mark in marks}
    ReadMark.objects.bulk_create(
        [
            ReadMark(topic=topic, person_id=person, number=topic.last_number, written=count)
            for person, count in written.items()
            if person not in seen
        ]
    )
