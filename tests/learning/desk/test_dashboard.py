"""The first page of Wagtail's admin, for whoever writes the courses."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse
from wagtail.models import GroupPagePermission, Page, Workflow, WorkflowState

from home.pages.models import StandardPage
from learning.courses.actions import rewrite_course
from learning.courses.models import CoursePage
from tests.conftest import make_person
from tests.factories.courses import ImageFactory, block, picture
from tests.factories.learning import make_course, make_unit
from tests.home.pages.conftest import moderator  # noqa: F401
from tests.learning.courses.test_read_rows import set_body

pytestmark = pytest.mark.django_db
# Eight of them are the frame's: session with person, permissions, menu.
QUERIES = 18
KINDS = ("leitura", "reflexao", "conversa", "aula", "modulo", "curso", "pagina")


def first_page(client, person) -> str:
    client.force_login(person)
    response = client.get(reverse("wagtailadmin_home"))
    assert response.status_code == 200
    return response.text


def edit(page) -> str:
    return f'href="{reverse("wagtailadmin_pages:edit", args=[page.pk])}"'


def draft(page, person, title):
    page.title = title
    page.save_revision(user=person)
    return page


def sent(page, person, title="Enviada"):
    draft(page, person, title)
    Workflow.objects.get().start(page, person)
    return page


def link_to(page) -> dict:
    return block("rich_text", f'<p><a linktype="page" id="{page.pk}">outra</a></p>')


@pytest.fixture
def writer_of(db):
    """Makes somebody who may add and change pages below one page only."""

    def make(page, *codenames):
        group = Group.objects.create(name=f"Escreve em {page.pk}")
        group.permissions.add(Permission.objects.get(codename="access_admin"))
        for permission in Permission.objects.filter(codename__in=codenames or ("add_page", "change_page")):
            GroupPagePermission.objects.create(group=group, page=page, permission=permission)
        person = make_person("writer")
        person.groups.add(group)
        return person

    return make


def test_editor_finds_a_button_for_each_kind_of_page(client, editor, parts):
    page = first_page(client, editor)
    assert [kind for kind in KINDS if reverse("desk_admin:page_new", args=[kind]) in page] == list(KINDS)
    assert reverse("desk_admin:course_new") in page


def test_who_writes_in_one_module_is_offered_what_goes_there(client, writer_of, parts):
    page = first_page(client, writer_of(parts.first_module))
    assert [kind for kind in KINDS if reverse("desk_admin:page_new", args=[kind]) in page] == list(KINDS[:4])
    assert reverse("desk_admin:course_new") not in page


def test_wagtails_own_panels_are_gone(client, editor, parts):
    draft(parts.first_unit, editor, "Meu rascunho")
    page = first_page(client, editor)
    assert "w-summary" not in page
    assert "recent-edits" not in page


def test_stranger_does_not_come_in(client, stranger, parts):
    client.force_login(stranger)
    for name, *arguments in (["page_new", "leitura"], ["course_new"], ["page_list", "rascunhos"]):
        assert client.get(reverse(f"desk_admin:{name}", args=arguments)).status_code == 302


def test_drafts_are_those_of_whoever_wrote_last(client, editor, moderator, parts):  # noqa: F811
    mine, hers = draft(parts.first_unit, editor, "Meu rascunho"), draft(parts.second_unit, moderator, "O dela")
    page = first_page(client, editor)
    assert edit(mine) in page
    assert "Meu rascunho" in page
    assert edit(hers) not in page


def test_drafts_elsewhere_are_not_shown_to_whoever_lost_the_right(client, writer_of, parts):
    person = writer_of(parts.first_module)
    kept, lost = draft(parts.first_unit, person, "Meu"), draft(parts.discussion, person, "Não mais")
    page = first_page(client, person)
    assert edit(kept) in page
    assert edit(lost) not in page


def test_moderator_sees_what_waits_and_editor_what_she_sent(client, editor, moderator, parts):  # noqa: F811
    unit = sent(parts.first_unit, editor)
    page = first_page(client, moderator)
    assert "awaiting" not in page
    assert 'id="moderacao-section"' in page
    assert edit(unit) in page
    page = first_page(client, editor)
    assert 'id="moderacao-section"' not in page
    assert 'id="enviadas-section"' in page


def test_what_came_back_says_so(client, editor, moderator, parts):  # noqa: F811
    unit = sent(parts.first_unit, editor)
    state = WorkflowState.objects.get()
    state.current_task_state.reject(user=moderator)
    assert 'id="enviadas-section"' in first_page(client, editor)
    assert edit(unit) not in first_page(client, moderator)


def test_pictures_without_description_are_counted_with_their_page(client, editor, parts):
    set_body(parts.first_unit, block("image", picture(ImageFactory(), alt_missing=True)))
    rewrite_course(parts.course)
    page = first_page(client, editor)
    assert 'id="tropecos-section"' in page
    assert edit(parts.first_unit) in page


def publish_link(parts, target, run_tasks):
    parts.first_unit.body = [("rich_text", link_to(target)["value"])]
    parts.first_unit.save_revision().publish()
    run_tasks()


def test_a_link_is_broken_while_what_it_leads_to_is_hidden(client, editor, parts, run_tasks):
    unit = parts.first_unit
    publish_link(parts, parts.discussion, run_tasks)
    assert edit(unit) not in first_page(client, editor)
    parts.second_module.unpublish()  # hides what is in it
    assert edit(unit) in first_page(client, editor)


def test_a_link_in_what_nobody_can_read_stops_nobody(client, editor, parts, run_tasks):
    publish_link(parts, parts.discussion, run_tasks)
    parts.discussion.unpublish()
    parts.first_module.unpublish()
    assert edit(parts.first_unit) not in first_page(client, editor)


def test_only_pages_that_she_may_edit_are_counted(client, writer_of, parts):
    set_body(parts.first_unit, block("image", picture(ImageFactory(), alt_missing=True)))
    rewrite_course(parts.course)
    assert edit(parts.first_unit) not in first_page(client, writer_of(parts.second_module))


@pytest.mark.parametrize("count", [1, 3])
def test_queries_do_not_grow_with_the_rows(client, moderator, parts, count, django_assert_num_queries):  # noqa: F811
    for number in range(count):
        draft(make_unit(parts.first_module, f"Rascunho {number}"), moderator, "Rascunho")
        sent(make_unit(parts.first_module, f"Enviada {number}"), moderator)
        set_body(make_unit(parts.first_module, f"Figura {number}"), block("image", picture(ImageFactory())))
    rewrite_course(parts.course)
    first_page(client, moderator)
    with django_assert_num_queries(QUERIES):
        client.get(reverse("wagtailadmin_home"))


def test_list_of_its_own_shows_the_rest(client, editor, parts):
    for number in range(7):
        draft(make_unit(parts.first_module, f"R{number}"), editor, f"Rascunho {number}")
    address = reverse("desk_admin:page_list", args=["rascunhos"])
    assert f'href="{address}"' in first_page(client, editor)
    shown = client.get(address).text
    assert all(f"Rascunho {number}" in shown for number in range(7))
    assert client.get(reverse("desk_admin:page_list", args=["nada"])).status_code == 404


def test_where_a_reading_may_stand_is_asked(client, editor, parts):
    client.force_login(editor)
    page = client.get(reverse("desk_admin:page_new", args=["leitura"])).text
    for parent in (parts.first_module, parts.second_module, parts.lesson):
        assert reverse("wagtailadmin_pages:add", args=["learning", "unitpage", parent.pk]) in page
    assert client.get(reverse("desk_admin:page_new", args=["nada"])).status_code == 404


def test_a_text_page_stands_outside_of_courses(client, editor, parts):
    client.force_login(editor)
    home = parts.course.get_parent().get_parent()
    asked = reverse("desk_admin:page_new", args=["pagina"])
    assert client.get(asked).url == reverse("wagtailadmin_pages:add", args=["home", "standardpage", home.pk])
    below = home.add_child(instance=StandardPage(title="Ajuda", slug="ajuda"))
    page = client.get(asked).text
    assert reverse("wagtailadmin_pages:add", args=["home", "standardpage", below.pk]) in page
    assert "<h2" not in page.partition("desk-places")[2]


def test_where_there_is_one_place_the_form_opens_at_once(client, editor, writer_of, parts):
    client.force_login(editor)
    form = reverse("wagtailadmin_pages:add", args=["learning", "coursepage", parts.course.get_parent().pk])
    assert client.get(reverse("desk_admin:page_new", args=["curso"])).url == form
    client.force_login(writer_of(parts.first_module))
    form = reverse("wagtailadmin_pages:add", args=["learning", "unitpage", parts.first_module.pk])
    assert client.get(reverse("desk_admin:page_new", args=["leitura"])).url == form


def test_who_may_add_nothing_of_the_kind_is_refused(client, writer_of, parts):
    client.force_login(writer_of(parts.first_module))
    assert client.get(reverse("desk_admin:page_new", args=["modulo"])).status_code == 302
    assert client.get(reverse("desk_admin:course_new")).status_code == 302


def test_new_course_begins_as_a_draft_copy_whose_links_stay_within(client, editor, parts, run_tasks):
    publish_link(parts, parts.second_unit, run_tasks)
    make_course("Outro curso", "outro")
    client.force_login(editor)
    form = {"template": parts.course.pk, "title": "Aprender de novo"}
    response = client.post(reverse("desk_admin:course_new"), form)
    copy = CoursePage.objects.get(slug="aprender-de-novo")
    assert response.url == reverse("wagtailadmin_explore", args=[copy.pk])
    assert not Page.objects.descendant_of(copy, inclusive=True).filter(live=True).exists()
    inner = Page.objects.descendant_of(copy).get(title=parts.second_unit.title)
    unit = Page.objects.descendant_of(copy).get(title=parts.first_unit.title).specific
    assert f'id="{inner.pk}"' in unit.body.raw_data[0]["value"]


def test_new_course_asks_for_its_title_and_finds_a_free_address(client, editor, parts):
    client.force_login(editor)
    address = reverse("desk_admin:course_new")
    assert client.post(address, {"template": parts.course.pk, "title": " "}).status_code == 200
    client.post(address, {"template": parts.course.pk, "title": parts.course.slug})
    assert CoursePage.objects.filter(slug=f"{parts.course.slug}-2").exists()
