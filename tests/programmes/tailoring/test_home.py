"""The front page of the admin: what needs somebody today."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cms.accounts.models import User
from programmes.catalogue.models import Enquiry
from programmes.tailoring.models import Gathering, Programme
from tests.programmes.conftest import staff
from tests.programmes.tailoring.factories import make_programme, make_template
from tests.programmes.tailoring.pages import text_of, url
from tests.programmes.tailoring.wizard import Wizard

pytestmark = pytest.mark.django_db
HOME = "wagtailadmin_home"


def front_page(client: Client) -> str:
    return text_of(client.get(reverse(HOME))).replace("\N{NO-BREAK SPACE}", " ")


def me() -> User:
    return User.objects.get(email="editor@example.com")


def test_my_programmes_come_before_others(editor: Client) -> None:
    template = make_template(modules=1)
    make_programme(template, title={"nb": "Mitt løft"}, course_leader=me())
    make_programme(template, title={"nb": "Andres løft"})
    page = front_page(editor)
    assert "Mine programmer" in page
    assert "Mitt løft" in page
    assert "Andres løft" not in page


def test_who_leads_none_sees_those_under_way(editor: Client) -> None:
    programme = make_programme(title={"nb": "Andres løft"})
    Programme.objects.filter(pk=make_programme(title={"nb": "Gammelt løft"}).pk).update(status="completed")
    page = front_page(editor)
    assert "Andres løft" in page
    assert url("board", programme.pk) in page
    assert "Gammelt løft" not in page


def test_stops_and_next_gatherings(editor: Client) -> None:
    programme = make_programme(make_template(modules=2), starts_on=timezone.localdate())
    first, second = Gathering.objects.filter(programme_module__programme=programme)
    second.starts_at = second.ends_at = None
    second.save()
    page = front_page(editor)
    assert "2 stopp" in page  # no date, no leader group
    assert url("gathering", first.pk) in page
    assert url("gathering", second.pk) not in page
    first.starts_at, first.ends_at = timezone.now() - timedelta(days=2), timezone.now() - timedelta(days=1)
    first.save()
    assert "Ingen samling er planlagt" in front_page(editor)


def test_new_enquiries_are_for_those_who_answer_them(editor: Client) -> None:
    Enquiry.objects.create(name="A", email="a@example.org", organisation="B", language="nb")
    assert "ny forespørsel" not in front_page(editor)
    editor.force_login(staff("sales@example.org", "add_programme", "view_enquiry", "change_enquiry"))
    assert "1 ny forespørsel" in front_page(editor)


def test_a_new_programme_is_a_click_away(editor: Client) -> None:
    template = make_template(modules=1)
    wizard = Wizard(editor)
    wizard.start(template)
    wizard.client_page()
    page = front_page(editor)
    assert f"{url('add')}?template={template.pk}" in page
    assert "Fortsett på Tareholmen kommune" in page


def test_readers_get_no_ways_to_make_programmes(reader: Client) -> None:
    make_template(modules=1)
    assert url("add") not in front_page(reader).split('id="today-heading"')[1].split("</section>")[0]


def test_others_have_nothing_of_it(outsider: Client) -> None:
    make_programme()
    assert "today-heading" not in front_page(outsider)


@pytest.mark.parametrize(("programmes", "items"), [(1, 3), (6, 30)])
def test_the_front_page_costs_the_same_for_any_number(
    editor: Client, programmes: int, items: int, django_assert_num_queries: Any
) -> None:
    template = make_template(items_per_module=items)
    for _number in range(programmes):
        make_programme(template, starts_on=timezone.localdate())
    editor.get(reverse(HOME))
    with django_assert_num_queries(24):
        editor.get(reverse(HOME))
