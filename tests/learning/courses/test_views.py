"""Reading as its people see it: unit, outline, and who gets in."""

import uuid

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils import timezone
from wagtail.models import GroupPagePermission

from learning.courses.caches import forget_everything
from learning.courses.models import ModulePage
from learning.courses.queries.outline import course_shape
from learning.progress.models import ItemProgress, ModuleProgress, PrivateAnswer
from tests.factories.learning import EnrolmentFactory, OfferingFactory, StaffAssignmentFactory
from tests.factories.reading import add_item, make_long_course, rewrite, units_of

THINK = "7c5f3f9e-2f36-4f0a-8a0e-0d4b9f7f7d10"
QUESTION = ["think", {"block": THINK, "question": "Onde isso acontece na sua equipe?", "hint": "Pense na semana."}]


def item_url(course, item_id):
    return reverse("learning:item", args=[course.slug, item_id])


def outline_url(course):
    return reverse("learning:outline", args=[course.slug])


def test_a_unit_shows_its_text_place_and_neighbours(client, student, parts):
    client.force_login(student)
    page = client.get(item_url(parts.course, parts.second_unit.pk))
    text = page.content.decode()
    assert page.status_code == 200
    assert "A equipe por dentro: o texto desta leitura." in text
    assert "2 de 3 em M1" in text or "2 of 3 in M1" in text
    assert f'href="{item_url(parts.course, parts.first_unit.pk)}"' in text
    assert f'rel="next" href="{item_url(parts.course, parts.reflection.pk)}"' in text
    assert text.count('aria-current="page"') >= 1
    assert set(page["Cache-Control"].split(", ")) == {"max-age=0", "private"}


def test_a_unit_costs_two_queries_when_the_place_is_not_new(client, student, parts, django_assert_num_queries):
    client.force_login(student)
    address = item_url(parts.course, parts.first_unit.pk)
    with django_assert_num_queries(3):  # session with person, the page, where she stopped
        client.get(address)
    with django_assert_num_queries(2):
        client.get(address)


def test_reading_shows_the_size_that_its_reader_chose(client, student, parts, django_assert_num_queries):
    client.force_login(student)
    address = item_url(parts.course, parts.first_unit.pk)
    before = client.get(address).text
    assert 'name="text_size" value="1" aria-pressed="true"' in before
    client.post(reverse("home:text_size"), {"text_size": "3"})
    with django_assert_num_queries(2):
        page = client.get(address).text
    assert 'data-text="3"' in page
    assert 'name="text_size" value="3" aria-pressed="true"' in page
    assert page.count('aria-pressed="true"') == 1
    assert f'value="{address}#texto"' in page


def test_course_in_another_language_says_so_around_its_texts(client, student, parts):
    """Its texts alone: the menus stay in the reader's language, and in a course of that language nothing is said."""
    client.force_login(student)
    unit, outline = item_url(parts.course, parts.first_unit.pk), outline_url(parts.course)
    landing = reverse("learning:course", args=[parts.course.slug])
    parts.course.content_language = "en"
    parts.course.save_revision().publish()
    reading = client.get(unit).text
    assert '<article class="prose" lang="en">' in reading
    assert f'<h1 lang="en">{parts.first_unit.title}</h1>' in reading
    assert f'<span lang="en">{parts.second_unit.title}</span>' in reading
    assert f'<h1 lang="en">{parts.course.title}</h1>' in client.get(outline).text
    assert f'<h1 lang="en">{parts.course.title}</h1>' in client.get(landing).text
    type(student).objects.filter(pk=student.pk).update(language="en")
    assert '<article class="prose">' in client.get(unit).text


@pytest.mark.parametrize("count", [1, 3, 60])
def test_unit_and_outline_cost_the_same_for_every_size(client, student, count, django_assert_num_queries):
    course = make_long_course("tamanho", modules=2, items=count)
    EnrolmentFactory(student=student, offering=OfferingFactory(course=course))
    client.force_login(student)
    unit = item_url(course, units_of(course)[0])
    with django_assert_num_queries(3):
        client.get(unit)
    with django_assert_num_queries(2):
        page = client.get(outline_url(course))
    assert page.content.decode().count("Unidade") >= count * 2


def test_reading_moves_the_place_to_continue_at(client, enrolment, parts):
    client.force_login(enrolment.student)
    client.get(item_url(parts.course, parts.third_unit.pk))
    enrolment.refresh_from_db()
    assert enrolment.resume_item_id == parts.third_unit.pk
    assert (
        f'href="{item_url(parts.course, parts.third_unit.pk)}">'
        in client.get(outline_url(parts.course)).content.decode()
    )


