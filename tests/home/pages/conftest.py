import json

import pytest
from django.contrib.auth.models import Group

from learning.courses.models import UnitPage
from tests.conftest import make_person
from tests.factories.courses import ImageFactory, block, picture


@pytest.fixture
def moderator(db):
    """Publishes what editors submit."""
    person = make_person("moderator")
    person.groups.add(Group.objects.get(name="Moderadores"))
    return person


@pytest.fixture
def admin_of(client):
    """Logs a person in to Wagtail's admin."""

    def log_in(person):
        client.force_login(person)
        return client

    return log_in


@pytest.fixture
def complete_unit(parts):
    return with_body(parts.first_unit, block("rich_text", "<p>Tudo certo.</p>"))


@pytest.fixture
def incomplete_unit(parts):
    """Its draft has a picture without a description."""
    return with_body(parts.second_unit, block("image", picture(ImageFactory())))


def with_body(unit: UnitPage, *blocks: dict) -> UnitPage:
    """Saves a draft with this body; what is live stays as it was."""
    unit = UnitPage.objects.get(pk=unit.pk)
    unit.body = json.dumps(blocks)
    unit.save_revision()
    return UnitPage.objects.get(pk=unit.pk)
