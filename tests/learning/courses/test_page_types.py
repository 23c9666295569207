import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image as PillowImage
from wagtail.models import Page
from wagtail.test.utils.form_data import nested_form_data, streamfield

from home.pages.models import CustomImage, HomePage, StandardPage
from learning.courses.models import (
    CourseIndexPage,
    CoursePage,
    DiscussionPage,
    LessonPage,
    ModulePage,
    ReflectionPage,
    SurveyPage,
    UnitPage,
)
from tests.factories.courses import ImageFactory, block, picture, picture_bytes
from tests.home.pages.conftest import moderator, with_body  # noqa: F401

pytestmark = pytest.mark.django_db
ITEMS = {LessonPage, UnitPage, ReflectionPage, DiscussionPage}
PAGE_TYPES = [HomePage, StandardPage, CourseIndexPage, CoursePage, ModulePage, SurveyPage, *ITEMS]


@pytest.mark.parametrize(
    ("parent", "children"),
    [
        (HomePage, {StandardPage, CourseIndexPage}),
        (StandardPage, {StandardPage}),
        (CourseIndexPage, {CoursePage}),
        (CoursePage, {ModulePage, SurveyPage}),
        (SurveyPage, set()),
        (ModulePage, ITEMS),
        (LessonPage, ITEMS - {LessonPage}),
        (UnitPage, set()),
        (ReflectionPage, set()),
        (DiscussionPage, set()),
        (Page, {HomePage}),
    ],
)
def test_tree_rules(parent, children):
    assert {model for model in PAGE_TYPES if model in parent.allowed_subpage_models()} == children


@pytest.mark.parametrize("model", PAGE_TYPES)
def test_editor_meets_at_most_eight_fields_before_more(model):
    visible = [panel for panel in model.content_panels if "collapsed" not in getattr(panel, "classname", "")]
    assert len(visible) <= 8


def test_addresses_are_the_readers(parts):
    assert parts.course.url == "/cursos/aprender/"
    assert parts.first_unit.url == f"/curso/aprender/{parts.first_unit.pk}/"
    assert parts.first_unit.full_url.endswith(f"/curso/aprender/{parts.first_unit.pk}/")
    assert parts.course.get_parent().specific.url == "/cursos/"
    assert reverse("learning:item", args=["aprender", parts.first_unit.pk]) == parts.first_unit.url
    assert reverse("learning:course", args=["aprender"]) == parts.course.url
    assert reverse("learning:catalogue") == "/cursos/"


def test_wagtails_own_address_leads_to_the_readers(parts, client):
    response = client.get("/cursos/aprender/o-territorio/andar-ouvir-contar/")
    assert response.status_code == 302
    assert response["Location"] == parts.first_unit.url


def test_sitemap_has_samples_and_no_other_inner_page(parts, rf):
    request = rf.get("/sitemap.xml")
    assert parts.first_unit.get_sitemap_urls(request) == []
    assert parts.second_unit.get_sitemap_urls(request)[0]["location"].endswith(parts.second_unit.url)


def test_nobody_is_offered_a_privacy_that_has_no_effect(parts, client, moderator):  # noqa: F811
    client.force_login(moderator)
    content = client.get(reverse("wagtailadmin_pages:set_privacy", args=[parts.first_unit.pk])).json()["html"]
    assert 'value="login"' not in content


def preview_of(client, page, **fields) -> str:
    data = nested_form_data(
        {
            "title": page.title,
            "slug": page.slug,
            "comments": {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0, "MIN_NUM_FORMS": 0, "MAX_NUM_FORMS": 1000},
            **fields,
        }
    )
    address = reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk])
    assert client.post(address, data).json()["is_valid"]
    return client.get(address).content.decode()


def test_preview_shows_what_readers_will_see_without_publishing(parts, client, moderator):  # noqa: F811
    client.force_login(moderator)
    think = ("think", {"question": "E na sua equipe?", "hint": ""})
    content = preview_of(client, parts.first_unit, hours="1", summary="", body=streamfield([think]))
    assert "E na sua equipe?" in content
    assert "E na sua equipe?" not in str(UnitPage.objects.get(pk=parts.first_unit.pk).body)


