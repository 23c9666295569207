import pytest

from site_config.places import find_current, find_places


@pytest.mark.parametrize(
    ("roles", "names"),
    [
        ((), ["home", "courses", "talk", "portfolio", "changes"]),
        (("student",), ["home", "courses", "talk", "portfolio", "changes"]),
        (("tutor",), ["home", "review", "talk", "courses", "changes"]),
        (("coordinator",), ["home", "offerings", "talk", "courses", "changes"]),
        (("tutor", "coordinator"), ["home", "review", "offerings", "talk", "courses", "changes"]),
        (("student", "tutor"), ["home", "review", "talk", "courses", "portfolio", "changes"]),
        (("editor",), ["home", "courses", "talk", "portfolio", "changes"]),
    ],
)
def test_find_places_gives_each_role_its_four_first(roles, names):
    assert [place.name for place in find_places(roles)] == names


@pytest.mark.parametrize(
    ("path", "name"),
    [("/inicio/", "home"), ("/curso/cuidado/12/", "courses"), ("/conversas/t/3/", "talk"), ("/conta/login/", "")],
)
def test_find_current_knows_where_a_path_lies(path, name):
    assert find_current(path) == name
