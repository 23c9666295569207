import json
from decimal import Decimal

import pytest
from wagtail.models import Page

from learning.courses.actions import make_renditions, rewrite_course, rewrite_outline, write_read_rows
from learning.courses.models import CourseOutline, ReadItem, UnitPage
from learning.courses.segments import plain_words
from tests.factories.courses import (
    DocumentFactory,
    GlossaryTermFactory,
    ImageFactory,
    MediaFactory,
    block,
    picture,
)

pytestmark = pytest.mark.django_db


def set_body(unit: UnitPage, *blocks: dict) -> UnitPage:
    """Writes what is live, past every check."""
    unit.body = json.dumps(blocks)
    unit.save(clean=False)
    return unit


def segments_of(unit: UnitPage) -> list:
    return ReadItem.objects.get(pk=unit.pk).segments


def test_outline_follows_the_tree(parts):
    rewrite_course(parts.course)
    row = CourseOutline.objects.get(pk=parts.course.pk)
    first, second = row.outline
    assert [item["id"] for item in first["items"]] == [parts.first_unit.pk, parts.second_unit.pk, parts.reflection.pk]
    assert (first["required_hours"], first["required_count"], first["hours"]) == (3.5, 3, 3.5)
    assert [(item["kind"], item["lesson"]) for item in second["items"]] == [
        ("lesson", None),
        ("unit", parts.lesson.pk),
        ("unit", parts.lesson.pk),
        ("discussion", None),
    ]
    assert (second["required_hours"], second["required_count"]) == (2.0, 2)
    assert [item["optional"] for item in second["items"]] == [False, False, True, False]


def test_reordering_moves_places_and_raises_rev(parts):
    rewrite_course(parts.course)
    before = CourseOutline.objects.get(pk=parts.course.pk)
    parts.reflection.move(parts.first_unit, pos="left")
    rewrite_outline(parts.course)
    after = CourseOutline.objects.get(pk=parts.course.pk)
    assert after.outline[0]["items"][0]["id"] == parts.reflection.pk
    assert after.rev > before.rev
    assert list(after.items.order_by("position").values_list("page_id", flat=True)[:3]) == [
        parts.first_module.pk,
        parts.reflection.pk,
        parts.first_unit.pk,
    ]


def test_what_is_below_an_unpublished_page_is_not_read(parts):
    rewrite_course(parts.course)
    Page.objects.filter(pk=parts.second_module.pk).update(live=False)
    rewrite_outline(parts.course)
    row = CourseOutline.objects.get(pk=parts.course.pk)
    assert [module["id"] for module in row.outline] == [parts.first_module.pk]
    assert set(row.items.values_list("page_id", flat=True)) == {
        parts.first_module.pk,
        parts.first_unit.pk,
        parts.second_unit.pk,
        parts.reflection.pk,
    }
    Page.objects.filter(pk=parts.second_module.pk).update(live=True)
    rewrite_outline(parts.course)
    assert ReadItem.objects.filter(pk=parts.third_unit.pk).exists()


def test_unpublished_course_has_no_rows_and_rev_never_falls(parts):
    rewrite_course(parts.course)
    rev = CourseOutline.objects.get(pk=parts.course.pk).rev
    Page.objects.filter(pk=parts.course.pk).update(live=False)
    rewrite_outline(parts.course)
    assert not ReadItem.objects.filter(outline_id=parts.course.pk).exists()
    Page.objects.filter(pk=parts.course.pk).update(live=True)
    write_read_rows([parts.course])
    again = CourseOutline.objects.get(pk=parts.course.pk)
    assert again.rev >= rev
    assert again.items.count() == 9


def test_minutes_follow_from_words_when_no_hours_are_stated(parts):
    UnitPage.objects.filter(pk=parts.first_unit.pk).update(hours=None)
    set_body(UnitPage.objects.get(pk=parts.first_unit.pk), block("rich_text", f"<p>{'palavra ' * 900}</p>"))
    UnitPage.objects.filter(pk=parts.second_unit.pk).update(hours=None)
    write_read_rows([parts.first_unit, parts.second_unit])
    long, short = ReadItem.objects.get(pk=parts.first_unit.pk), ReadItem.objects.get(pk=parts.second_unit.pk)
    assert (long.minutes, short.minutes) == (4, 1)
    assert long.hours == Decimal("0.07")


