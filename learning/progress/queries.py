from learning.courses.enums import ItemKind
from learning.courses.models import ReadItem
from learning.progress.measure import Weight
from learning.progress.models import ItemProgress, ModuleProgress

# Kinds that a person does; modules and lessons are marked by what stands in them.
DOABLE = (ItemKind.UNIT, ItemKind.REFLECTION, ItemKind.DISCUSSION)


def weights_of(course_id: int, module_id: int | None = None) -> dict[int, list[Weight]]:
    """Returns module id -> what its doable items weigh, of a course or of one of its modules. One query."""
    rows = ReadItem.objects.filter(outline=course_id, kind__in=DOABLE)
    if module_id is not None:
        rows = rows.filter(module_id=module_id)
    weights: dict[int, list[Weight]] = {}
    for module, item, hours, optional in rows.values_list("module_id", "page_id", "hours", "is_optional"):
        weights.setdefault(module, []).append(Weight(item, hours, optional))
    return weights


def module_marks(enrolment_ids: list[int]) -> dict[int, dict[int, tuple]]:
    """Returns enrolment id -> module id -> (hours done, items done). One query."""
    marks: dict[int, dict[int, tuple]] = {enrolment: {} for enrolment in enrolment_ids}
    rows = ModuleProgress.objects.filter(enrolment__in=enrolment_ids)
    for enrolment, module, hours, count in rows.values_list("enrolment_id", "module_id", "done_hours", "done_count"):
        marks[enrolment][module] = (hours, count)
    return marks


def done_items(enrolment_id: int) -> frozenset[int]:
    return frozenset(ItemProgress.objects.filter(enrolment=enrolment_id).values_list("item_id", flat=True))