def test_a_lesson_and_a_module_show_what_stands_in_them(client, student, parts):
    client.force_login(student)
    lesson = client.get(item_url(parts.course, parts.lesson.pk)).content.decode()
    assert "O caminho de uma pessoa" in lesson
    assert "A rotina sem discussão<span" not in lesson
    module = client.get(item_url(parts.course, parts.second_module.pk)).content.decode()
    assert "A rotina sem discussão<span" in module


def test_an_editor_goes_on_from_one_reading_to_the_next(client, editor, parts):
    editor.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(editor)
    page = client.get(item_url(parts.course, parts.third_unit.pk)).content.decode()
    assert 'rel="prev"' in page
    assert "Esta é uma amostra" not in page


def test_a_reflection_is_written_at_its_own_address(client, student, parts):
    client.force_login(student)
    answer = client.get(item_url(parts.course, parts.reflection.pk))
    assert answer.status_code == 302
    assert answer["Location"].endswith("/reflexao/")


@pytest.fixture
def access(student, tutor, other_tutor, coordinator, stranger, editor, parts, client):
    """Signs in as the named person; "withdrawn" and "elsewhere" are made here."""
    elsewhere = StaffAssignmentFactory(offering=OfferingFactory(course=make_long_course("alheio"))).person
    of_another_offering = StaffAssignmentFactory(offering=OfferingFactory(course=parts.course)).person
    withdrawn = EnrolmentFactory(offering=OfferingFactory(course=parts.course), state="withdrawn").student
    group = editor.groups.first()
    editor.user_permissions.add(Permission.objects.get(codename="access_admin"))
    permission = Permission.objects.get(codename="change_page", content_type__app_label="wagtailcore")
    if group:
        GroupPagePermission.objects.get_or_create(group=group, page=parts.course, permission=permission)
    people = {
        "student": student,
        "tutor": tutor,
        "tutor of another group": other_tutor,
        "coordinator": coordinator,
        "staff of another offering": of_another_offering,
        "staff of another course": elsewhere,
        "withdrawn": withdrawn,
        "stranger": stranger,
        "editor": editor,
        "superuser": type(stranger).objects.create_superuser("root@example.org", "roda-demo", full_name="Root"),
    }

    def sign_in(who):
        if who != "anonymous":
            client.force_login(people[who])
        return client

    return sign_in


READERS = [
    "student", "tutor", "tutor of another group", "coordinator", "staff of another offering", "editor", "superuser"
]  # fmt: skip
OTHERS = ["staff of another course", "withdrawn", "stranger"]


@pytest.mark.parametrize("who", READERS)
def test_who_may_read_reads_units_and_outline(access, parts, who):
    client = access(who)
    assert client.get(item_url(parts.course, parts.first_unit.pk)).status_code == 200
    assert client.get(item_url(parts.course, parts.lesson.pk)).status_code == 200
    assert client.get(item_url(parts.course, parts.discussion.pk)).status_code == 200
    assert client.get(outline_url(parts.course)).status_code == 200


@pytest.mark.parametrize("who", OTHERS)
def test_others_get_404_everywhere_but_at_a_sample(access, parts, who):
    client = access(who)
    for page in (parts.first_unit, parts.lesson, parts.reflection, parts.discussion, parts.first_module):
        assert client.get(item_url(parts.course, page.pk)).status_code == 404
    assert client.get(outline_url(parts.course)).status_code == 404
    assert client.get(item_url(parts.course, parts.second_unit.pk)).status_code == 200


def test_anonymous_readers_log_in_first_whether_the_page_exists_or_not(client, parts):
    for address in (item_url(parts.course, parts.first_unit.pk), "/curso/nao-existe/7/", "/curso/nao-existe/"):
        answer = client.get(address)
        assert answer.status_code == 302
        assert answer["Location"] == f"{reverse('account_login')}?next={address}"
    assert client.get(item_url(parts.course, parts.second_unit.pk)).status_code == 200


def test_a_sample_shows_nothing_else_of_the_course(client, stranger, parts):
    client.force_login(stranger)
    text = client.get(item_url(parts.course, parts.second_unit.pk)).content.decode()
    assert "Andar, ouvir, contar" not in text
    assert reverse("learning:course", args=[parts.course.slug]) in text
    assert "item_done" not in text
    assert "/lida/" not in text


