"""Bodies drawn from segments, what the process remembers of them, and the editor's preview."""

import pytest
from django.middleware.csrf import get_token
from django.utils import translation

from learning.courses import caches
from learning.courses.responses.body import draw_body
from learning.courses.responses.pages import render_preview
from learning.desk.queries.reading import reading_context
from learning.progress.models import PrivateAnswer
from tests.factories.reading import add_item, rewrite

PICTURE = {
    "image": 1,
    "width": 1600,
    "height": 900,
    "webp": [[480, "/m/p-480.webp"], [1024, "/m/p-1024.webp"]],
    "jpeg": [[480, "/m/p-480.jpg"], [1024, "/m/p-1024.jpg"]],
    "waiting": False,
    "alt": 'O "mapa" <da> equipe',
    "caption": "Na parede",
    "credit": "Equipe",
    "licence": "CC BY 4.0",
}
VIDEO = {
    "provider": "youtube",
    "id": "abc",
    "address": "https://www.youtube.com/watch?v=abc",
    "player": "https://www.youtube-nocookie.com/embed/abc",
    "type": "",
    "title": "Uma manhã",
    "poster": None,
    "transcript": "<p>Texto</p>",
    "captions": "",
}
EVERY = [
    ["html", "<p>um</p>"],
    ["picture", PICTURE],
    ["gallery", {"title": "Dentro", "figures": [PICTURE, PICTURE]}],
    [
        "audio",
        {"address": "/m/a.mp3", "type": "audio/mpeg", "title": "Relato", "transcript": "<p>t</p>", "captions": ""},
    ],
    ["video", VIDEO],
    ["document", {"address": "/d/1", "title": "Roteiro", "description": "", "extension": "pdf", "size": 2048}],
    ["call_out", {"kind": "warning", "title": "Sigilo", "html": "<p>c</p>"}],
    ["quotation", {"text": "Chão", "source": "Milton Santos", "address": ""}],
    ["table", {"caption": "Modos", "html": "<table><tbody><tr><td>1</td></tr></tbody></table>"}],
    ["collapsible", {"summary": "Mais", "segments": [["html", "<p>dentro</p>"], ["picture", PICTURE]]}],
    ["glossary", {"term": "Território", "definition": "Chão e gente", "note": ""}],
    ["card", {"item": 3, "address": "/curso/x/3/", "title": "Outra", "text": "", "outside": False}],
    ["formula", {"html": "<math></math>", "latex": "x", "description": "xis"}],
    ["of_another_version", {"what": "ever"}],
]


def drawn(segments, **options) -> str:
    return "".join(part.html for part in draw_body(segments, **options))


def test_every_kind_of_segment_is_drawn():
    html = drawn(EVERY)
    for said in ("<p>um</p>", "Roteiro", "Sigilo", "Milton Santos", "<td>1</td>", "dentro", "Chão e gente", "xis"):
        assert said in html
    assert "ever" not in html


def test_pictures_have_sizes_two_formats_and_wait_below_the_fold():
    html = drawn([["html", ""], ["html", ""], ["picture", PICTURE]])
    assert 'type="image/webp" srcset="/m/p-480.webp 480w, /m/p-1024.webp 1024w"' in html
    assert 'src="/m/p-1024.jpg" srcset="/m/p-480.jpg 480w, /m/p-1024.jpg 1024w"' in html
    assert 'width="1600" height="900"' in html
    assert 'loading="lazy"' in html
    assert "O &quot;mapa&quot; &lt;da&gt; equipe" in html
    assert "loading" not in drawn([["picture", PICTURE]])


def test_economy_takes_the_smallest_picture():
    html = drawn([["picture", PICTURE]], economy=True)
    assert "480" in html
    assert "1024" not in html


def test_economy_shows_no_picture_of_a_video_and_starts_none():
    video = {**VIDEO, "poster": PICTURE}
    assert "<img" in drawn([["video", video]])
    quiet = drawn([["video", video]], economy=True)
    assert "<img" not in quiet
    assert "data-video-still" in quiet


