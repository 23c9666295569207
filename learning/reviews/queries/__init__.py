from learning.reviews.queries.queue import (
    Queue,
    QueueFilter,
    WaitingEntry,
    groups_of,
    next_waiting,
    queue_of,
    read_queue,
    waiting_for,
)
from learning.reviews.queries.screen import OpenReview, ReleasedReview, ReviewScreen, released_reviews, review_screen

__all__ = [
    "OpenReview",
    "Queue",
    "QueueFilter",
    "ReleasedReview",
    "ReviewScreen",
    "WaitingEntry",
    "groups_of",
    "next_waiting",
    "queue_of",
    "read_queue",
    "released_reviews",
    "review_screen",
    "waiting_for",
]
