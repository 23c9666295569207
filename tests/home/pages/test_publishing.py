"""Nothing incomplete goes public, on whatever path; a draft is always kept."""

import datetime
import json

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from wagtail.models import Page, Revision
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from home.notifications.models import Notification
from home.pages.actions import publish_due_revisions
from home.pages.completeness import ALT_MISSING, PublicationRefused
from learning.courses.models import ReadItem, UnitPage
from tests.factories.courses import ImageFactory, block, picture
from tests.home.pages.conftest import with_body

pytestmark = pytest.mark.django_db


def reason() -> str:
    """How a refusal for the first block, a picture without a description, is said."""
    place = gettext("Block %(number)d, “%(label)s”") % {"number": 1, "label": gettext("Picture")}
    return f"{place}: {ALT_MISSING}"


def form_of(unit: UnitPage, *blocks: tuple[str, dict], **fields) -> dict:
    return nested_form_data(
        {
            "title": unit.title,
            "slug": unit.slug,
            "summary": "",
            "hours": "1.0",
            "body": streamfield(blocks),
            "seo_title": "",
            "search_description": "",
            "go_live_at": "",
            "expire_at": "",
            "comments": {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0, "MIN_NUM_FORMS": 0, "MAX_NUM_FORMS": 1000},
            **fields,
        }
    )


def picture_form(image, **fields) -> tuple[str, dict]:
    return ("image", {**picture(image), "decorative": "", "alt_missing": "", **fields})


def edit_url(unit) -> str:
    return reverse("wagtailadmin_pages:edit", args=[unit.pk])


def messages_of(response) -> str:
    return " ".join(str(message) for message in response.context["messages"])


def test_form_keeps_a_draft_with_a_picture_without_description(parts, editor, admin_of):
    unit = parts.first_unit
    response = admin_of(editor).post(edit_url(unit), form_of(unit, picture_form(ImageFactory())))
    assert response.status_code == 302
    draft = UnitPage.objects.get(pk=unit.pk).get_latest_revision_as_object()
    assert draft.body.raw_data[0]["type"] == "image"


def test_form_refuses_to_publish_it_and_shows_the_block(parts, moderator, admin_of):
    unit = parts.first_unit
    form = form_of(unit, picture_form(ImageFactory())) | {"action-publish": "1"}
    response = admin_of(moderator).post(edit_url(unit), form)
    assert response.status_code == 200
    # The form's errors travel as JSON.
    assert json.dumps(str(ALT_MISSING)).strip('"') in response.text
    assert UnitPage.objects.get(pk=unit.pk).get_latest_revision() is None


def test_form_publishes_a_described_picture(parts, moderator, admin_of):
    unit = parts.first_unit
    form = form_of(unit, picture_form(ImageFactory(), alt_text="Um mapa", alt_missing="on")) | {"action-publish": "1"}
    assert admin_of(moderator).post(edit_url(unit), form).status_code == 302
    unit = UnitPage.objects.get(pk=unit.pk)
    assert unit.body.raw_data[0]["value"]["alt_missing"] is False
    assert ReadItem.objects.get(pk=unit.pk).segments[0][1]["alt"] == "Um mapa"


def test_submitting_for_moderation_is_refused_at_the_block(parts, editor, admin_of):
    unit = parts.first_unit
    form = form_of(unit, picture_form(ImageFactory())) | {"action-submit": "1"}
    response = admin_of(editor).post(edit_url(unit), form)
    assert response.status_code == 200
    assert unit.current_workflow_state is None


def test_bulk_publishing_names_the_block_and_publishes_none(complete_unit, incomplete_unit, moderator, admin_of):
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    address += f"?id={complete_unit.pk}&id={incomplete_unit.pk}&next=/admin/"
    response = admin_of(moderator).post(address, follow=True)
    assert reason() in messages_of(response)
    assert incomplete_unit.title in messages_of(response)
    assert not UnitPage.objects.get(pk=complete_unit.pk).live_revision


def test_bulk_publishing_looks_at_drafts_below(parts, incomplete_unit, moderator, admin_of):
    Page.objects.filter(pk=incomplete_unit.pk).update(live=False)
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    data = {"include_descendants": "on"}
    response = admin_of(moderator).post(f"{address}?id={parts.first_module.pk}&next=/admin/", data, follow=True)
    assert reason() in messages_of(response)
    assert not Page.objects.get(pk=incomplete_unit.pk).live


def test_bulk_publishing_publishes_what_is_complete(complete_unit, moderator, admin_of):
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    admin_of(moderator).post(f"{address}?id={complete_unit.pk}&next=/admin/")
    assert ReadItem.objects.get(pk=complete_unit.pk).segments == [["html", "<p>Tudo certo.</p>"]]


def submit(unit, editor):
    return unit.get_workflow().start(unit, editor)


def test_workflow_approval_publishes_what_is_complete(complete_unit, editor, moderator, admin_of):
    task = submit(complete_unit, editor).current_task_state
    address = reverse("wagtailadmin_pages:workflow_action", args=[complete_unit.pk, "approve", task.pk])
    admin_of(moderator).post(address, {"comment": ""})
    assert UnitPage.objects.get(pk=complete_unit.pk).live_revision is not None


