import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def _english():
    """The words that the reading adds are compared as they stand in the code."""
    with translation.override("en"):
        yield
