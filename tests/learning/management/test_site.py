import pytest
from wagtail.models import Site

from learning.management.site import make_site


@pytest.mark.parametrize("times", [1, 2])
def test_make_site_gives_every_first_page_once(client, db, times):
    for _ in range(times):
        home, index = make_site("Roda da Serra", "https://roda.example.org")
    assert Site.objects.get(is_default_site=True).port == 443
    assert home.get_children().filter(slug__in=["ajuda", "privacidade"]).count() == 2
    assert index.get_parent().pk == home.pk
    for path in ("/", "/ajuda/", "/privacidade/"):
        assert client.get(path).status_code == 200


def test_no_link_of_the_foot_leads_nowhere(client, db):
    make_site("Roda", "http://testserver")
    page = client.get("/").text
    foot = page[page.index("<footer") :]
    for path in ("/ajuda/", "/privacidade/"):
        assert f'href="{path}"' in foot
