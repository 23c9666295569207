from home.queue.registry import task
from learning.progress.actions import recount_course


@task("progress.recount_course", retries=2, retry_delay=30)
def recount_course_task(course_id: int) -> None:
    recount_course(course_id=course_id)
