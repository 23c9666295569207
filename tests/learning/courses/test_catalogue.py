"""The catalogue, its search, and the landing page with its way in."""

import json
from datetime import timedelta

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from home.search import fold
from learning.courses.models import CourseOutline, ReadItem
from learning.enrolment.models import Enrolment
from tests.conftest import make_person
from tests.factories.learning import EnrolmentFactory, OfferingFactory, StaffAssignmentFactory
from tests.factories.reading import make_long_course, units_of

CATALOGUE = "/cursos/"


def write_search_text(course, text: str, items: str = "") -> None:
    CourseOutline.objects.filter(pk=course.pk).update(search_text=fold(f"{course.title} {text}"))
    for item in ReadItem.objects.filter(outline_id=course.pk):
        item.search_text = fold(f"{item.title} {items}")
        item.segments = [["html", f"<p>{items}</p>"]]
        item.save()


@pytest.fixture
def other(parts):
    course = make_long_course("gestao", title="Gestão do cuidado", kind="self_paced")
    write_search_text(course, "reunião de equipe", "A reunião começa com a escuta de quem trabalha.")
    return course


def titles(page) -> list[str]:
    return [row.title for row in page.context["rows"]]


def test_catalogue_lists_every_published_course(client, other, parts):
    page = client.get(CATALOGUE)
    assert page.status_code == 200
    assert titles(page) == ["Aprender com o próprio trabalho", "Gestão do cuidado"]
    assert f'href="{reverse("learning:course", args=["gestao"])}"' in page.content.decode()


@pytest.mark.parametrize("query", ["gestao", "gestões", "GESTÃO", "reunioes", "reunião gestao", "cuid"])
def test_accents_and_plurals_do_not_matter(client, other, query):
    assert titles(client.get(CATALOGUE, {"q": query})) == ["Gestão do cuidado"]


def test_a_search_without_result_says_what_to_do(client, other):
    page = client.get(CATALOGUE, {"q": "quiromancia"})
    assert titles(page) == []
    assert "quiromancia" in page.content.decode()
    assert 'class="empty"' in page.content.decode()


def test_catalogue_is_filtered_by_kind_and_in_pages(client, other):
    assert titles(client.get(CATALOGUE, {"tipo": "self_paced"})) == ["Gestão do cuidado"]
    for number in range(20):
        make_long_course(items=1, title=f"Outro {number:02}", kind="self_paced")
    page = client.get(CATALOGUE, {"tipo": "self_paced", "pagina": "2"})
    assert titles(page) == ["Outro 19"]
    assert "?tipo=self_paced&amp;pagina=1" in page.content.decode()


@pytest.mark.parametrize("who", ["anonymous", "stranger", "withdrawn"])
def test_items_are_found_only_by_who_may_read_them(client, other, stranger, who):
    ReadItem.objects.filter(pk=units_of(other)[0]).update(is_sample=True)
    if who == "stranger":
        client.force_login(stranger)
    if who == "withdrawn":
        client.force_login(EnrolmentFactory(offering=OfferingFactory(course=other), state="withdrawn").student)
    page = client.get(CATALOGUE, {"q": "escutas", "em": "leituras"})
    assert titles(page) == ["Unidade 1.1"]
    assert page.context["lists"][1].count == 1
    assert client.get(CATALOGUE, {"q": "escutas"}).context["lists"][1].count == 1


@pytest.mark.parametrize("role", ["student", "staff"])
def test_items_are_found_by_students_and_staff_of_their_course(client, other, role):
    offering = OfferingFactory(course=other)
    student = EnrolmentFactory(offering=offering).student
    client.force_login(student if role == "student" else StaffAssignmentFactory(offering=offering).person)
    page = client.get(CATALOGUE, {"q": "escuta", "em": "leituras"})
    assert titles(page) == ["Unidade 1.1", "Unidade 1.2", "Unidade 1.3"]
    assert page.context["rows"][0].snippet == "A reunião começa com a escuta de quem trabalha."
    assert page.context["rows"][0].url == reverse("learning:item", args=["gestao", units_of(other)[0]])


@pytest.mark.parametrize("count", [1, 3])
def test_the_search_costs_the_same_for_every_number_of_results(client, student, count, django_assert_num_queries):
    course = make_long_course("muitos", items=count, title="Escuta")
    write_search_text(course, "", "escuta")
    EnrolmentFactory(student=student, offering=OfferingFactory(course=course))
    client.force_login(student)
    with django_assert_num_queries(7):
        page = client.get(CATALOGUE, {"q": "escuta", "em": "leituras"})
    assert len(titles(page)) == count
    with django_assert_num_queries(7):
        client.get(CATALOGUE, {"q": "escuta"})


