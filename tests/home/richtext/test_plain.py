import pytest
from hypothesis import given
from hypothesis import strategies as st

from home.richtext import clean_html, count_words, from_plain_text, plain_text
from home.richtext.plain import keep_formatting, readable_text

FORMATTED = (
    "<h2>Visita</h2><p>Fomos <strong>todos</strong><br>juntos.</p><ul><li>um</li><li>dois</li></ul>"
    '<p>Veja <a href="https://a.br/?x=1&amp;y=2" rel="nofollow noopener noreferrer">o guia</a>.</p>'
    "<blockquote>dito</blockquote><ol><li>a</li><li>b</li></ol>"
)


def test_plain_text_has_the_words_alone():
    assert plain_text(FORMATTED) == "Visita\n\nFomos todos\njuntos.\n\num\ndois\n\nVeja o guia.\n\ndito\n\na\nb"


def test_readable_text_shows_items_and_addresses():
    assert "- um\n- dois" in readable_text(FORMATTED)
    assert "1. a\n2. b" in readable_text(FORMATTED)
    assert "Veja o guia (https://a.br/?x=1&y=2)." in readable_text(FORMATTED)


def test_plain_text_gives_signs_back():
    assert plain_text("<p>1 &lt; 2 &amp; 3</p>") == "1 < 2 & 3"


@pytest.mark.parametrize(
    ("html", "words"),
    [("", 0), ("<p>Um dia na unidade.</p>", 4), ("<p>pré-natal</p><ul><li>d'água</li><li>2,5</li></ul>", 4)],
)
def test_count_words(html, words):
    assert count_words(html) == words


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("um\r\ndois\r\n\r\n \r\ntrês", "<p>um<br>dois</p><p>três</p>"),
        ("1 < 2 & <b>", "<p>1 &lt; 2 &amp; &lt;b&gt;</p>"),
        ("- a\n- b", "<ul><li>a</li><li>b</li></ul>"),
        ("1. a\n2. b", "<ol><li>a</li><li>b</li></ol>"),
        ("- a\nb", "<p>- a<br>b</p>"),
        ("  \n\n ", ""),
    ],
)
def test_from_plain_text(text, html):
    assert from_plain_text(text) == html


@given(st.text())
def test_typed_words_come_back_as_they_were_typed(text):
    html = clean_html(from_plain_text(text))
    assert readable_text(clean_html(keep_formatting(readable_text(html), html))) == readable_text(html)


def test_keep_formatting_of_an_untouched_text_is_the_text():
    assert keep_formatting(readable_text(FORMATTED), FORMATTED) == FORMATTED


def test_keep_formatting_loses_only_the_block_that_was_changed():
    changed = readable_text(FORMATTED).replace("Fomos todos", "Fomos quase todos") + "\n\nFim."
    html = keep_formatting(changed, FORMATTED)
    assert html == FORMATTED.replace("Fomos <strong>todos</strong>", "Fomos quase todos") + "<p>Fim.</p>"


def test_keep_formatting_takes_nothing_from_an_original_that_is_gone():
    assert keep_formatting("Novo", FORMATTED) == "<p>Novo</p>"
