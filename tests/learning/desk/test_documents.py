import pytest
from django.urls import reverse

from home.pages.models import StandardPage
from tests.factories.courses import DocumentFactory, block
from tests.factories.learning import site_home


@pytest.fixture
def document(db):
    return DocumentFactory(title="Roteiro")


@pytest.fixture
def shown_in_a_unit(parts, document, run_tasks):
    """Wagtail's index of references, by which a document's pages are known, is written by a task."""
    value = {"document": document.pk, "title": "", "description": ""}
    parts.first_unit.body = [block("document", value)]
    parts.first_unit.save_revision().publish()
    run_tasks()


def answer(client, document, person=None):
    if person:
        client.force_login(person)
    return client.get(reverse("wagtaildocs_serve", args=[document.pk, document.filename]))


@pytest.mark.parametrize("who", ["student", "tutor", "coordinator", "editor"])
def test_the_people_of_the_course_fetch_its_documents(request, client, shown_in_a_unit, document, who):
    served = answer(client, document, request.getfixturevalue(who))
    assert served.status_code == 200
    served.getvalue()


def test_others_do_not(client, stranger, shown_in_a_unit, document):
    assert answer(client, document).url.startswith(reverse("account_login"))
    assert answer(client, document, stranger).status_code == 404


def test_a_document_that_nothing_published_shows_is_the_editors(client, student, editor, document):
    assert answer(client, document, student).status_code == 404
    served = answer(client, document, editor)
    assert served.status_code == 200
    served.getvalue()


def test_a_document_of_a_public_page_is_everybodys(client, document, run_tasks):
    text = f'<p><a linktype="document" id="{document.pk}">Plano</a></p>'
    site_home().add_child(instance=StandardPage(title="Documentos", slug="documentos", body=text))
    run_tasks()
    served = answer(client, document)
    assert served.status_code == 200
    served.getvalue()
