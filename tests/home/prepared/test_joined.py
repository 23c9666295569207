import pytest

from home.prepared import joined, parted
from learning.enrolment.models import Enrolment
from learning.progress.models import ModuleProgress

pytestmark = pytest.mark.django_db


def test_rows_come_as_a_column_and_none_is_an_empty_word(enrolment):
    for module, hours in ((3, "1.50"), (4, "2")):
        ModuleProgress.objects.create(enrolment=enrolment, module_id=module, done_hours=hours, done_count=module)
    marks = joined(ModuleProgress.objects.all(), "enrolment", "pk", "module_id", "done_hours", "done_count")
    text = Enrolment.objects.annotate(marks=marks).values_list("marks", flat=True).get()
    assert {module: (float(hours), count) for module, hours, count in parted(text)} == {"3": (1.5, "3"), "4": (2, "4")}
    ModuleProgress.objects.all().delete()
    assert parted(Enrolment.objects.annotate(marks=marks).values_list("marks", flat=True).get()) == []


def test_one_column_has_no_colon(enrolment):
    ModuleProgress.objects.create(enrolment=enrolment, module_id=3)
    marks = joined(ModuleProgress.objects.all(), "enrolment", "pk", "module_id")
    assert Enrolment.objects.annotate(marks=marks).values_list("marks", flat=True).get() == "3"
