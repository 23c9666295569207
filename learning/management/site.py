"""The site's first pages, made once: for a new server and for the demo."""

from pathlib import Path
from urllib.parse import urlsplit

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Page, Site

from home.pages.models import HomePage, StandardPage
from learning.courses.models import CourseIndexPage

TEXTS = Path(__file__).resolve().parent / "first_pages"
# What the foot of every page leads to; editors change them as any other page.
FIRST_PAGES = (("ajuda", "Ajuda"), ("privacidade", "Privacidade"))


@transaction.atomic
def make_site(name: str, address: str) -> tuple[HomePage, CourseIndexPage]:
    """Returns front page and course catalogue, made where they are missing, with the site named and addressed.

    `address` is the public one ("https://roda.example.org"). Wagtail's own welcome page goes.
    """
    home = HomePage.objects.first() or _make_home(name)
    place = urlsplit(address)
    port = place.port or (443 if place.scheme == "https" else 80)
    Site.objects.update_or_create(
        is_default_site=True,
        defaults={"hostname": place.hostname, "port": port, "site_name": name, "root_page": home},
    )
    Page.objects.filter(depth=2, slug="home").exclude(pk=home.pk).delete()
    for slug, title in FIRST_PAGES:
        if not home.get_children().filter(slug=slug).exists():
            _make_text(home, slug, title)
    return home, CourseIndexPage.objects.first() or _make_index(home)


def _make_home(name: str) -> HomePage:
    home = HomePage(title=name, slug="inicio", draft_title=name)
    Page.get_first_root_node().add_child(instance=home)
    return home


def _make_index(home: HomePage) -> CourseIndexPage:
    index = CourseIndexPage(title=_("Courses"), slug="cursos")
    home.add_child(instance=index)
    return index


def _make_text(home: HomePage, slug: str, title: str) -> None:
    page = StandardPage(title=title, slug=slug, body=(TEXTS / f"{slug}.html").read_text())
    home.add_child(instance=page)
    page.save_revision()
