from home.queue.registry import scheduled
from home.uploads.actions import remove_abandoned_parts, remove_forgotten_uploads, remove_orphan_files


@scheduled("uploads.sweep", hour="3", minute="17")
def sweep() -> None:
    remove_forgotten_uploads()
    remove_abandoned_parts()
    remove_orphan_files()
