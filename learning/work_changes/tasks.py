"""What the worker does: reminders in the early morning of São Paulo (times are UTC), and the pictures of stories."""

from home.queue.registry import scheduled, task
from learning.work_changes.actions import draw_story_picture, remind_of_follow_ups
from learning.work_changes.queries import stories_without_picture


@scheduled("work_changes.remind_of_follow_ups", hour="10", minute="10")
def remind() -> None:
    remind_of_follow_ups()


@task("work_changes.draw_story_picture", retries=2, retry_delay=60)
def draw_picture(page_id: int) -> None:
    draw_story_picture(page_id)


@scheduled("work_changes.sweep_story_pictures", minute="*/10")
def sweep_pictures() -> None:
    """Takes up what a killed worker left."""
    for page_id in stories_without_picture():
        draw_story_picture(page_id)
