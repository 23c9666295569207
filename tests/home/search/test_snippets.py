from home.search import snippet


def test_a_snippet_is_cut_at_words_around_what_was_found():
    text = snippet("palavra " * 30 + "as reuniões da equipe " + "depois " * 40, ["reuniao"])
    assert "reuniões" in text
    assert text.startswith("… palavra")
    assert text.endswith("depois …")
    assert len(text) < 180


def test_a_snippet_of_nothing_is_nothing():
    assert snippet("", ["x"]) == ""