@pytest.mark.parametrize("item", ["0", "99999999999", "9" * 40, "-1", "x", "1%00", "%F0%9F%92%A9", "../../admin"])
def test_hostile_item_numbers_are_not_found(client, student, parts, item):
    client.force_login(student)
    assert client.get(f"/curso/{parts.course.slug}/{item}/").status_code in (301, 302, 404)


@pytest.mark.parametrize("module", ["0", "9" * 40, "-1", "x", "١٢", "1 or 1=1", "%00", "²"])
def test_hostile_module_numbers_show_the_outline(client, student, parts, module):
    client.force_login(student)
    assert client.get(outline_url(parts.course), {"modulo": module}).status_code == 200


def test_an_outline_says_how_far_the_student_is(client, enrolment, parts):
    module = parts.first_module.pk
    ItemProgress.objects.create(
        enrolment=enrolment, item_id=parts.first_unit.pk, module_id=module, done_at=timezone.now()
    )
    ModuleProgress.objects.create(enrolment=enrolment, module_id=module, done_hours=1, done_count=1)
    client.force_login(enrolment.student)
    text = client.get(outline_url(parts.course)).content.decode()
    assert text.count("mark--done") == 1
    assert "1 de 5 feitos" in text or "1 of 5 done" in text
    assert 'stroke-dasharray="18 100"' in text


def test_an_optional_module_does_not_count_in_the_course(client, enrolment, parts):
    parts.second_module.is_optional = True
    parts.second_module.save_revision().publish()
    client.force_login(enrolment.student)
    text = client.get(outline_url(parts.course)).content.decode()
    assert "3 itens, ainda não começados" in text
    assert text.count('<span class="pill pill--neutral">opcional</span>') == 1


def test_continuing_passes_over_an_optional_module_unless_she_stopped_in_it(parts):
    parts.first_module.is_optional = True
    parts.first_module.save_revision().publish()
    shape = course_shape(parts.course.slug)
    assert shape.continue_at(None, ()).id == parts.third_unit.pk
    assert shape.continue_at(parts.first_unit.pk, {parts.first_unit.pk}).id == parts.second_unit.pk


def test_credit_stands_at_the_foot_of_outline_and_items_at_no_query_more(
    client, student, parts, django_assert_num_queries
):
    addresses = [
        outline_url(parts.course),
        *(item_url(parts.course, each.pk) for each in (parts.first_unit, parts.lesson)),
    ]
    client.force_login(student)
    assert not any("Créditos e licença" in client.get(address).text for address in addresses)
    parts.course.credit = "OpenStax, <CC BY 4.0>"
    parts.course.save_revision().publish()
    client.get(addresses[1])
    for address in addresses:
        forget_everything()
        with django_assert_num_queries(2):
            text = client.get(address).text
        assert '<p class="meta">Créditos e licença: OpenStax, &lt;CC BY 4.0&gt;</p>' in text
    client.logout()
    assert "OpenStax" in client.get(item_url(parts.course, parts.second_unit.pk)).text


def test_a_module_without_items_says_so(client, student, coordinator, parts):
    empty = parts.course.add_child(instance=ModulePage(title="Algebra I"))
    empty.save_revision().publish()
    for person in (student, coordinator):
        client.force_login(person)
        text = client.get(outline_url(parts.course)).text
        module = text[text.index(f'id="modulo-{empty.pk}"') :]
        assert "Ainda não há nada para ler aqui." in module
        assert "progress" not in module[: module.index("</li>")]
        assert "Ainda não há nada para ler aqui." in client.get(item_url(parts.course, empty.pk)).text
    assert "Ainda não há nada para ler aqui." in client.get(reverse("learning:course", args=[parts.course.slug])).text


def test_a_lesson_is_done_when_what_counts_in_it_is(client, enrolment, parts):
    ItemProgress.objects.create(
        enrolment=enrolment, item_id=parts.third_unit.pk, module_id=parts.second_module.pk, done_at=timezone.now()
    )
    client.force_login(enrolment.student)
    assert client.get(outline_url(parts.course)).content.decode().count("mark--done") == 2


def test_a_long_course_lists_one_module_at_a_time(client, student, django_assert_num_queries):
    course = make_long_course("comprido", modules=4, items=40)
    EnrolmentFactory(student=student, offering=OfferingFactory(course=course))
    client.force_login(student)
    client.get(outline_url(course))
    with django_assert_num_queries(2):
        text = client.get(outline_url(course)).content.decode()
    assert (text.count("Unidade 1."), text.count("Unidade 2.")) == (41, 0)
    second = course.get_children()[1].pk
    text = client.get(outline_url(course), {"modulo": second}).content.decode()
    assert text.count("Unidade 2.") == 40
    assert text.count("Unidade 3.") == 0


