"""How the site shows itself outside its own pages: on a home screen, in a tab, in a message that links to it."""

import re

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.urls import reverse
from PIL import Image

from home.pages.models import HomePage

META = re.compile(r'<meta (?:name|property)="([^"]+)" content="([^"]*)">')


def picture(name: str) -> Image.Image:
    with Image.open(finders.find(name)) as image:
        return image.convert("RGBA")


def test_the_manifest_speaks_the_language_that_is_asked_for(client):
    names = {
        language: client.get(reverse("manifest"), {"lingua": language}).json()["name"]
        for language in ("pt-br", "en", "es", "xx")
    }
    assert names["pt-br"] == names["xx"] == "Roda: aprender no trabalho"
    assert names["en"] == "Roda: learning at work"
    assert names["es"] == "Roda: aprender en el trabajo"


def test_the_manifest_names_icons_of_the_sizes_that_they_have(client):
    answer = client.get(reverse("manifest"))
    assert answer["Content-Type"] == "application/manifest+json"
    assert {(icon["sizes"], icon.get("purpose")) for icon in answer.json()["icons"]} == {
        ("any", None), ("192x192", "any"), ("192x192", "maskable"), ("512x512", "any"), ("512x512", "maskable"),
    }  # fmt: skip
    for icon in answer.json()["icons"]:
        assert icon["src"].startswith("/static/img/")
    for size in (32, 180, 192, 512):
        assert picture(f"img/icon-{size}.png").size == (size, size)


@pytest.mark.parametrize("size", [192, 512])
def test_a_maskable_icon_keeps_to_the_circle_that_no_phone_cuts_off(size):
    icon = picture(f"img/icon-{size}.png")
    ground, safe = icon.getpixel((0, 0)), 0.4 * size
    for x in range(size):
        for y in range(size):
            if (x - size / 2) ** 2 + (y - size / 2) ** 2 > safe**2:
                assert icon.getpixel((x, y)) == ground


def test_every_page_names_icons_and_manifest(client, db):
    html = client.get(reverse("learning:catalogue")).text
    assert '<link rel="manifest" href="/manifest.webmanifest?lingua=pt-br">' in html
    for name in ("img/icon-32.png", "img/mark.svg", "img/icon-180.png"):
        assert f"/static/{name}" in html


def test_the_social_picture_is_of_the_usual_size_and_light():
    assert picture("img/social.png").size == (1200, 630)
    assert settings.ROOT.joinpath("site_config/static/img/social.png").stat().st_size < 100_000


def test_public_pages_say_how_a_link_to_them_looks(client, parts):
    for address in (HomePage.objects.get().url, reverse("learning:catalogue")):
        facts = dict(META.findall(client.get(address).text))
        assert facts["og:url"] == settings.SITE_URL.rstrip("/") + address
        assert facts["og:image"] == settings.SITE_URL.rstrip("/") + "/static/img/social.png"
        assert facts["og:title"]
        assert facts["description"] == facts["og:description"] != ""


def test_a_course_is_shown_by_its_own_title_and_search_text(client, parts):
    parts.course.search_description = "Para quem cuida de quem mora perto."
    parts.course.save_revision().publish()
    facts = dict(META.findall(client.get(reverse("learning:course", args=[parts.course.slug])).text))
    assert facts["og:title"] == parts.course.title
    assert facts["og:description"] == facts["description"] == "Para quem cuida de quem mora perto."