def test_stated_hours_count_and_words_say_how_long_one_reads(parts):
    UnitPage.objects.filter(pk=parts.first_unit.pk).update(hours=Decimal("5"))
    set_body(UnitPage.objects.get(pk=parts.first_unit.pk), block("rich_text", f"<p>{'palavra ' * 900}</p>"))
    write_read_rows([parts.first_unit])
    row = ReadItem.objects.get(pk=parts.first_unit.pk)
    assert (row.hours, row.minutes) == (Decimal("5"), 4)


def test_hours_stated_for_a_recording_are_its_time(parts):
    UnitPage.objects.filter(pk=parts.first_unit.pk).update(hours=Decimal("0.5"))
    video = {"address": "https://www.youtube.com/watch?v=dQw4w9WgXcQ", "title": "Roda", "transcript": "<p>Bom dia.</p>"}
    set_body(UnitPage.objects.get(pk=parts.first_unit.pk), block("video", video))
    write_read_rows([parts.first_unit])
    assert ReadItem.objects.get(pk=parts.first_unit.pk).minutes == 30


def test_links_lead_to_where_pages_are_read(parts):
    document = DocumentFactory()
    text = (
        f'<p><a linktype="page" id="{parts.second_unit.pk}">adiante</a> <a id="{parts.course.pk}" linktype="page">curso'
        f'</a> <a linktype="page" id="999999">sumiu</a> <a linktype="document" id="{document.pk}">folha</a>'
        f'<a href="javascript:alert(1)">mau</a></p><script>alert(1)</script>'
    )
    set_body(parts.first_unit, block("rich_text", text))
    write_read_rows([parts.first_unit])
    ((kind, html),) = segments_of(parts.first_unit)
    assert kind == "html"
    assert html == (
        f'<p><a href="/curso/aprender/{parts.second_unit.pk}/">adiante</a> <a href="/cursos/aprender/">curso</a> sumiu '
        f'<a href="/documents/{document.pk}/{document.filename}">folha</a><a>mau</a></p>'
    )


def test_inline_formula_becomes_mathml(parts):
    stored = '<p>Taxa: <embed embedtype="formula" latex="\\frac{1}{2} &lt; 1"/> por mil.</p>'
    set_body(parts.first_unit, block("rich_text", stored), block("formula", {"latex": "x^2", "description": "xis"}))
    write_read_rows([parts.first_unit])
    (_, html), (kind, formula) = segments_of(parts.first_unit)
    assert "<math" in html
    assert "<mfrac><mrow><mn>1</mn></mrow><mrow><mn>2</mn></mrow></mfrac>" in html
    assert (kind, formula["latex"], formula["description"]) == ("formula", "x^2", "xis")
    assert formula["html"].startswith("<math")


