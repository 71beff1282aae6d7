"""What a case develops, on its page for visitors."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from programmes.library import taxonomy
from programmes.library.abilities import Ability
from tests.programmes.catalogue.factories import add_case
from tests.programmes.library.test_taxonomy import ability

pytestmark = pytest.mark.django_db


def test_a_cases_page_names_what_it_develops(tree: Any, client: Client, django_assert_num_queries: Any) -> None:
    ability()
    rows = add_case("Byen", slug="byen")
    addresses = ("/nb/caser/byen/", "/da/cases/byen/")
    assert "Utvikler" not in client.get(addresses[0]).content.decode()
    taxonomy.develop(rows["nb"].translation_key, ["small_trials", "strategy"])
    assert "Å prøve i det små, Strategi" in client.get(addresses[0]).content.decode()
    assert "At prøve i det små, Strategi" in client.get(addresses[1]).content.decode()
    with django_assert_num_queries(9):
        client.get(addresses[0])


def test_a_new_name_is_read_at_once(tree: Any, client: Client, admin_client: Client) -> None:
    row = ability()
    rows = add_case("Byen", slug="byen")
    taxonomy.develop(rows["nb"].translation_key, ["small_trials"])
    client.get("/nb/caser/byen/")
    sent = {"theme": "organisation", "name_nb": "Små forsøk", "name_da": "", "order": "1"}
    admin_client.post(f"/admin/abilities/edit/{row.pk}/", sent)
    assert str(Ability.objects.get().name) == "Små forsøk"
    assert "Små forsøk" in client.get("/nb/caser/byen/").content.decode()
