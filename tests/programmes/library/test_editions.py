"""Things are one in all languages; editions never change; readers get their own language or are told."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from programmes.library import services
from programmes.library.models import Edition, EditionText, Immutable, LearningElement, Speaker, Thing
from programmes.library.querysets import public
from programmes.library.vocabulary import EditionKind
from tests.programmes.library.factories import make_element, make_speaker, thing_of

pytestmark = pytest.mark.django_db


def publish(row, **changes):
    for name, value in changes.items():
        setattr(row, name, value)
    row.save_revision().publish()
    row.refresh_from_db()


def test_both_languages_are_one_thing_and_one_edition() -> None:
    rows = make_element({"nb": "Én familie", "da": "Én familie på dansk"})
    thing = thing_of(rows)
    assert Thing.objects.count() == 1
    assert thing.label == "Én familie"
    assert str(thing.current_edition) == "1"
    assert set(thing.current_edition.texts.values_list("language", flat=True)) == {"nb", "da"}


def test_publishing_without_a_change_makes_no_edition() -> None:
    rows = make_element()
    publish(rows["nb"])
    assert thing_of(rows).editions.count() == 1


def test_a_correction_keeps_the_number_and_the_other_languages() -> None:
    rows = make_element({"nb": "Film", "da": "Film på dansk"})
    publish(rows["nb"], lead="Rettet", publish_as=EditionKind.CORRECTION, publish_note="Skrivefeil")
    edition = thing_of(rows).current_edition
    assert (edition.number, edition.correction, edition.note) == (1, 1, "Skrivefeil")
    assert set(edition.texts.values_list("language", flat=True)) == {"nb", "da"}


def test_a_new_edition_gets_a_number_and_waits_for_its_danish_text() -> None:
    rows = make_element({"nb": "Film", "da": "Film på dansk"})
    publish(rows["nb"], title="Ny film", publish_as=EditionKind.NEW)
    edition = thing_of(rows).current_edition
    danish = services.contents([edition], "da")[edition.pk]
    assert (edition.number, danish.title, danish.language, danish.fallback) == (2, "Ny film", "nb", True)
    publish(rows["da"], title="Ny film på dansk", publish_as=EditionKind.NEW)
    same = thing_of(rows).current_edition
    danish = services.contents([same], "da")[same.pk]
    assert (same.pk, danish.title, danish.fallback) == (edition.pk, "Ny film på dansk", False)


def test_a_draft_reaches_nobody() -> None:
    rows = make_element({"nb": "Film"})
    rows["nb"].title = "Utkast"
    rows["nb"].save_revision()
    edition = thing_of(rows).current_edition
    assert services.contents([edition], "nb")[edition.pk].title == "Film"


def test_editions_cannot_be_changed() -> None:
    edition = thing_of(make_element()).current_edition
    with pytest.raises(Immutable):
        edition.save()
    with pytest.raises(Immutable):
        Edition.objects.filter(pk=edition.pk).update(note="x")
    with pytest.raises(Immutable):
        edition.texts.get(language="nb").save()


def test_the_database_refuses_two_editions_with_one_number() -> None:
    thing = thing_of(make_element())
    with pytest.raises(IntegrityError), transaction.atomic():
        Edition.objects.create(thing=thing, number=1, correction=0, kind=EditionKind.NEW)


def test_facts_are_the_same_in_all_languages() -> None:
    rows = make_element(minutes=14)
    publish(rows["da"], minutes=20)
    assert set(LearningElement.objects.values_list("minutes", flat=True)) == {20}
    assert thing_of(rows).current_edition.facts["minutes"] == 20


def test_content_of_many_editions_is_one_query(django_assert_num_queries) -> None:
    editions = [thing_of(make_element()).current_edition for _n in range(5)]
    with django_assert_num_queries(1):
        found = services.contents(editions, "da", whole=True)
    assert len(found) == 5


def test_a_stream_is_read_from_the_edition_not_from_the_live_row() -> None:
    rows = make_element({"nb": "Film"}, body=[("text", "<p>Første utgave</p>")])
    old = thing_of(rows).current_edition
    publish(rows["nb"], body=[("text", "<p>Andre utgave</p>")], publish_as=EditionKind.NEW)
    shown = services.contents([old], "nb", whole=True)[old.pk].stream("body")
    assert "Første utgave" in shown.render_as_block()


def test_languages_of_an_edition_are_stored_once() -> None:
    edition = thing_of(make_element()).current_edition
    with pytest.raises(IntegrityError), transaction.atomic():
        EditionText.objects.create(edition=edition, language="nb", title="x")


@pytest.mark.parametrize(
    ("consent", "shown"),
    [
        ({"consent_given_on": "2026-01-01"}, 1),
        ({"consent_given_on": None}, 0),
        ({"consent_given_on": "2026-01-01", "consent_expires_on": "2026-02-01"}, 0),
    ],
)
def test_only_those_who_agreed_are_shown(consent: dict[str, str | None], shown: int) -> None:
    make_speaker("Ingvild", **consent)
    assert public(Speaker).filter(locale__language_code="nb").count() == shown


def test_addresses_are_free_and_readable() -> None:
    first, second = make_element({"nb": "Åpen sak"}), make_element({"nb": "Åpen sak"})
    assert (first["nb"].slug, second["nb"].slug) == ("apen-sak", "apen-sak-2")
