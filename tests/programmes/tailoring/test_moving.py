"""A programme's history says which days a module and a gathering had, and which they have now."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.log_actions import log

from programmes.tailoring import services
from programmes.tailoring.models import Gathering, Programme, ProgrammeModule
from tests.programmes.tailoring.pages import text_of, url

pytestmark = pytest.mark.django_db


def history(client: Client, programme: Programme) -> str:
    return text_of(client.get(url("history", programme.pk))).replace("\N{NO-BREAK SPACE}", " ")


def set_day(editor: Client, gathering: Gathering, day: str, begins: str = "09:00") -> None:
    gathering.refresh_from_db()
    module = ProgrammeModule.objects.get(pk=gathering.programme_module_id)
    form = {"token": services.token_of(module), "title_nb": "Samling 1", "title_da": "Første samling", "day": day}
    form |= {"begins": begins, "ends": "15:00", "last_day": "", "timezone": "Europe/Oslo", "video_link": ""}
    assert editor.post(url("gathering", gathering.pk), form).status_code == 302


def test_the_old_days_and_the_new(editor: Client, programme: Programme, module: ProgrammeModule) -> None:
    gathering = module.gatherings.get()
    assert url("history", programme.pk) in text_of(editor.get(url("board", programme.pk)))
    form = {
        "token": services.token_of(module),
        "weeks": 13,
        "starts_on": "2027-02-08",
        "pause_from": "",
        "pause_to": "",
    }
    assert editor.post(url("module", module.pk), form).status_code == 302
    set_day(editor, gathering, "2027-03-04", "10:00")
    set_day(editor, gathering, "2027-03-04", "10:00")
    set_day(editor, gathering, "")
    set_day(editor, gathering, "2027-04-01")
    said = [
        "Samlingen «Samling 1» ble satt til 1. april 2027, kl. 09.00–15.00.",
        "Samlingen «Samling 1» har ikke lenger noen dag. Før: 4. mars 2027, kl. 10.00–15.00.",
        "Redigert",
        "Samlingen «Samling 1» ble flyttet fra 11. mars 2027, kl. 09.00–14.30 til 4. mars 2027, kl. 10.00–15.00.",
        "Samlingen «Samling» ble flyttet fra 4. mars 2027, kl. 09.00–14.30 til 11. mars 2027, kl. 09.00–14.30.",
        f"{module.module.label} ble flyttet fra 1. februar – 2. mai 2027 til 8. februar – 9. mai 2027.",
    ]
    page = history(editor, programme)
    places = [page.find(words) for words in said]
    assert -1 not in places
    assert places == sorted(places)


def test_the_sites_history_leads_to_the_board(programme: Programme, admin_client: Client) -> None:
    log(instance=programme, action="wagtail.edit")
    log(instance=Gathering.objects.first(), action="wagtail.edit")
    page = text_of(admin_client.get(reverse("wagtailadmin_reports:site_history")))
    assert url("board", programme.pk) in page
