import uuid

import pytest
from django.urls import reverse

from learning.courses.models import ReadItem
from learning.progress.models import PrivateAnswer

WIDGET = "https://vlibras.example/app/vlibras-plugin.js"
HOST = "https://vlibras.example"


@pytest.fixture
def widget(settings):
    settings.VLIBRAS_URL = WIDGET


def offers(page) -> bool:
    """Whether the page has the button; its content policy must say the same."""
    offered = f'data-libras="{WIDGET}"' in page.text
    assert offered == (HOST in page["Content-Security-Policy"])
    return offered


def reading(parts, unit):
    return reverse("learning:item", args=[parts.course.slug, unit.pk])


def test_reading_pages_and_public_pages_offer_it(client, student, parts, widget):
    assert offers(client.get("/cursos/"))
    assert offers(client.get(reverse("learning:course", args=[parts.course.slug])))
    client.force_login(student)
    page = client.get(reading(parts, parts.first_unit))
    assert offers(page)
    assert "unsafe-inline" not in page["Content-Security-Policy"]


def test_no_page_offers_it_where_no_setting_names_it(client, parts, student):
    client.force_login(student)
    for address in ("/cursos/", reading(parts, parts.first_unit)):
        page = client.get(address)
        assert "data-libras" not in page.text
        assert "wasm" not in page["Content-Security-Policy"]


def test_page_with_what_its_reader_wrote_never_offers_it(client, parts, student, tutor, widget):
    question = [["think", {"block": str(uuid.uuid4()), "question": "E aí?", "hint": ""}]]
    ReadItem.objects.filter(pk=parts.third_unit.pk).update(segments=question)
    prompt = reverse("learning:entry", args=[parts.course.slug, parts.reflection.pk])
    client.force_login(student)
    for address in (
        prompt,
        reading(parts, parts.third_unit),
        "/portfolio/",
        "/inicio/",
        "/conversas/",
        "/perfil/",
        "/avisos/",
    ):
        page = client.get(address, follow=True)
        assert page.status_code == 200, address
        assert not offers(page), address
    client.force_login(tutor)
    assert not offers(client.get("/revisao/"))


def test_reading_with_private_answers_leads_to_itself_without_them(client, parts, student, widget):
    block = uuid.uuid4()
    question = [["think", {"block": str(block), "question": "E aí?", "hint": ""}]]
    ReadItem.objects.filter(pk=parts.third_unit.pk).update(segments=question)
    PrivateAnswer.objects.create(person=student, item_id=parts.third_unit.pk, block_id=block, text="Só meu.")
    client.force_login(student)
    page = client.get(reading(parts, parts.third_unit))
    assert 'href="?libras=1"' in page.text
    assert "Só meu." in page.text
    without = client.get(reading(parts, parts.third_unit), {"libras": "1"})
    assert offers(without)
    assert "Só meu." not in without.text


def test_admin_never_lets_it_in(client, editor, parts, widget):
    client.force_login(editor)
    for address in (reverse("wagtailadmin_home"), reverse("wagtailadmin_pages:view_draft", args=[parts.first_unit.pk])):
        assert not offers(client.get(address))
