import datetime
import uuid

import pytest
from django.core.signing import TimestampSigner
from django.urls import reverse
from django.utils import timezone

from home.accounts.models import User
from learning.enrolment import actions
from learning.enrolment.enums import EnrolmentState, StaffRole
from learning.enrolment.models import Enrolment, Offering, StaffAssignment, TutoringGroup
from learning.enrolment.queries import Way, ways_in
from tests.factories.learning import EnrolmentFactory, OfferingFactory, StaffAssignmentFactory, TutoringGroupFactory

TODAY = datetime.date(2026, 3, 2)


def offering_fields(**fields) -> dict:
    given = {
        "key": str(uuid.uuid4()),
        "name": "Turma nova",
        "starts_on": "2026-03-02",
        "ends_on": "2026-06-02",
        "enrolment_mode": "staff",
        "enrolment_code": "",
        "enrolment_opens_on": "2026-02-01",
        "enrolment_closes_on": "2026-03-10",
        "places": "",
        "new_polos": "Serra Alta\n\nPorto Claro",
    }
    return {**given, **fields}


@pytest.fixture
def as_coordinator(client, coordinator):
    client.force_login(coordinator)
    return client


def address(name, offering, *more):
    return reverse(f"learning:{name}", args=[offering.pk, *more])


def test_offerings_lists_where_she_works_and_what_she_may_open(as_coordinator, offering, course):
    OfferingFactory(name="Alheia")
    html = as_coordinator.get(reverse("learning:offerings")).content.decode()
    assert offering.name in html
    assert "Alheia" not in html
    assert reverse("learning:offering_new", args=[course.slug]) in html


def test_offerings_of_a_stranger_say_what_to_do(client, stranger):
    client.force_login(stranger)
    html = client.get(reverse("learning:offerings")).content.decode()
    assert reverse("learning:catalogue") in html


@pytest.mark.parametrize("count", [1, 3])
def test_offerings_ask_the_same_number_of_queries(client, coordinator, django_assert_max_num_queries, count):
    for _ in range(count):
        StaffAssignmentFactory(person=coordinator, offering=OfferingFactory())
    client.force_login(coordinator)
    with django_assert_max_num_queries(7):
        client.get(reverse("learning:offerings"))


def test_offering_new_opens_a_class_with_its_places(as_coordinator, course, coordinator):
    fields = offering_fields(places="30")
    for _ in range(2):
        response = as_coordinator.post(reverse("learning:offering_new", args=[course.slug]), fields)
    made = Offering.objects.get(name="Turma nova")
    assert response.url == address("offering", made)
    assert made.places == 30
    assert [polo.name for polo in made.polos.all()] == ["Porto Claro", "Serra Alta"]
    assert made.staff.get().person == coordinator


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "Turma 2026/1"),
        ("ends_on", "2026-03-01"),
        ("enrolment_closes_on", "2026-01-31"),
        ("starts_on", "amanhã"),
        ("places", "-1"),
        ("enrolment_mode", "x"),
        ("follow_up_weeks", "6, doze"),
        ("follow_up_weeks", "0, 6"),
        ("follow_up_weeks", "999"),
    ],
)
def test_offering_new_keeps_what_was_typed_and_says_what_to_change(as_coordinator, course, field, value):
    response = as_coordinator.post(
        reverse("learning:offering_new", args=[course.slug]), offering_fields(**{field: value})
    )
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert "Porto Claro" in response.content.decode()


def test_offering_new_is_not_for_tutors(client, tutor, course):
    client.force_login(tutor)
    assert client.get(reverse("learning:offering_new", args=[course.slug])).status_code == 403


def test_offering_shows_groups_students_and_controls_to_the_coordinator(as_coordinator, offering, enrolment, tutor):
    EnrolmentFactory(offering=offering, student__full_name="Sem Grupo")
    EnrolmentFactory(
        offering=offering, student__full_name="Saiu Daqui", state=EnrolmentState.WITHDRAWN, is_current=False
    )
    html = as_coordinator.get(address("offering", offering)).content.decode()
    for words in ("Student", "Tutor", "Sem Grupo", "Saiu Daqui", address("enrolment_add", offering)):
        assert words in html


