import gzip
import re

import pytest
from django.conf import settings
from django.template.loader import render_to_string

from site_config.errors import STATUSES

STATIC = settings.ROOT / "site_config" / "static"
TEMPLATES = settings.ROOT / "templates"


def test_the_shell_costs_no_query_beyond_the_session_with_its_person(client, stranger, django_assert_num_queries):
    client.force_login(stranger)
    with django_assert_num_queries(1):
        page = client.get("/styleguide/").content.decode()
    assert stranger.name in page
    assert 'class="places"' in page


def test_the_shell_asks_nothing_for_a_visitor(client, db, django_assert_num_queries):
    with django_assert_num_queries(0):
        page = client.get("/styleguide/").content.decode()
    assert 'href="/conta/login/"' in page
    assert 'class="places"' not in page


def test_the_foot_offers_every_language_by_its_own_name(client, db):
    page = client.get("/styleguide/").content.decode()
    foot = page[page.index('<footer class="foot"') :]
    offered = re.findall(r'<a href="/idioma/[?]para=([a-z-]+)" lang="[a-z-]+"[^>]*>([^<]+)</a>', foot)
    assert offered == settings.LANGUAGES
    assert foot.count("aria-current") == 1


def test_the_menu_follows_the_roles_in_the_session(client, stranger):
    client.force_login(stranger)
    session = client.session
    session["roles"] = ["coordinator"]
    session.save()
    assert 'href="/turmas/"' in client.get("/styleguide/").content.decode()


def test_the_person_is_called_by_the_social_name(client, stranger):
    stranger.social_name = "Dandara Reis"
    stranger.save()
    client.force_login(stranger)
    page = client.get("/styleguide/").content.decode()
    assert "Dandara Reis" in page
    assert stranger.full_name not in page


def test_signing_out_is_a_post(client, stranger):
    client.force_login(stranger)
    page = client.get("/styleguide/").content.decode()
    assert '<form action="/conta/logout/" method="post">' in page


@pytest.mark.parametrize("status", STATUSES)
def test_error_pages_need_no_database(status):
    page = render_to_string(f"{status}.html", {"status": status})
    assert page.count("<h1>") == 1
    assert str(status) in page


@pytest.mark.parametrize("name", ["login", "signup", "login/code", "password/reset"])
def test_account_pages_wear_the_face(client, db, name):
    page = client.get(f"/conta/{name}/").content.decode()
    assert 'class="masthead"' in page
    assert 'class="field' in page
    assert "button--primary" in page


def test_log_in_fields_hold_nothing_that_looks_typed(client, db):
    assert "placeholder" not in client.get("/conta/login/").text.partition("<main")[2]


def test_the_page_for_a_code_has_one_title_and_one_heading(client, stranger):
    page = client.post("/conta/login/code/", {"email": stranger.email}, follow=True).text
    assert re.findall(r"<title>\s*(.*?)\s*</title>", page, re.S) == ["Entrar\n · Roda"]
    assert "Digite o código de entrada" in page.partition("<h1")[2]


def test_each_title_ends_with_the_sites_name():
    """But for the home page, which may be named for search engines, and the frame itself."""
    titles = re.compile(r"{% block title %}.*", re.M)
    found = {title for path in TEMPLATES.rglob("*.html") for title in titles.findall(path.read_text())}
    unnamed = {title for title in found if not title.endswith(("{{ SITE_NAME }}{% endblock %}", "</title>"))}
    assert unnamed == {"{% block title %}{% firstof page.seo_title SITE_NAME %}{% endblock %}"}


def test_style_sheets_are_two_and_small():
    names = re.findall(r"css/[a-z]+[.]css", render_to_string("shell/head.html"))
    sheets = [(STATIC / name).read_bytes() for name in names]
    assert len(sheets) == 2
    assert sum(len(gzip.compress(sheet)) for sheet in sheets) < 20_000
    assert not [sheet for sheet in sheets if b"@import" in sheet]


def test_a_name_is_put_in_as_it_is_and_not_looked_at_again(client, stranger):
    stranger.full_name = "<b>Ana</b> @@csrf_token@@"
    stranger.save()
    client.force_login(stranger)
    page = client.get("/styleguide/").content.decode()
    assert "&lt;b&gt;Ana&lt;/b&gt; @@csrf_token@@" in page
    assert "<b>Ana" not in page


def test_the_top_is_each_ones_own(client, stranger, editor):
    client.force_login(stranger)
    assert stranger.name in client.get("/styleguide/").content.decode()
    client.force_login(editor)
    page = client.get("/styleguide/?a=1&b=2").content.decode()
    assert editor.name in page
    assert stranger.name not in page
    assert 'value="/styleguide/?a=1&amp;b=2"' in page


def test_the_bell_says_how_many_notices_wait(client, stranger):
    client.force_login(stranger)
    bell = r'href="/avisos/">.*?<span class="count">(\d+)</span>'
    assert re.search(bell, client.get("/styleguide/").content.decode(), re.DOTALL)[1] == "3"
    assert 'class="count"' not in client.get("/avisos/").content.decode()
