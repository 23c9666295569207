from home.queue.registry import scheduled, task
from learning.courses.actions import make_renditions
from learning.courses.models import CourseOutline, ReadItem


@task("courses.make_renditions", retries=2, retry_delay=60)
def make_course_renditions(course_id: int) -> None:
    make_renditions(course_id)


@scheduled("courses.sweep_renditions", minute="*/10")
def sweep_renditions() -> None:
    """Takes up what a killed worker left."""
    waiting = set(CourseOutline.objects.filter(is_waiting=True).values_list("pk", flat=True))
    waiting |= set(ReadItem.objects.filter(is_waiting=True).values_list("outline_id", flat=True).distinct())
    for course_id in sorted(waiting):
        make_renditions(course_id)
