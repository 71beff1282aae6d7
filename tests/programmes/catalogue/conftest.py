import pytest

from tests.programmes.catalogue.factories import Tree, add_site


@pytest.fixture
def tree(locales: dict) -> Tree:
    """A small public site in both languages."""
    return add_site()
