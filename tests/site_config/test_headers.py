import pytest
from django.urls import reverse

HEADER = "Content-Security-Policy"


def test_pages_take_scripts_and_styles_from_the_site_alone(client, db):
    policy = client.get(reverse("account_login"))[HEADER]
    assert "script-src 'self';" in policy + ";"
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy


@pytest.mark.parametrize("path", ["/admin/", "/django-admin/"])
def test_the_admins_have_a_policy_of_their_own(client, db, path):
    policy = client.get(path)[HEADER]
    assert "script-src 'self' 'unsafe-inline'" in policy
    assert "object-src 'none'" in policy


def test_a_page_with_the_editor_names_its_nonce(client, student, parts):
    client.force_login(student)
    page = client.get(reverse("learning:entry", args=[parts.course.slug, parts.reflection.pk]))
    nonce = page.text.split('name="csp-nonce" content="')[1].split('"')[0]
    assert f"'nonce-{nonce}'" in page[HEADER]


def test_every_answer_forbids_sniffing_and_foreign_frames(client, db):
    page = client.get("/nada/")
    assert page["X-Content-Type-Options"] == "nosniff"
    assert page["X-Frame-Options"] == "DENY"
    assert page["Referrer-Policy"] == "same-origin"
