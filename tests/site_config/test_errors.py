import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import OperationalError
from django.test import RequestFactory

from home.accounts.responses import csrf_failure
from site_config import errors


@pytest.mark.parametrize("status", errors.STATUSES)
def test_error_pages_need_nothing(status):
    """No database (the test has none), no user, no request: they are shown when those fail."""
    page = errors.error_page(None, status)
    assert page.status_code == status
    assert settings.SITE_NAME in page.text
    assert 'lang="pt-br"' in page.text


@pytest.mark.parametrize(
    ("handler", "status"),
    [
        (lambda r: errors.bad_request(r, SuspiciousOperation()), 400),
        (lambda r: errors.permission_denied(r, PermissionDenied()), 403),
        (lambda r: errors.page_not_found(r, Exception()), 404),
        (errors.server_error, 500),
        (csrf_failure, 403),
    ],
)
def test_handlers_answer_with_their_page(handler, status):
    assert handler(RequestFactory().get("/")).status_code == status


def test_an_unknown_address_has_the_sites_face(client, db):
    answer = client.get("/nada-aqui/")
    assert answer.status_code == 404
    assert settings.SITE_NAME in answer.text


def test_a_database_that_is_away_is_said_and_asked_again():
    try:
        raise OperationalError("server closed the connection")
    except OperationalError:
        answer = errors.server_error(RequestFactory().get("/"))
    assert (answer.status_code, answer["Retry-After"]) == (503, "5")