@pytest.mark.slow
def test_hostile_searches_are_answered(client, other, student):
    client.force_login(student)
    lines = json.loads((settings.SHARED_FOLDER / "corpora" / "unicode" / "blns.json").read_text())
    for line in [*lines, "%", "_", "\\", "' or 1=1 --", "a" * 5000, "\0", "a & | ! ( ) :*"]:
        page = client.get(CATALOGUE, {"q": line, "em": "leituras", "pagina": line})
        assert page.status_code in (200, 422), line
        assert "<script>alert" not in page.content.decode()


@pytest.mark.parametrize("asked", [{"tipo": "nenhum"}, {"em": "tudo"}, {"q": "a\0b"}, {"q": "a" * 201}])
def test_a_wrong_search_says_so(client, other, asked):
    page = client.get(CATALOGUE, asked)
    assert page.status_code == 422
    assert titles(page) == []


def landing(course) -> str:
    return reverse("learning:course", args=[course.slug])


def test_landing_shows_programme_team_and_samples(client, offering, coordinator, parts, django_assert_num_queries):
    with django_assert_num_queries(3):
        text = client.get(landing(parts.course)).content.decode()
    for said in ("O território", "Da porta ao encaminhamento", "Coordinator", "Turma 2026/1"):
        assert said in text
    assert f'href="/curso/aprender/{parts.second_unit.pk}/"' in text
    assert f'href="/curso/aprender/{parts.first_unit.pk}/"' not in text


def test_an_unknown_course_is_not_found(client, db):
    assert client.get("/cursos/nao-existe/").status_code == 404


def days(number: int):
    return timezone.localdate() + timedelta(days=number)


@pytest.mark.parametrize(
    ("fields", "way"),
    [
        ({}, "staff_only"),
        ({"enrolment_mode": "open"}, "open"),
        ({"enrolment_mode": "code", "enrolment_code": "RODA26"}, "code"),
        ({"enrolment_mode": "open", "enrolment_opens_on": days(2)}, "not_yet"),
        ({"enrolment_mode": "open", "enrolment_closes_on": days(-1)}, "closed"),
        ({"enrolment_mode": "open", "places": 0}, "full"),
    ],
)
def test_the_button_says_why_it_is_off(client, stranger, parts, fields, way):
    offering = OfferingFactory(course=parts.course, **fields)
    client.force_login(stranger)
    text = client.get(landing(parts.course)).content.decode()
    is_off = way not in ("open", "code")
    assert (f'aria-describedby="por-que-{offering.pk}"' in text) == is_off
    assert ("disabled" in text) == is_off
    assert (f'action="{reverse("learning:enrol", args=["aprender"])}"' in text) == (not is_off)
    answer = client.post(reverse("learning:enrol", args=["aprender"]), {"offering": offering.pk, "code": "RODA26"})
    assert answer.status_code == (422 if is_off else 302)
    assert Enrolment.objects.filter(student=stranger).exists() == (not is_off)


def test_a_wrong_code_is_kept_and_explained_and_a_right_one_lets_in_once(client, stranger, parts):
    offering = OfferingFactory(course=parts.course, enrolment_mode="code", enrolment_code="RODA26")
    client.force_login(stranger)
    address = reverse("learning:enrol", args=["aprender"])
    refused = client.post(address, {"offering": offering.pk, "code": "<b>errado"})
    assert refused.status_code == 422
    assert 'value="&lt;b&gt;errado"' in refused.content.decode()
    assert 'aria-invalid="true"' in refused.content.decode()
    for _twice in range(2):
        answer = client.post(address, {"offering": offering.pk, "code": " roda26 "})
        assert (answer.status_code, answer["Location"]) == (302, "/curso/aprender/")
    assert Enrolment.objects.filter(student=stranger).count() == 1
    assert "disabled" not in client.get(landing(parts.course)).content.decode()


@pytest.mark.parametrize("offering", ["", "x", "0", "99999999", "9" * 30])
def test_an_offering_of_another_course_is_not_found(client, stranger, parts, offering):
    client.force_login(stranger)
    address = reverse("learning:enrol", args=["aprender"])
    assert client.post(address, {"offering": offering}).status_code == 404
    elsewhere = OfferingFactory(course=make_long_course("outro"), enrolment_mode="open")
    assert client.post(address, {"offering": elsewhere.pk}).status_code == 404


def test_anonymous_visitors_are_asked_to_log_in_and_come_back(client, parts):
    OfferingFactory(course=parts.course, enrolment_mode="open")
    text = client.get(landing(parts.course)).content.decode()
    assert f"{reverse('account_login')}?next=/cursos/aprender/" in text


def test_whoever_withdrew_is_sent_to_the_coordination(client, parts):
    offering = OfferingFactory(course=parts.course, enrolment_mode="open")
    person = EnrolmentFactory(student=make_person("volta"), offering=offering, state="withdrawn").student
    client.force_login(person)
    assert "disabled" in client.get(landing(parts.course)).content.decode()
    answer = client.post(reverse("learning:enrol", args=["aprender"]), {"offering": offering.pk})
    assert answer.status_code == 422