def test_every_block_becomes_its_segment(parts):
    image, document, term = ImageFactory(), DocumentFactory(), GlossaryTermFactory()
    sound, film = MediaFactory(type="audio"), MediaFactory(type="video")
    question = block("think", {"question": "E na sua equipe?", "hint": ""})
    set_body(
        parts.first_unit,
        block("image", picture(image, alt_text="Um mapa", caption="Mapa", credit="Roda")),
        block("gallery", {"title": "Duas", "figures": [picture(image, decorative=True)]}),
        block("audio", {"media": sound.pk, "title": "", "captions": None, "transcript": "<p>Olá</p>"}),
        block("video", {"media": film.pk, "address": "", "title": "Visita", "captions": document.pk, "poster": None}),
        block("video", {"media": None, "address": "https://youtu.be/abcdefghijk", "title": "T", "poster": image.pk}),
        block("document", {"document": document.pk, "title": "", "description": "Leve"}),
        block("call_out", {"kind": "tip", "title": "Dica", "text": "<p>Ande.</p>"}),
        block("quotation", {"text": "Andar", "source": "Dona", "address": ""}),
        block(
            "table",
            {
                "columns": [{"type": "text", "heading": "O quê"}],
                "rows": [{"values": ["<p>a <b>b</b></p>"]}],
                "caption": "Tab",
            },
        ),
        block("collapsible", {"summary": "Mais", "content": [block("image", picture(image, alt_text="x"))]}),
        block("glossary_term", {"term": term.pk, "note": "aqui"}),
        question,
        block("link_card", {"page": parts.second_unit.pk, "address": "", "title": "", "text": "Siga"}),
        block("link_card", {"page": None, "address": "https://example.org/", "title": "Fora", "text": ""}),
    )
    write_read_rows([parts.first_unit])
    segments = segments_of(parts.first_unit)
    by_kind = dict(segments)
    assert [kind for kind, _ in segments] == [
        "picture", "gallery", "audio", "video", "video", "document", "call_out", "quotation", "table", "collapsible",
        "glossary", "think", "card", "card",
    ]  # fmt: skip
    assert by_kind["picture"]["alt"] == "Um mapa"
    assert by_kind["gallery"]["figures"][0]["alt"] == ""
    assert by_kind["audio"]["type"] == "audio/mpeg"
    assert segments[3][1]["captions"] == document.url
    assert by_kind["video"]["player"] == "https://www.youtube-nocookie.com/embed/abcdefghijk"
    assert by_kind["document"]["title"] == document.title
    assert by_kind["table"]["html"] == (
        '<table><caption>Tab</caption><thead><tr><th scope="col">O quê</th></tr></thead>'
        '<tbody><tr><td data-label="O quê"><p>a <b>b</b></p></td></tr></tbody></table>'
    )
    assert by_kind["think"] == {"block": question["id"], "question": "E na sua equipe?", "hint": ""}
    assert segments[12][1]["address"] == f"/curso/aprender/{parts.second_unit.pk}/"
    assert segments[12][1]["title"] == parts.second_unit.title
    assert segments[13][1]["outside"] is True
    assert "E na sua equipe?" in plain_words(segments)


def test_prompt_row_holds_all_that_its_page_needs(parts):
    write_read_rows([parts.reflection])
    ((kind, prompt),) = segments_of(parts.reflection)
    assert kind == "prompt"
    assert prompt["prompt"] == parts.reflection.prompt
    assert (prompt["due_after_days"], prompt["max_grade"]) == (21, 100.0)


def test_pictures_wait_as_sized_boxes_until_the_task_made_them(parts):
    image = ImageFactory(size=(700, 350))
    set_body(parts.first_unit, block("image", picture(image, alt_text="Um mapa")))
    write_read_rows([parts.first_unit])
    box = segments_of(parts.first_unit)[0][1]
    assert (box["width"], box["height"], box["webp"], box["waiting"]) == (700, 350, [], True)
    rev = CourseOutline.objects.get(pk=parts.course.pk).rev
    make_renditions(parts.course.pk)
    made = segments_of(parts.first_unit)[0][1]
    assert made["waiting"] is False
    assert [width for width, _ in made["webp"]] == [320, 640, 700]
    assert made["webp"][0][1].endswith(".webp")
    assert made["jpeg"][0][1].endswith(".jpg")
    assert not ReadItem.objects.filter(is_waiting=True).exists()
    assert CourseOutline.objects.get(pk=parts.course.pk).rev > rev


def test_broken_picture_stops_neither_the_task_nor_its_next_run(parts):
    image = ImageFactory()
    image.file.storage.delete(image.file.name)
    set_body(parts.first_unit, block("image", picture(image, alt_text="Um mapa")))
    write_read_rows([parts.first_unit])
    make_renditions(parts.course.pk)
    assert not ReadItem.objects.filter(is_waiting=True).exists()
    assert segments_of(parts.first_unit)[0][1]["webp"] == []


@pytest.mark.parametrize("count", [1, 3])
def test_queries_do_not_grow_with_pages(parts, count, django_assert_max_num_queries):
    units = [parts.first_unit, parts.second_unit, parts.third_unit][:count]
    for unit in units:
        set_body(
            unit,
            block("image", picture(ImageFactory(), alt_text="x")),
            block("rich_text", f'<a linktype="page" id="{parts.course.pk}">c</a>'),
        )
    with django_assert_max_num_queries(20):
        write_read_rows(units)