def test_offering_shows_a_tutor_her_own_group_only(client, offering, enrolment, tutor, other_group):
    EnrolmentFactory(tutoring_group=other_group, student__full_name="De Outra")
    client.force_login(tutor)
    html = client.get(address("offering", offering)).content.decode()
    assert "Student" in html
    assert "De Outra" not in html
    assert other_group.name not in html
    assert address("enrolment_add", offering) not in html


@pytest.mark.parametrize("count", [1, 3])
def test_offering_asks_the_same_number_of_queries(as_coordinator, offering, django_assert_max_num_queries, count):
    for _ in range(count):
        group = TutoringGroupFactory(offering=offering)
        StaffAssignmentFactory(tutoring_group=group)
        EnrolmentFactory(tutoring_group=group)
    with django_assert_max_num_queries(8):
        as_coordinator.get(address("offering", offering))


SCREENS = [
    ("offering", "get"),
    ("offering_change", "get"),
    ("tutoring_group_new", "get"),
    ("staff_add", "get"),
    ("enrolment_add", "get"),
    ("enrolment_place", "post"),
]


@pytest.mark.parametrize(("name", "method"), SCREENS)
def test_screens_are_404_to_strangers_403_to_students_and_log_in_to_nobody(
    client, offering, student, stranger, name, method
):
    ask = getattr(client, method)
    assert ask(address(name, offering)).url.startswith(reverse("account_login"))
    client.force_login(stranger)
    assert ask(address(name, offering)).status_code == 404
    client.force_login(student)
    assert ask(address(name, offering)).status_code == 403


@pytest.mark.parametrize(("name", "method"), SCREENS[1:])
def test_screens_that_change_are_403_to_tutors(client, offering, tutor, name, method):
    client.force_login(tutor)
    assert getattr(client, method)(address(name, offering)).status_code == 403


def test_offering_change_saves_and_refuses_too_few_places(as_coordinator, offering, enrolment):
    EnrolmentFactory(offering=offering)
    page = address("offering_change", offering)
    response = as_coordinator.post(page, offering_fields(name=offering.name, places="1"))
    assert response.status_code == 422
    assert "places" in response.context["form"].errors
    assert as_coordinator.post(page, offering_fields(name="Outro nome", places="2")).status_code == 302
    offering.refresh_from_db()
    assert (offering.name, offering.places) == ("Outro nome", 2)


def test_offering_says_after_how_many_weeks_changes_are_looked_at_again(as_coordinator, offering):
    page = address("offering_change", offering)
    assert 'value="6, 12, 24"' in as_coordinator.get(page).text
    as_coordinator.post(page, offering_fields(name=offering.name, follow_up_weeks="24, 8,8"))
    offering.refresh_from_db()
    assert offering.follow_up_weeks == [8, 24]
    as_coordinator.post(page, offering_fields(name=offering.name, follow_up_weeks=""))
    offering.refresh_from_db()
    assert offering.follow_up_weeks == [8, 24]


def test_tutoring_group_is_made_once_and_changed(as_coordinator, offering):
    fields = {"key": str(uuid.uuid4()), "name": "Grupo Norte", "polo": ""}
    for _ in range(2):
        as_coordinator.post(address("tutoring_group_new", offering), fields)
    group = TutoringGroup.objects.get()
    as_coordinator.post(address("tutoring_group_change", offering, group.pk), {**fields, "name": "Grupo Sul"})
    group.refresh_from_db()
    assert group.name == "Grupo Sul"


def test_tutoring_group_of_another_class_is_404(as_coordinator, offering):
    other = TutoringGroupFactory(offering=OfferingFactory())
    assert as_coordinator.get(address("tutoring_group_change", offering, other.pk)).status_code == 404


def test_tutoring_group_with_a_name_in_use_is_refused(as_coordinator, offering, tutoring_group):
    fields = {"key": str(uuid.uuid4()), "name": tutoring_group.name, "polo": ""}
    assert as_coordinator.post(address("tutoring_group_new", offering), fields).status_code == 422


