"""Parts refuse what they do not know before anybody sees the page."""

import pytest
from django.template import Context, Template, TemplateSyntaxError
from django.utils.translation import override

from home.parts import WrongProp


def draw(source: str, **context) -> str:
    return Template("{% load i18n parts %}" + source).render(Context(context))


@pytest.mark.parametrize(
    ("source", "complaint"),
    [
        ('{% part "buton" label="Send" %}', "no part"),
        ('{% part "button" %}', "label must be given"),
        ('{% part "button" label="" %}', "label is empty"),
        ('{% part "button" label="Send" colour="red" %}', "there is no 'colour'"),
        ('{% part "button" label="Send" kind="loud" %}', "kind is 'loud'"),
        ('{% part "button" label="Send" primary %}', "is no prop=value"),
        ('{% part "progress" label="2 of 6" percent="62" %}', "which is no number"),
        ('{% part "notice" title="Saved" %}', "one of text, body, form"),
        ('{% part "table" caption="Who waits" %}', "needs a body"),
        ('{% wrap "pill" label="Accepted" %}x{% endwrap %}', "has no body"),
    ],
)
def test_a_wrong_prop_is_refused_when_the_template_is_compiled(source, complaint):
    with pytest.raises(TemplateSyntaxError, match=complaint):
        draw(source)


@pytest.mark.parametrize(("kind", "label"), [("loud", "Send"), ("quiet", ""), ("quiet", None)])
def test_a_wrong_value_of_the_page_is_refused_in_development(kind, label):
    with pytest.raises(WrongProp, match="button"):
        draw('{% part "button" label=label kind=kind %}', label=label, kind=kind)


def test_a_reader_is_not_shown_an_error_for_it(settings):
    settings.CHECK_PARTS = False
    assert "button--loud" in draw('{% part "button" label="Send" kind=kind %}', kind="loud")


def test_a_part_sees_its_props_and_nothing_else_of_the_page():
    assert "href" not in draw('{% part "button" label="Send" %}', href="/elsewhere/", kind="danger")
    assert "button--primary" in draw('{% part "button" label="Send" %}', kind="danger")


def test_a_part_leaves_nothing_behind():
    assert draw('{% part "pill" label="New" %}{{ label }}').endswith("</span>\n")


def test_values_of_the_page_are_escaped_and_the_body_is_drawn_where_it_stands():
    html = draw('{% wrap "card" title=title %}{{ outside }}{% endwrap %}', title="<b>", outside="A & B")
    assert "&lt;b&gt;" in html
    assert "A &amp; B" in html


def test_a_skeleton_may_hold_marks_in_place_of_values():
    assert "pill--@@tone@@" in draw('{% part "pill" label="New" tone=tone %}', tone="@@tone@@")


def test_words_of_a_part_follow_the_reader():
    source = Template('{% load parts %}{% part "button" label=_("Courses") %}')
    with override("en"):
        assert "Courses" in source.render(Context())
    with override("pt-br"):
        assert "Cursos" in source.render(Context())
