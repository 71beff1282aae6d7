"""Each check finds what it is for, in a programme that is otherwise in order."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from wagtail.models import Locale

from localisation import languages
from programmes.library.models import IndustryCase, LearningElement, Speaker, Thing
from programmes.library.vocabulary import Phase
from programmes.tailoring import checks
from programmes.tailoring.models import Gathering, Programme, ProgrammeModule
from programmes.tailoring.plan import plan_of
from programmes.tailoring.speakers import booking
from tests.growth import many
from tests.programmes.tailoring.factories import (
    STARTS_ON,
    give_speaker,
    make_guest,
    make_programme,
    make_template,
    publish,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("locales")]
TODAY = date(2027, 1, 15)
OSLO = ZoneInfo("Europe/Oslo")


def found(programme: Programme) -> dict[str, list[checks.Finding]]:
    by_id: dict[str, list[checks.Finding]] = {}
    for finding in checks.run(plan_of(programme, languages.current(), TODAY)):
        by_id.setdefault(finding.check, []).append(finding)
    return by_id


def test_a_programme_in_order_has_nothing_to_mend_here(programme: Programme) -> None:
    own = {check.id for check in checks._checks if type(check).__module__.startswith(checks.__name__)}
    assert own & set(found(programme)) == set()


def test_module_without_items(programme: Programme, module: ProgrammeModule) -> None:
    module.items.all().delete()
    [finding] = found(programme)["module-without-items"]
    assert finding.severity is checks.Severity.STOP
    assert str(module.pk) in finding.url


def test_gathering_without_date(programme: Programme, module: ProgrammeModule) -> None:
    module.gatherings.update(starts_at=None, ends_at=None)
    [finding] = found(programme)["gathering-without-date"]
    assert finding.severity is checks.Severity.STOP
    assert finding.url.endswith(f"gatherings/{module.gatherings.get().pk}/")


def test_items_of_a_gathering_need_one(programme: Programme, module: ProgrammeModule) -> None:
    module.gatherings.all().delete()
    assert len(found(programme)["gathering-without-date"]) == 1


def test_a_template_needs_no_dates() -> None:
    template = make_template()
    assert "gathering-without-date" not in found(template)
    assert "no-after-work" not in found(template)
    assert "after-work-without-deadline" not in found(template)


@pytest.mark.parametrize(
    ("expires", "check"),
    [
        (date(2027, 1, 14), "consent-expired"),
        (TODAY, "consent-expires-too-soon"),
        (date(2027, 3, 3), "consent-expires-too-soon"),
        (date(2027, 3, 4), ""),
    ],
)
def test_consent_must_last_until_the_gathering(
    programme: Programme, module: ProgrammeModule, expires: date, check: str
) -> None:
    item = give_speaker(module, make_guest(Speaker, consent_given_on=date(2026, 1, 1), consent_expires_on=expires))
    findings = [finding for name, there in found(programme).items() if name.startswith("consent") for finding in there]
    assert [(finding.check, finding.item) for finding in findings] == ([(check, item.uuid)] if check else [])
    assert all((finding.severity is checks.Severity.STOP) == (check == "consent-expired") for finding in findings)


def test_a_cases_consent_counts_too(programme: Programme, module: ProgrammeModule) -> None:
    case = make_guest(IndustryCase, consent_given_on=date(2026, 1, 1), consent_expires_on=date(2026, 12, 31))
    item = module.items.first()
    publish(item.thing, 2, case=str(case.pk))
    [finding] = found(programme)["consent-expired"]
    assert finding.item == item.uuid


def test_no_after_work(programme: Programme, module: ProgrammeModule) -> None:
    module.items.filter(phase=Phase.AFTER_WORK).delete()
    [finding] = found(programme)["no-after-work"]
    assert finding.severity is checks.Severity.WARNING


def test_after_work_without_deadline(programme: Programme, module: ProgrammeModule) -> None:
    module.items.filter(phase=Phase.AFTER_WORK).update(due_on=None)
    assert len(found(programme)["after-work-without-deadline"]) == 1


def test_item_missing_in_the_programmes_language(programme: Programme, module: ProgrammeModule) -> None:
    item = module.items.first()
    publish(item.thing, 2, languages=("da",))
    [finding] = found(programme)["not-in-the-language"]
    assert item.thing.label in finding.message


def test_each_language_of_the_programme_is_asked_for() -> None:
    # The template's elements are Norwegian only.
    assert len(found(make_programme(languages=["nb", "da"]))["not-in-the-language"]) == 4


def test_video_without_captions(programme: Programme, module: ProgrammeModule) -> None:
    item = module.items.first()
    publish(item.thing, 2, captions=[])
    [finding] = found(programme)["captions-missing"]
    assert finding.item == item.uuid


def test_captions_of_ours_are_captions(programme: Programme, module: ProgrammeModule) -> None:
    item = module.items.first()
    edition = publish(item.thing, 2, captions=[])
    edition.texts.filter(language="da").update(captioned=True)
    assert "captions-missing" not in found(programme)


def test_other_kinds_need_no_captions(programme: Programme, module: ProgrammeModule) -> None:
    publish(module.items.first().thing, 2, captions=[], kind="literature")
    assert "captions-missing" not in found(programme)


def move_gathering(module: ProgrammeModule, day: date, days: int = 1) -> Gathering:
    gathering = module.gatherings.get()
    gathering.starts_at = datetime(day.year, day.month, day.day, 9, tzinfo=OSLO)
    gathering.ends_at = gathering.starts_at + timedelta(days=days - 1, hours=6)
    gathering.save()
    return gathering


@pytest.mark.parametrize(
    ("day", "warned"),
    [(date(2028, 5, 17), True), (date(2027, 7, 8), True), (date(2029, 6, 5), False), (date(2027, 3, 4), False)],
)
def test_gathering_on_a_holiday_of_the_clients_country(
    programme: Programme, module: ProgrammeModule, day: date, warned: bool
) -> None:
    move_gathering(module, day)
    assert ("gathering-on-holiday" in found(programme)) is warned


def test_holidays_of_both_countries_count_when_participants_speak_both_languages() -> None:
    programme = make_programme(languages=["nb", "da"])
    move_gathering(programme.modules.first(), date(2029, 6, 5))
    assert "Danmark" in found(programme)["gathering-on-holiday"][0].message


def test_every_day_of_a_gathering_counts(programme: Programme, module: ProgrammeModule) -> None:
    move_gathering(module, date(2028, 5, 16), days=2)
    assert len(found(programme)["gathering-on-holiday"]) == 1


def test_speaker_at_two_gatherings_on_a_day(programme: Programme, module: ProgrammeModule) -> None:
    speaker = make_guest(Speaker)
    other = make_programme(title={"nb": "Strandby 2027"}, starts_on=STARTS_ON)
    give_speaker(module, speaker)
    give_speaker(other.modules.first(), speaker)
    [finding] = found(programme)["speaker-booked-twice"]
    assert "Strandby 2027" in finding.message


def test_a_speaker_may_speak_twice_at_one_gathering(programme: Programme, module: ProgrammeModule) -> None:
    speaker = make_guest(Speaker)
    give_speaker(module, speaker)
    publish(module.items.filter(phase=Phase.PREPARATION).first().thing, 2, speaker=str(speaker.pk))
    assert "speaker-booked-twice" not in found(programme)


def test_a_speaker_on_two_days_is_no_clash(programme: Programme, module: ProgrammeModule) -> None:
    speaker = make_guest(Speaker)
    give_speaker(module, speaker)
    give_speaker(make_programme(starts_on=STARTS_ON + timedelta(weeks=1)).modules.first(), speaker)
    assert "speaker-booked-twice" not in found(programme)


def test_no_case_for_the_sector() -> None:
    programme = make_programme(sector="health")
    [finding] = found(programme)["no-case-for-the-sector"]
    assert "sector=health" in finding.url


def test_a_case_for_the_sector() -> None:
    programme = make_programme(sector="health")
    publish(programme.modules.first().items.first().thing, 2, case=str(make_guest(IndustryCase).pk))
    assert "no-case-for-the-sector" not in found(programme)


def test_stops_come_first(programme: Programme, module: ProgrammeModule) -> None:
    publish(module.items.first().thing, 2, captions=[])
    programme.modules.last().items.all().delete()
    severities = [finding.severity for finding in checks.run(plan_of(programme, "nb", TODAY))]
    assert severities == sorted(severities, key=list(checks.Severity).index)


@pytest.mark.parametrize("items", [5, many(50)])
def test_reading_a_programme_costs_the_same_for_any_number_of_items(items: int, django_assert_num_queries: Any) -> None:
    programme = make_programme(make_template(items_per_module=items))
    item = give_speaker(programme.modules.first(), make_guest(Speaker))
    publish(item.thing, 2, case=str(make_guest(IndustryCase).pk))
    with django_assert_num_queries(7):
        plan_of(programme, "nb", TODAY)


def test_learning_elements_bring_their_speaker(programme: Programme, module: ProgrammeModule) -> None:
    """The plan finds speakers by the facts that publishing stores, whatever row they come from."""
    row = LearningElement.objects.create(
        locale=Locale.objects.get(language_code="nb"), title="Film", kind="talk", theme="strategy", minutes=20,
        speaker=make_guest(Speaker, title="Liv Berg"),
    )  # fmt: skip
    row.save_revision().publish()
    item = module.items.first()
    item.thing = row.thing
    item.save()
    [planned] = [item for _module, item in plan_of(programme, "nb", TODAY).items if item.speaker]
    assert planned.speaker.name == "Liv Berg"


def test_hours_far_from_the_template(programme: Programme, module: ProgrammeModule) -> None:
    item = module.items.first()
    item.minutes_override = 20 + 61
    item.save()
    [finding] = found(programme)["hours-far-from-plan"]
    assert str(module.pk) in finding.url
    assert finding.severity is checks.Severity.WARNING
    item.minutes_override = 20 + 60
    item.save()
    assert "hours-far-from-plan" not in found(programme)


def test_hours_are_compared_with_a_template_only(programme: Programme, module: ProgrammeModule) -> None:
    module.items.update(minutes_override=600)
    assert "hours-far-from-plan" in found(programme)
    programme.template = None
    assert "hours-far-from-plan" not in found(programme)


@pytest.mark.parametrize(
    ("day", "outside"), [(date(2027, 1, 31), True), (date(2027, 5, 2), False), (date(2027, 5, 3), True)]
)
def test_gathering_outside_its_module(programme: Programme, module: ProgrammeModule, day: date, outside: bool) -> None:
    gathering = move_gathering(module, day)
    findings = found(programme).get("gathering-outside-module", [])
    assert [finding.url.endswith(f"gatherings/{gathering.pk}/") for finding in findings] == [True] * outside


def test_gathering_moved_across_the_deadlines(programme: Programme, module: ProgrammeModule) -> None:
    preparation = module.items.filter(phase=Phase.PREPARATION).first()
    after_work = module.items.filter(phase=Phase.AFTER_WORK).first()
    assert "deadline-across-gathering" not in found(programme)
    move_gathering(module, preparation.due_on - timedelta(days=1))
    [finding] = found(programme)["deadline-across-gathering"]
    assert (finding.item, finding.url.endswith(f"items/{preparation.pk}/")) == (preparation.uuid, True)
    move_gathering(module, preparation.due_on)
    assert "deadline-across-gathering" not in found(programme)
    move_gathering(module, after_work.due_on + timedelta(days=1))
    [finding] = found(programme)["deadline-across-gathering"]
    assert (finding.item, finding.url.endswith(f"items/{after_work.pk}/")) == (after_work.uuid, True)


def test_speaker_has_not_confirmed(programme: Programme, module: ProgrammeModule) -> None:
    speaker = make_guest(Speaker, title="Liv Berg")
    item = give_speaker(module, speaker)
    [finding] = found(programme)["speaker-not-confirmed"]
    assert (finding.item, finding.url.endswith(f"items/{item.pk}/")) == (item.uuid, True)
    assert "Liv Berg" in finding.message
    booking.note_confirmation(item, speaker.pk, None)
    item.save()
    assert "speaker-not-confirmed" not in found(programme)
    move_gathering(module, date(2027, 3, 10))
    assert len(found(programme)["speaker-not-confirmed"]) == 1


def test_nobody_is_asked_to_confirm_a_day_that_is_over(programme: Programme, module: ProgrammeModule) -> None:
    give_speaker(module, make_guest(Speaker))
    move_gathering(module, TODAY - timedelta(days=1))
    assert "speaker-not-confirmed" not in found(programme)


def test_elements_past_their_review_date(programme: Programme, module: ProgrammeModule) -> None:
    item = module.items.first()
    fields = {"title": "Film", "kind": "video", "theme": "strategy", "minutes": 20, "live": True}
    row = LearningElement.objects.create(
        locale=Locale.objects.get(language_code="nb"), translation_key=item.thing_id, review_on=TODAY, **fields
    )
    assert "past-its-review-date" not in found(programme)
    LearningElement.objects.filter(pk=row.pk).update(review_on=TODAY - timedelta(days=1))
    [finding] = found(programme)["past-its-review-date"]
    assert (finding.item, finding.url.endswith(f"items/{item.pk}/")) == (item.uuid, True)


def test_what_is_archived_in_the_library(programme: Programme, module: ProgrammeModule) -> None:
    item = module.items.first()
    Thing.objects.filter(pk__in=[item.thing_id, module.module_id]).update(archived_at=datetime(2027, 1, 1, tzinfo=OSLO))
    of_module, of_item = found(programme)["archived-in-the-library"]
    assert (of_module.item, str(module.pk) in of_module.url) == (None, True)
    assert (of_item.item, of_item.url.endswith(f"items/{item.pk}/")) == (item.uuid, True)


def test_an_archived_speaker(programme: Programme, module: ProgrammeModule) -> None:
    speaker = make_guest(Speaker, title="Liv Berg")
    item = give_speaker(module, speaker)
    assert "guest-archived" not in found(programme)
    Thing.objects.filter(pk=speaker.pk).update(archived_at=datetime(2027, 1, 1, tzinfo=OSLO))
    [finding] = found(programme)["guest-archived"]
    assert (finding.item, "Liv Berg" in finding.message) == (item.uuid, True)
