"""An address that a page had before leads on; what never was one is not found, for one plain query."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Site

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("old", "asked"),
    [
        ("/curso-velho", "/curso-velho/"),
        ("/curso-velho", "/curso-velho/?pagina=2"),
        ("/curso-velho?pagina=2", "/curso-velho/?pagina=2"),
        ("/educação", "/educação/"),
        ("/educação", "/educação/?q=ação"),
        ("/educa%C3%A7%C3%A3o", "/educação/"),
    ],
)
@pytest.mark.parametrize("every_site", [True, False])
def test_an_old_address_leads_on(client, old, asked, every_site):
    site = None if every_site else Site.objects.get()
    Redirect.objects.create(old_path=old, redirect_link="/cursos/", is_permanent=False, site=site)
    answer = client.get(asked)
    assert (answer.status_code, answer.url) == (302, "/cursos/")


@pytest.mark.parametrize("asked", ["/nunca/", "/nunca/?pagina=2", "/nun%00ca/", "/nun%FFca/?q=%FF"])
def test_what_never_was_an_address_is_not_found(client, asked):
    Redirect.objects.create(old_path="/outro", redirect_link="/cursos/")
    with CaptureQueriesContext(connection) as asking:
        assert client.get(asked).status_code == 404
    assert sum("wagtailredirects_redirect" in query["sql"] for query in asking) == 1
