from importlib import import_module
from importlib.util import find_spec

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

AREAS = (
    "courses",
    "enrolment",
    "progress",
    "work_changes",
    "portfolio",
    "reviews",
    "certificates",
    "reports",
    "desk",
)


class LearningConfig(AppConfig):
    name = "learning"
    label = "learning"
    verbose_name = _("learning")

    def ready(self) -> None:
        """Loads each area's tasks by name, registers what it tells people, and listens to other people's signals."""
        for area in AREAS:
            if find_spec(f"learning.{area}.tasks"):
                import_module(f"learning.{area}.tasks")
            if find_spec(f"learning.{area}.events"):
                import_module(f"learning.{area}.events").register_events()
        # From here on tutors and coordinators count as staff.
        import_module("learning.enrolment.rules")
        import_module("learning.receivers")
