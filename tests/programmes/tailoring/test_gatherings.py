"""The list of all gatherings: when, where, in which programme, and who speaks."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from programmes.library.models import Speaker
from programmes.tailoring import removing
from programmes.tailoring.models import Gathering, Programme
from tests.programmes.tailoring.factories import give_speaker, make_guest, make_programme, make_template
from tests.programmes.tailoring.pages import text_of, url

pytestmark = pytest.mark.django_db
LIST = reverse("programmes:index").replace("/programmes/", "/gatherings/")


def listed(client: Client, **query: Any) -> list[Gathering]:
    return list(client.get(LIST, query).context["object_list"])


def test_each_gathering_is_told_with_what_belongs_to_it(editor: Client, programme: Programme) -> None:
    first = programme.modules.first()
    give_speaker(first, make_guest(Speaker, title="Ingvild Skarholt"))
    gathering = first.gatherings.get()
    page = text_of(editor.get(LIST))
    expected = ["4. mars 2027", str(programme), "Ingvild Skarholt", url("gathering", gathering.pk)]
    assert [words for words in expected if words not in page.replace("\N{NO-BREAK SPACE}", " ")] == []


def test_templates_and_what_was_taken_out_are_left_out(editor: Client, programme: Programme) -> None:
    removing.remove_module(programme.modules.first())
    assert {row.programme_module.programme for row in listed(editor)} == {programme}
    assert len(listed(editor)) == 3


def test_filters_narrow_the_list(editor: Client, programme: Programme) -> None:
    danish = make_programme(programme.template, country="DK")
    over, undated, *_coming = Gathering.objects.filter(programme_module__programme=programme).order_by("pk")
    then = timezone.now() - timedelta(days=9)
    Gathering.objects.filter(pk=over.pk).update(starts_at=then, ends_at=then + timedelta(hours=6))
    Gathering.objects.filter(pk=undated.pk).update(starts_at=None, ends_at=None)
    assert listed(editor, when="past") == [over]
    assert listed(editor, when="undated") == [undated]
    assert [listed(editor)[0], listed(editor)[-1]] == [over, undated]
    assert len(listed(editor, when="coming")) == 6
    assert {row.programme_module.programme for row in listed(editor, country="DK")} == {danish}
    assert {row.programme_module.programme for row in listed(editor, programme=programme.pk)} == {programme}


def test_those_who_have_nothing_to_do_with_programmes_do_not_see_it(outsider: Client, programme: Programme) -> None:
    assert outsider.get(LIST).status_code == 404


def test_those_who_may_only_look_see_it(reader: Client, programme: Programme) -> None:
    assert len(listed(reader)) == 4


@pytest.mark.parametrize("programmes", [1, 4])
def test_the_list_costs_the_same_for_any_number(
    editor: Client, programmes: int, django_assert_num_queries: Any
) -> None:
    template = make_template(modules=3)
    for _number in range(programmes):
        give_speaker(make_programme(template).modules.first(), make_guest(Speaker))
    editor.get(LIST)
    with django_assert_num_queries(13):
        editor.get(LIST)