def test_nothing_of_one_reader_is_shown_to_another(client, enrolment, parts):
    block = _question(parts.course, parts.first_unit)
    ItemProgress.objects.create(
        enrolment=enrolment, item_id=parts.first_unit.pk, module_id=parts.first_module.pk, done_at=timezone.now()
    )
    PrivateAnswer.objects.create(person=enrolment.student, item_id=block.pk, block_id=THINK, text="segredo meu")
    client.force_login(enrolment.student)
    assert "segredo meu" in client.get(item_url(parts.course, block.pk)).content.decode()
    colleague = EnrolmentFactory(offering=enrolment.offering).student
    client.force_login(colleague)
    page = client.get(item_url(parts.course, block.pk)).content.decode()
    assert "segredo meu" not in page
    assert "mark--done" not in page


def _question(course, near):
    page = add_item(near.get_parent().specific, "Para pensar", segments=[["html", "<p>Antes</p>"], QUESTION])
    rewrite(course)
    return page


def test_private_answer_is_kept_for_the_reader_alone(client, student, parts):
    unit = _question(parts.course, parts.first_unit)
    client.force_login(student)
    address = reverse("learning:answer_save", args=[parts.course.slug, unit.pk, THINK])
    for text in ("primeira", "segunda\r\nlinha"):
        answer = client.post(address, {"text": text})
        assert answer.status_code == 302
        assert answer["Location"] == f"{item_url(parts.course, unit.pk)}#pergunta-{THINK}"
    assert list(PrivateAnswer.objects.values_list("person", "text")) == [(student.pk, "segunda\nlinha")]
    assert "segunda\nlinha</textarea>" in client.get(item_url(parts.course, unit.pk)).content.decode()
    client.post(address, {"text": "  "})
    assert not PrivateAnswer.objects.exists()


@pytest.mark.parametrize("text", ["a" * 5001, "nulo \0 aqui"])
def test_a_private_answer_that_cannot_be_kept_stays_on_the_page(client, student, parts, text):
    unit = _question(parts.course, parts.first_unit)
    client.force_login(student)
    answer = client.post(reverse("learning:answer_save", args=[parts.course.slug, unit.pk, THINK]), {"text": text})
    assert answer.status_code == 422
    assert text[:100].replace("\0", "") in answer.content.decode().replace("\0", "")
    assert 'aria-invalid="true"' in answer.content.decode()


def test_a_private_answer_needs_its_question_and_its_reader(client, student, stranger, parts):
    unit = _question(parts.course, parts.first_unit)
    client.force_login(student)
    other = reverse("learning:answer_save", args=[parts.course.slug, unit.pk, uuid.uuid4()])
    assert client.post(other, {"text": "x"}).status_code == 404
    client.force_login(stranger)
    address = reverse("learning:answer_save", args=[parts.course.slug, unit.pk, THINK])
    assert client.post(address, {"text": "x"}).status_code == 404


def test_changing_class_changes_whose_marks_are_shown(client, enrolment, parts):
    other = EnrolmentFactory(student=enrolment.student, offering=OfferingFactory(course=parts.course), is_current=False)
    client.force_login(enrolment.student)
    assert str(other.public_id) in client.get(outline_url(parts.course)).content.decode()
    client.post(reverse("learning:switch", args=[parts.course.slug]), {"enrolment": other.public_id})
    other.refresh_from_db()
    assert other.is_current
    colleague = EnrolmentFactory(offering=enrolment.offering)
    for wrong in (colleague.public_id, "x", ""):
        answer = client.post(reverse("learning:switch", args=[parts.course.slug]), {"enrolment": wrong})
        assert answer.status_code == 404


def test_page_that_is_only_kept_for_later_leaves_no_trace_of_reading(client, student, enrolment, parts):
    client.force_login(student)
    address = reverse("learning:item", args=[parts.course.slug, parts.second_unit.pk])
    assert client.get(address, headers={"x-keep-offline": "yes"}).status_code == 200
    enrolment.refresh_from_db()
    assert enrolment.resume_item_id is None
    client.get(address)
    enrolment.refresh_from_db()
    assert enrolment.resume_item_id == parts.second_unit.pk