def test_preview_shows_a_picture_that_has_no_renditions_yet(parts, client, moderator):  # noqa: F811
    image = ImageFactory()
    unit = with_body(parts.first_unit, block("image", picture(image, alt_text="Um mapa")))
    client.force_login(moderator)
    content = client.get(reverse("wagtailadmin_pages:view_draft", args=[unit.pk])).content.decode()
    assert f'src="{image.file.url}"' in content
    assert image.renditions.count() == 0


@pytest.mark.parametrize("name", ["first_module", "lesson", "reflection", "discussion", "course"])
def test_every_page_type_has_a_preview(name, parts, client, moderator):  # noqa: F811
    client.force_login(moderator)
    page = getattr(parts, name)
    response = client.get(reverse("wagtailadmin_pages:view_draft", args=[page.pk]))
    assert response.status_code == 200
    assert page.title in response.content.decode()
    assert "frame-ancestors 'self'" in response["Content-Security-Policy"]
    assert response["X-Frame-Options"] == "SAMEORIGIN"


def test_stranger_sees_no_preview(parts, client, stranger):
    client.force_login(stranger)
    assert client.get(reverse("wagtailadmin_pages:view_draft", args=[parts.first_unit.pk])).status_code == 302


def test_every_add_form_opens(parts, client, moderator):  # noqa: F811
    client.force_login(moderator)
    for model in ITEMS:
        name = model._meta.model_name
        address = reverse("wagtailadmin_pages:add", args=["learning", name, parts.first_module.pk])
        assert client.get(address).status_code == 200


def test_revisions_compare(parts, client, moderator):  # noqa: F811
    unit = parts.first_unit
    first = unit.save_revision()
    unit.body = [("rich_text", "<p>Outro texto.</p>")]
    second = unit.save_revision()
    client.force_login(moderator)
    address = reverse("wagtailadmin_pages:revisions_compare", args=[unit.pk, first.pk, second.pk])
    assert "Outro" in client.get(address).content.decode()


def photograph() -> SimpleUploadedFile:
    """A JPEG that tells where it was taken and with what."""
    exif = PillowImage.Exif()
    exif[0x010F] = "Camera of Maria"
    exif.get_ifd(0x8825)[1] = "S"
    return SimpleUploadedFile("foto.jpg", picture_bytes(50, 40, "JPEG", exif=exif), content_type="image/jpeg")


def test_uploaded_picture_keeps_no_place_and_no_camera(client, moderator):  # noqa: F811
    client.force_login(moderator)
    form = {"title": "Foto", "file": photograph(), "collection": 1, "credit": "Maria", "licence": "CC BY 4.0"}
    response = client.post(reverse("wagtailimages:add"), {**form, "tags": "", "description": ""})
    assert response.status_code == 302
    image = CustomImage.objects.get(title="Foto")
    with image.file.open("rb") as file:
        content = file.read()
    assert b"Camera of Maria" not in content
    assert not PillowImage.open(io.BytesIO(content)).getexif()
    assert (image.width, image.height, image.credit) == (50, 40, "Maria")


def test_glossary_has_a_list_for_editors(client, editor):
    client.force_login(editor)
    assert client.get(reverse("wagtailsnippets_learning_glossaryterm:list")).status_code == 200
    data = {"term": "Território", "definition": "O lugar e a sua gente."}
    assert client.post(reverse("wagtailsnippets_learning_glossaryterm:add"), data).status_code == 302


def test_course_that_was_never_published_has_a_preview(parts, client, moderator):  # noqa: F811
    page = parts.course.get_parent().add_child(instance=CoursePage(title="Um rascunho", slug="rascunho", live=False))
    page.save_revision()
    client.force_login(moderator)
    assert "Um rascunho" in client.get(reverse("wagtailadmin_pages:view_draft", args=[page.pk])).text
