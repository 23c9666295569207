"""What readers would stumble over is counted when a page's row is written."""

import pytest

from learning.courses.actions import rewrite_course
from learning.courses.models import ReadItem
from tests.factories.courses import ImageFactory, block, picture
from tests.learning.courses.test_read_rows import set_body

pytestmark = pytest.mark.django_db
FLAWS = ("undescribed_pictures", "misplaced_headings", "empty_links", "lost_links")


def flaws_of(parts, *blocks) -> tuple:
    set_body(parts.first_unit, *blocks)
    rewrite_course(parts.course)
    return ReadItem.objects.values_list(*FLAWS).get(pk=parts.first_unit.pk)


def text(html: str) -> dict:
    return block("rich_text", html)


def test_a_page_in_order_has_none(parts):
    described = picture(ImageFactory(), alt_text="Uma roda de conversa.")
    body = [
        text("<h2>Andar</h2><h3>Ouvir</h3><p>E <a href='https://example.org'>ler</a>.</p>"),
        block("image", described),
    ]
    assert flaws_of(parts, *body) == (0, 0, 0, 0)


def test_pictures_without_description_are_counted_wherever_they_stand(parts):
    image = ImageFactory()
    marked, decorative = picture(image, alt_missing=True), picture(image, decorative=True)
    gallery = {"title": "", "figures": [{"type": "item", "value": marked, "id": "a"}, decorative]}
    inside = {"summary": "Mais", "content": [block("image", picture(image))]}
    body = [block("image", marked), block("gallery", gallery), block("collapsible", inside)]
    assert flaws_of(parts, *body) == (3, 0, 0, 0)


@pytest.mark.parametrize(
    ("html", "count"),
    [("<h3>Começo</h3>", 1), ("<h2>Um</h2><h4>Dois</h4><h2>Três</h2>", 1), ("<h2> </h2>", 1), ("<h2>Um</h2>", 0)],
)
def test_headings_that_skip_a_level_or_say_nothing_are_counted(parts, html, count):
    assert flaws_of(parts, text(html)) == (0, count, 0, 0)


def test_headings_are_followed_over_blocks(parts):
    inside = {"summary": "Mais", "content": [text("<h3>Dentro</h3>")]}
    assert flaws_of(parts, text("<h2>Antes</h2>"), block("collapsible", inside)) == (0, 0, 0, 0)


def test_links_without_words_are_counted(parts):
    assert flaws_of(parts, text('<p><a href="https://example.org"> <b></b></a></p>')) == (0, 0, 1, 0)


def test_a_link_to_a_deleted_page_is_counted_once_the_page_is_gone(parts, run_tasks):
    link = f'<p><a linktype="page" id="{parts.second_unit.pk}">a outra</a></p>'
    parts.first_unit.body = [("rich_text", link)]
    parts.first_unit.save_revision().publish()
    run_tasks()
    assert ReadItem.objects.get(pk=parts.first_unit.pk).lost_links == 0
    parts.second_unit.delete()
    run_tasks()
    row = ReadItem.objects.get(pk=parts.first_unit.pk)
    assert row.lost_links == 1
    assert row.segments == [["html", "<p>a outra</p>"]]
