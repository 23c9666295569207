"""Staff who have a reflection before them, at whatever address, leave a row; without its text."""

import pytest
from django.urls import reverse

from learning.portfolio.enums import ReadingKind
from learning.portfolio.models import EntryVersion, PortfolioReading
from learning.reviews.models import Review
from tests.project.access_table import TABLE

pytestmark = pytest.mark.any_database

CANARY = "canarinho"
FILES = ("learning:portfolio_file", "learning:share_file", "learning:review_file")
NOT_READ = {"learning:copy_download"}  # a copy leaves its trace when it is made


@pytest.fixture
def entry(world):
    """Every version of the student's reflection tells the canary, and so does each of its files."""
    entry = Review.objects.open().get(entry__public_id=world["entry"]).entry
    for version in entry.versions.all():
        EntryVersion.objects.filter(pk=version.pk).update(text=f"<p>Escrevi {CANARY} na visita.</p>")
    return entry


def shown(client, world, method, name, keys) -> bool:
    address = f"{reverse(name, args=[world[key] for key in keys.split()])}?versao=2&comparar=1&mostrar=tudo"
    form = {"overall": "Li.", "base_number": 99, "decision": "accept", "do": "resolve", "kind": "praise", "text": ""}
    headers = {"HX-Request": "true"} if name.startswith("learning:annotation") else {}
    answer = client.get(address) if method == "GET" else client.post(address, form, headers=headers)
    said = answer.getvalue().decode(errors="replace")
    return answer.status_code in (200, 422) and (CANARY in said or name in FILES)


@pytest.mark.parametrize("role", ["tutor", "coordinator"])
def test_every_address_that_shows_a_reflection_to_staff_leaves_a_trace(client, world, entry, role):
    person = world["people"][role]
    client.force_login(person)
    found, silent = set(), set()
    for name, method, keys, _ in TABLE:
        PortfolioReading.objects.all().delete()
        if name not in NOT_READ and shown(client, world, method, name, keys):
            found.add(name)
            if not PortfolioReading.objects.filter(reader=person, enrolment=entry.enrolment).exists():
                silent.add(name)
    assert silent == set()
    assert {"learning:review", "learning:review_file", "learning:portfolio_whole", "learning:share"} <= found
    assert role != "tutor" or {"learning:annotation_new", "learning:review_release"} <= found


def test_one_row_a_reader_a_version_and_a_day(client, world, entry):
    tutor = world["people"]["tutor"]
    client.force_login(tutor)
    address = reverse("learning:review", args=[entry.public_id])
    for query in ("", "?versao=1", "", "?versao=1", "?versao=2&comparar=1"):
        client.get(address + query)
    rows = PortfolioReading.objects.filter(kind=ReadingKind.TEXT, reader=tutor)
    assert sorted(rows.values_list("version__number", flat=True)) == [1, 2]
    rows.update(read_on="2020-01-01")
    client.get(address)
    assert rows.count() == 3


@pytest.mark.parametrize("role", ["student", "other_tutor", "outside_coordinator", "editor", "stranger"])
def test_whoever_reads_nothing_leaves_nothing(client, world, entry, role):
    client.force_login(world["people"][role])
    for name in ("learning:review", "learning:share", "learning:annotation_new"):
        shown(client, world, "GET", name, {"learning:share": "share"}.get(name, "entry"))
    assert not PortfolioReading.objects.exists()


def test_comparing_leaves_the_trace_of_both_versions(client, world, entry):
    client.force_login(world["people"]["coordinator"])
    client.get(f"{reverse('learning:review', args=[entry.public_id])}?versao=2&comparar=1")
    assert set(PortfolioReading.objects.values_list("version__number", flat=True)) == {1, 2}


def test_the_student_sees_who_read_which_text(client, world, entry):
    tutor = world["people"]["tutor"]
    client.force_login(tutor)
    client.get(reverse("learning:review", args=[entry.public_id]))
    client.force_login(entry.enrolment.student)
    page = client.get(reverse("learning:portfolio_readers", args=[world["enrolment"]])).text
    assert tutor.name in page
    assert f"{entry.prompt.title} (versão 2)" in page
    assert CANARY not in page