def test_a_picture_without_renditions_keeps_its_place():
    html = drawn([["picture", {**PICTURE, "webp": [], "jpeg": [], "waiting": True}]])
    assert 'width="1600" height="900"' in html
    assert "<img" not in html


def test_a_video_asks_nothing_before_a_click():
    html = drawn([["video", VIDEO]])
    assert "<iframe" not in html
    assert 'data-video="https://www.youtube-nocookie.com/embed/abc"' in html
    assert 'href="https://www.youtube.com/watch?v=abc"' in html
    assert html.count("youtube-nocookie") == 1
    assert 'src="https' not in html


def test_text_is_escaped():
    hostile = "<script>alert(1)</script>"
    html = drawn(
        [
            ["quotation", {"text": hostile, "source": hostile, "address": ""}],
            ["glossary", {"term": hostile, "definition": hostile, "note": hostile}],
            ["card", {"item": None, "address": '"><script>', "title": hostile, "text": hostile, "outside": True}],
            ["collapsible", {"summary": hostile, "segments": []}],
        ]
    )
    assert "<script" not in html


def test_each_language_has_its_own_words_around_the_same_text():
    with translation.override("en"):
        english = drawn([["call_out", {"kind": "tip", "title": "", "html": "<p>x</p>"}]])
    assert "Tip" in english


@pytest.fixture
def question(parts):
    block = "7c5f3f9e-2f36-4f0a-8a0e-0d4b9f7f7d10"
    segments = [["html", "<p>a</p>"], ["think", {"block": block, "question": "Onde?", "hint": ""}]]
    page = add_item(parts.first_module, "Para pensar", segments=segments)
    rewrite(parts.course)
    return page, block


def test_the_process_remembers_nothing_of_a_person(client, student, parts, question):
    page, block = question
    PrivateAnswer.objects.create(person=student, item_id=page.pk, block_id=block, text="segredo meu")
    client.force_login(student)
    shown = client.get(f"/curso/{parts.course.slug}/{page.pk}/")
    client.get(f"/curso/{parts.course.slug}/")
    token = get_token(shown.wsgi_request)
    held = repr([cache._values for cache in caches._all])
    assert "segredo meu" in shown.content.decode()
    assert "Para pensar" in held
    for private in ("segredo meu", token, student.email, student.full_name):
        assert private not in held


def test_a_cache_is_bounded_and_never_stale():
    cache = caches.RevisionCache(size=2)
    cache.put("a", 1, "first")
    assert cache.get("a", 2) is None
    cache.put("a", 2, "second")
    assert (cache.get("a", 1), cache.get("a", 2)) == (None, "second")
    cache.put("b", 1, "b")
    cache.get("a", 2)
    cache.put("c", 1, "c")
    assert (len(cache), cache.rev("a"), cache.rev("b"), cache.rev("c")) == (2, 2, 0, 1)


def test_a_body_that_was_pushed_out_is_read_again(client, student, parts):
    address = f"/curso/{parts.course.slug}/{parts.first_unit.pk}/"
    client.force_login(student)
    client.get(address)
    context = reading_context(student, parts.course.slug, parts.first_unit.pk, body_rev=10**15)
    assert context.segments is not None
    caches.forget_everything()
    assert "o texto desta leitura" in client.get(address).content.decode()


def test_preview_shows_the_page_without_marks_and_forms(rf, editor, parts, question):
    request = rf.get("/")
    request.user, request.session = editor, {}
    page = render_preview(
        request, parts.first_unit, "unit", [*EVERY, ["think", {"block": "", "question": "Q?", "hint": ""}]]
    )
    text = page.content.decode()
    assert parts.first_unit.title in text
    assert "Q?" in text
    assert "/lida/" not in text
    assert 'class="pager' not in text