def test_staff_add_takes_a_known_person_and_invites_a_new_one(as_coordinator, offering, tutoring_group, stranger):
    page = address("staff_add", offering)
    as_coordinator.post(page, {"email": stranger.email, "place": tutoring_group.pk})
    as_coordinator.post(page, {"email": "nova@example.org", "name": "Nova Lima", "place": "coordinator"})
    assert StaffAssignment.objects.get(person=stranger).tutoring_group == tutoring_group
    new = User.objects.get(email="nova@example.org")
    assert new.staff_assignments.get().role == StaffRole.COORDINATOR
    assert new.notifications.get().event == "enrolment.staff_invited"


def test_staff_remove_asks_first_then_removes(as_coordinator, offering, tutor):
    page = address("staff_remove", offering, tutor.staff_assignments.get().pk)
    assert as_coordinator.get(page).status_code == 200
    assert tutor.staff_assignments.exists()
    for _ in range(2):
        assert as_coordinator.post(page).status_code == 302
    assert not tutor.staff_assignments.exists()


def test_staff_remove_keeps_the_last_coordinator(as_coordinator, offering, coordinator):
    as_coordinator.post(address("staff_remove", offering, coordinator.staff_assignments.get().pk))
    assert coordinator.staff_assignments.exists()


def test_enrolment_add_reports_each_line(as_coordinator, offering, tutoring_group, student):
    people = "Rosa Lima <rosa@example.org>\n\nana@example.org; Ana Souza\nstudent@example.org\nnada disso\n"
    response = as_coordinator.post(
        address("enrolment_add", offering), {"people": people, "tutoring_group": tutoring_group.pk}
    )
    assert [(line.address, line.tone) for line in response.context["lines"]] == [
        ("nada disso", "clay"),
        ("rosa@example.org", "leaf"),
        ("ana@example.org", "leaf"),
        ("student@example.org", "neutral"),
    ]
    assert User.objects.get(email="ana@example.org").full_name == "Ana Souza"
    assert tutoring_group.enrolments.count() == 3


@pytest.mark.parametrize(
    "row",
    [
        "rosa@example.org; ana@example.org",
        "rosa@example.org, ana@example.org,",
        "rosa@example.org ana@example.org",
        "Rosa Lima <rosa@example.org>; Ana Souza <ana@example.org>",
        '"Lima, Rosa" <rosa@example.org>, ana@example.org',
    ],
)
def test_enrolment_add_takes_a_list_of_recipients_for_as_many_people(as_coordinator, offering, row):
    response = as_coordinator.post(address("enrolment_add", offering), {"people": row})
    assert [line.address for line in response.context["lines"]] == ["rosa@example.org", "ana@example.org"]
    assert not User.objects.filter(full_name__contains="@").exists()


def test_enrolment_add_names_what_it_cannot_read_among_others(as_coordinator, offering):
    people = {"people": "rosa@example.org; nada disso; ana@example.org"}
    response = as_coordinator.post(address("enrolment_add", offering), people)
    assert [line.address for line in response.context["lines"] if line.tone == "clay"] == ["nada disso"]


@pytest.mark.parametrize("people", ["", " \n ", "\n".join(f"p{n}@example.org" for n in range(301))])
def test_enrolment_add_refuses_nothing_and_too_much(as_coordinator, offering, people):
    response = as_coordinator.post(address("enrolment_add", offering), {"people": people})
    assert response.status_code == 422
    assert not Enrolment.objects.exists()


def test_enrolment_place_moves_many_at_once(as_coordinator, offering, enrolment, other_group):
    other = EnrolmentFactory(offering=offering)
    chosen = {"students": [enrolment.public_id, other.public_id], "tutoring_group": other_group.pk}
    as_coordinator.post(address("enrolment_place", offering), chosen)
    assert other_group.enrolments.count() == 2


