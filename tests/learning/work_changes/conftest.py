import datetime

import pytest
from django.utils import timezone

from tests.factories.work_changes import WorkChangeFactory


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def change(enrolment):
    """The student's, tried out for fifty days."""
    return WorkChangeFactory(enrolment=enrolment, title="Conversa com quem chega")


@pytest.fixture
def ago(today):
    """`ago(days)` is the day so many days before today."""
    return lambda days: today - datetime.timedelta(days=days)