def test_workflow_approval_of_what_is_incomplete_is_told_and_undone(incomplete_unit, editor, moderator, admin_of):
    state = submit(incomplete_unit, editor)
    address = reverse(
        "wagtailadmin_pages:workflow_action", args=[incomplete_unit.pk, "approve", state.current_task_state.pk]
    )
    client = admin_of(moderator)
    assert json.loads(client.post(address, {"comment": ""}).content)["step"] == "success"
    assert reason() in messages_of(client.get(edit_url(incomplete_unit)))
    state.refresh_from_db()
    assert state.status == "in_progress"
    assert UnitPage.objects.get(pk=incomplete_unit.pk).live_revision is None


def test_a_revision_publishes_nothing_incomplete(incomplete_unit):
    with pytest.raises(PublicationRefused) as refusal:
        incomplete_unit.get_latest_revision().publish()
    assert refusal.value.reasons[0].startswith(reason())


def schedule(unit, person=None) -> Revision:
    """An approved revision whose time has come."""
    revision = unit.get_latest_revision()
    Revision.objects.filter(pk=revision.pk).update(
        approved_go_live_at=timezone.now() - datetime.timedelta(minutes=1), user=person
    )
    return revision


@pytest.mark.parametrize("run", [publish_due_revisions, lambda: call_command("publish_scheduled")])
def test_schedule_passes_over_a_refusal_tells_the_editor_and_goes_on(run, complete_unit, incomplete_unit, editor):
    refused = schedule(incomplete_unit, editor)
    schedule(complete_unit, editor)
    run()
    assert UnitPage.objects.get(pk=complete_unit.pk).live_revision is not None
    assert UnitPage.objects.get(pk=incomplete_unit.pk).live_revision is None
    refused.refresh_from_db()
    assert refused.approved_go_live_at is None
    notice = Notification.objects.get(person=editor)
    assert notice.event == "pages.publication_refused"
    assert notice.data["reason"].startswith(reason())
    run()
    assert Notification.objects.count() == 1


def test_scheduling_what_is_incomplete_is_refused_at_once(incomplete_unit):
    incomplete_unit.body = incomplete_unit.get_latest_revision_as_object().body
    incomplete_unit.go_live_at = timezone.now() + datetime.timedelta(days=1)
    with pytest.raises(PublicationRefused):
        incomplete_unit.save_revision().publish()


def test_what_has_expired_is_taken_down(parts):
    Page.objects.filter(pk=parts.first_unit.pk).update(expire_at=timezone.now() - datetime.timedelta(hours=1))
    call_command("publish_scheduled")
    assert not ReadItem.objects.filter(pk=parts.first_unit.pk).exists()


def test_importers_mark_lets_one_publication_through(parts, moderator):
    unit = with_body(parts.first_unit, block("image", picture(ImageFactory(), alt_missing=True)))
    revision = unit.get_latest_revision()
    unit.publish(revision, importing=True)
    assert UnitPage.objects.get(pk=unit.pk).live_revision == revision
    with pytest.raises(PublicationRefused):
        revision.publish(user=moderator)


@pytest.mark.parametrize(
    ("value", "refused"),
    [
        (("video", {"media": None, "address": "https://youtu.be/abcdefghijk", "transcript": ""}), True),
        (("video", {"media": None, "address": "https://youtu.be/abcdefghijk", "transcript": "<p>Fala</p>"}), False),
        (("video", {"media": None, "address": "https://example.org/v", "transcript": "<p>Fala</p>"}), True),
        (("video", {"media": 1, "address": "", "transcript": "", "captions": 2}), False),
        (("audio", {"media": 1, "transcript": "<p> </p>", "captions": None}), True),
        (("gallery", {"title": "", "figures": [{"image": 1, "alt_text": " "}]}), True),
        (
            (
                "gallery",
                {"title": "", "figures": [{"type": "item", "id": "x", "value": {"image": 1, "decorative": True}}]},
            ),
            False,
        ),
        (("collapsible", {"summary": "", "content": [block("image", {"image": 1, "alt_text": ""})]}), True),
        (("formula", {"latex": r"\frac{1}{"}), True),
        (("rich_text", r'<p><embed embedtype="formula" latex="\frac{1}{"/></p>'), True),
        (("rich_text", r'<p><embed embedtype="formula" latex="x^2"/></p>'), False),
        (("link_card", {"page": None, "address": ""}), True),
    ],
)
def test_what_stops_publication(value, refused, parts):
    unit = UnitPage(body=json.dumps([block(*value)]))
    if not refused:
        unit.check_publishable()
        return
    with pytest.raises(PublicationRefused):
        unit.check_publishable()


def test_rich_text_form_keeps_an_inline_formula(parts, moderator, admin_of):
    unit = parts.first_unit
    text = rich_text(r'<p>Taxa <embed embedtype="formula" latex="\frac{a}{b} &lt; 1"/> agora</p>', features=["formula"])
    form = form_of(unit, ("rich_text", text)) | {"action-publish": "1"}
    assert admin_of(moderator).post(edit_url(unit), form).status_code == 302
    stored = UnitPage.objects.get(pk=unit.pk).body.raw_data[0]["value"]
    assert r'Taxa <embed embedtype="formula" latex="\frac{a}{b} &lt; 1"/> agora' in stored
    assert "<mfrac>" in ReadItem.objects.get(pk=unit.pk).segments[0][1]
