"""Progress: what each has done, and the row of each module that follows from it."""

from collections.abc import Sequence
from datetime import datetime

from learning.courses.models import ReadItem
from learning.enrolment.models import Enrolment
from learning.management.demo.bulk.rows import create
from learning.management.demo.plan import StudentPlan
from learning.management.demo.world import World
from learning.progress.measure import measure
from learning.progress.models import ItemProgress, ModuleProgress
from learning.progress.queries import weights_of


class Marks:
    def __init__(self, world: World) -> None:
        self.world = world
        items = ReadItem.objects.filter(outline=world.course.pk)
        self.modules = dict(items.values_list("page_id", "module_id"))
        self.done: dict[tuple[int, int], datetime] = {}

    def add_reads(self, plans: Sequence[StudentPlan]) -> None:
        for plan in plans:
            for slug, moment in plan.reads:
                self.add(self.world.enrolments[plan.person], self.world.items[slug], moment)

    def add(self, enrolment: Enrolment, item: int, moment: datetime) -> None:
        """The first time counts."""
        self.done[enrolment.pk, item] = min(moment, self.done.get((enrolment.pk, item), moment))

    def write(self) -> None:
        rows = sorted(self.done.items(), key=lambda row: row[1])
        create(
            ItemProgress,
            [
                ItemProgress(enrolment_id=enrolment, item_id=item, module_id=self.modules[item], done_at=moment)
                for (enrolment, item), moment in rows
            ],
        )
        self._write_modules()

    def _write_modules(self) -> None:
        weights = weights_of(self.world.course.pk)
        by_module: dict[tuple[int, int], dict[int, datetime]] = {}
        for (enrolment, item), moment in self.done.items():
            by_module.setdefault((enrolment, self.modules[item]), {})[item] = moment
        create(
            ModuleProgress,
            [
                _module_row(enrolment, module, weights[module], times)
                for (enrolment, module), times in by_module.items()
            ],
        )


def _module_row(enrolment: int, module: int, weights: list, times: dict[int, datetime]) -> ModuleProgress:
    progress = measure(weights, times)
    return ModuleProgress(
        enrolment_id=enrolment,
        module_id=module,
        done_hours=progress.done_hours,
        done_count=progress.done_count,
        completed_at=max(times.values()) if progress.is_complete else None,
    )
