"""Thousands of offerings, modules, speakers and cases: the catalogue as it is measured."""

from __future__ import annotations

import random
from collections.abc import Sequence
from copy import copy
from itertools import islice
from typing import Any

from django.db import connection
from django.utils import timezone
from wagtail.models import Page

from cms.demo.builder import library
from cms.demo.builder.copies import BATCH, copy_things
from cms.demo.builder.plan import Plan, content, key
from programmes.catalogue import search
from programmes.catalogue.models import OfferingPage, OverviewPage
from programmes.library.models import IndustryCase, Module, Speaker, Thing

OFFERINGS, CASES, MODULES, SPEAKERS = 5000, 5000, 500, 500
MONTHS = (3, 6, 9, 12, 18)


def build(plan: Plan) -> None:
    """Fill the lists of the catalogue, the same number in every language."""
    given = {"consent_given_on": plan.today}
    modules = copy_things(Module, content("modules")["modules"], library.module_fields, MODULES, {})
    speakers = copy_things(Speaker, content("speakers")["speakers"], library.speaker_fields, SPEAKERS, given)
    cases = copy_things(IndustryCase, content("cases")["cases"], library.case_fields, CASES, given)
    _offerings(plan.dice("offerings"), {"modules": modules, "speakers": speakers, "cases": cases})


def _offerings(dice: random.Random, things: dict[str, list[Thing]]) -> None:
    """Copies of the offerings below each overview. All languages get the same months and things."""
    chosen = [
        {"modules": dice.sample(things["modules"], 4), "speakers": dice.sample(things["speakers"], 2),
         "cases": dice.sample(things["cases"], 3)}
        for _number in range(OFFERINGS)
    ]  # fmt: skip
    months = [dice.choice(MONTHS) for _number in range(OFFERINGS)]
    for overview in OverviewPage.objects.select_related("locale"):
        originals = list(OfferingPage.objects.child_of(overview).order_by("path"))
        pages = [
            _copy(originals[number % len(originals)], overview, number, months[number]) for number in range(OFFERINGS)
        ]
        _insert(pages, overview)
        for name, field in ((name, OfferingPage._meta.get_field(name)) for name in things):
            _join(field.remote_field.through, pages, [wanted[name] for wanted in chosen])


def _copy(original: OfferingPage, overview: OverviewPage, number: int, months: int) -> OfferingPage:
    page = copy(original)
    page.pk = page.id = None
    page.title = page.draft_title = f"{original.title} {number}"
    page.slug = f"{original.slug}-{number}"
    page.url_path = f"{overview.url_path}{page.slug}/"
    page.path = OfferingPage._get_path(overview.path, overview.depth + 1, overview.numchild + number + 1)
    page.translation_key = key("copy", "offering", number)
    page.latest_revision = page.live_revision = None
    page.first_published_at = page.last_published_at = timezone.now()
    page.months = months
    page.search_text = f"{search.text([str(number)])} {original.search_text}"
    return page


def _insert(pages: Sequence[OfferingPage], overview: OverviewPage) -> None:
    """Django has no bulk insert for a model that extends another one: the general rows first, then their own."""
    names = [field.attname for field in Page._meta.concrete_fields]
    for start in range(0, len(pages), BATCH):
        batch = pages[start : start + BATCH]
        general = Page.objects.bulk_create(Page(**{name: getattr(page, name) for name in names}) for page in batch)
        for page, row in zip(batch, general, strict=True):
            page.pk = page.page_ptr_id = page.id = row.pk
    _insert_own(pages)
    Page.objects.filter(pk=overview.pk).update(numchild=overview.numchild + len(pages))


def _insert_own(pages: Sequence[OfferingPage]) -> None:
    fields = OfferingPage._meta.local_concrete_fields
    quoted = ", ".join(connection.ops.quote_name(field.column) for field in fields)
    places = ", ".join(["%s"] * len(fields))
    statement = f"INSERT INTO {connection.ops.quote_name(OfferingPage._meta.db_table)} ({quoted}) VALUES ({places})"
    rows = ([field.get_db_prep_save(field.pre_save(page, True), connection) for field in fields] for page in pages)
    with connection.cursor() as cursor:
        while batch := list(islice(rows, BATCH)):
            cursor.executemany(statement, batch)


def _join(through: Any, pages: Sequence[OfferingPage], things: Sequence[Sequence[Thing]]) -> None:
    through.objects.bulk_create(
        (
            through(offeringpage_id=page.pk, thing_id=thing.pk)
            for page, held in zip(pages, things, strict=True)
            for thing in held
        ),
        batch_size=BATCH * 4,
    )
