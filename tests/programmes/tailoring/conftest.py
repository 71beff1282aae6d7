"""A programme, its first module, and an item of it."""

from __future__ import annotations

import pytest

from programmes.library.vocabulary import Phase
from programmes.tailoring.models import Programme, ProgrammeItem, ProgrammeModule
from tests.programmes.tailoring.factories import make_programme


@pytest.fixture
def programme(locales: object) -> Programme:
    return make_programme()


@pytest.fixture
def module(programme: Programme) -> ProgrammeModule:
    return programme.modules.first()


@pytest.fixture
def item(module: ProgrammeModule) -> ProgrammeItem:
    return module.items.filter(phase=Phase.PREPARATION).first()