def test_enrolment_place_takes_no_student_of_another_class(as_coordinator, offering, other_group):
    foreign = EnrolmentFactory(offering=OfferingFactory())
    as_coordinator.post(
        address("enrolment_place", offering), {"students": [foreign.public_id], "tutoring_group": other_group.pk}
    )
    foreign.refresh_from_db()
    assert foreign.tutoring_group is None


def test_withdraw_asks_first_ends_and_takes_back(as_coordinator, enrolment):
    page = reverse("learning:enrolment_withdraw", args=[enrolment.public_id])
    assert as_coordinator.get(page).status_code == 200
    for _ in range(2):
        assert as_coordinator.post(page, {"reason": "férias"}).status_code == 302
    enrolment.refresh_from_db()
    assert enrolment.state == EnrolmentState.WITHDRAWN
    as_coordinator.post(reverse("learning:enrolment_return", args=[enrolment.public_id]))
    enrolment.refresh_from_db()
    assert enrolment.state == EnrolmentState.ACTIVE


def test_complete_is_recorded_and_then_not_withdrawn(as_coordinator, enrolment):
    as_coordinator.post(reverse("learning:enrolment_complete", args=[enrolment.public_id]))
    as_coordinator.post(reverse("learning:enrolment_withdraw", args=[enrolment.public_id]))
    enrolment.refresh_from_db()
    assert enrolment.state == EnrolmentState.COMPLETED


@pytest.mark.parametrize("name", ["enrolment_withdraw", "enrolment_complete", "enrolment_return"])
def test_enrolments_are_changed_by_their_coordinator_alone(client, enrolment, tutor, other_tutor, stranger, name):
    page = reverse(f"learning:{name}", args=[enrolment.public_id])
    for person, status in ((tutor, 403), (enrolment.student, 403), (other_tutor, 404), (stranger, 404)):
        client.force_login(person)
        assert client.post(page).status_code == status
    enrolment.refresh_from_db()
    assert enrolment.state == EnrolmentState.ACTIVE


def test_invitation_leads_to_choosing_a_password_until_she_came_in(client, coordinator):
    person = actions.invite_person(by=coordinator, email="rosa@example.org", name="Rosa")
    link = actions.invitation_address(person)
    response = client.get(link, follow=True)
    page = response.redirect_chain[-1][0]
    client.post(page, {"password1": "uma-senha-comprida", "password2": "uma-senha-comprida"})
    person.refresh_from_db()
    assert person.check_password("uma-senha-comprida")
    assert client.get(link).url == reverse("account_login")


def test_invitation_with_a_false_token_is_404(client, stranger):
    false = TimestampSigner(salt="another").sign(str(stranger.public_id))
    assert client.get(reverse("learning:invitation", args=[false])).status_code == 404


def test_ways_in_say_how_a_person_stands(course, stranger, student, offering):
    today = timezone.localdate()
    day = datetime.timedelta(days=1)
    dates = {"starts_on": today + day}
    OfferingFactory(course=course, name="aberta", enrolment_mode="open", places=2, **dates)
    OfferingFactory(course=course, name="por código", enrolment_mode="code", enrolment_opens_on=today, **dates)
    full = OfferingFactory(course=course, name="cheia", enrolment_mode="open", places=1, **dates)
    EnrolmentFactory(offering=full)
    OfferingFactory(course=course, name="logo", enrolment_mode="open", enrolment_opens_on=today + day, **dates)
    OfferingFactory(course=course, name="fechada", enrolment_mode="open", enrolment_closes_on=today - day, **dates)
    OfferingFactory(course=course, name="finda", starts_on=today - 9 * day, ends_on=today - day)
    found = {way.name: (way.way, way.places_left) for way in ways_in(student, course.pk)}
    assert found == {
        "Turma 2026/1": (Way.ENROLLED, None),
        "aberta": (Way.OPEN, 2),
        "por código": (Way.CODE, None),
        "cheia": (Way.FULL, 0),
        "logo": (Way.NOT_YET, None),
        "fechada": (Way.CLOSED, None),
    }
    assert {way.name: way.way for way in ways_in(stranger, course.pk)}["Turma 2026/1"] == Way.STAFF_ONLY
