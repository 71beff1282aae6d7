"""Taking a newer edition or keeping the older one: for one programme and for many, and for two people at once."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from wagtail.models import ModelLogEntry

from cms.accounts.models import User
from cms.jobs import services as jobs
from programmes.library.models import Edition, EditionText
from programmes.library.services import edition_published
from programmes.tailoring import services
from programmes.tailoring.models import Programme, ProgrammeModule
from programmes.tailoring.updates import deciding, history, waiting
from programmes.tailoring.updates.deciding import Choice, Outcome, Target, decide
from programmes.tailoring.updates.jobs import hand_in
from tests.growth import many
from tests.programmes.conftest import staff
from tests.programmes.library.factories import make_speaker, thing_of
from tests.programmes.tailoring.editions import element_of, item_of, running, targets
from tests.programmes.tailoring.factories import make_programme, many_things, publish

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("locales")]


@pytest.fixture
def editor_() -> User:
    return staff("editor@example.com", "change_programme", "decide_updates")


def say(choice: Choice, programmes: list[Programme], by: User, seen: list[Target] | None = None) -> Outcome:
    return decide(choice, seen if seen is not None else targets(programmes), by, uuid.uuid4())


def waits(by: User) -> int:
    items, modules = waiting.rows_of(waiting.decided_by(by))
    return items.count() + modules.count()


# --- what waits -------------------------------------------------------------------------------------------------------


def test_a_newer_edition_waits_where_the_older_one_is_held(editor_: User) -> None:
    [programme] = running()
    assert waits(editor_) == 0
    publish(element_of(programme), 2)
    assert waits(editor_) == 1


def test_a_newer_text_of_the_module_waits_too(editor_: User) -> None:
    [programme] = running()
    publish(programme.modules.get().module, 2)
    [found] = waiting.by_thing(waiting.decided_by(editor_))
    assert (found.thing, found.programmes) == (programme.modules.get().module, 1)


def test_a_correction_waits_for_nobody(editor_: User) -> None:
    [programme] = running()
    before = item_of(programme).pinned_edition
    edition_published.send(Edition, edition=publish(element_of(programme), 1, correction=1), corrects=before)
    assert waits(editor_) == 0
    assert str(item_of(programme).edition) == "1.1"


@pytest.mark.parametrize("status", ["completed", "draft", "offered"])
def test_only_running_programmes_are_asked(editor_: User, status: str) -> None:
    [programme] = running()
    publish(element_of(programme), 2)
    Programme.objects.filter(pk=programme.pk).update(status=status)
    assert waits(editor_) == 0
    assert say(Choice.TAKE, [programme], editor_).late == 1
    assert item_of(programme).edition.number == 1


def test_what_is_archived_still_waits_and_can_be_taken(editor_: User) -> None:
    [programme] = running()
    thing = element_of(programme)
    publish(thing, 2)
    thing.archived_at = thing.current_edition.published_at
    thing.save()
    say(Choice.TAKE, [programme], editor_)
    assert item_of(programme).edition.number == 2


# --- deciding ---------------------------------------------------------------------------------------------------------


def test_taking_shows_the_newest_from_now_on(editor_: User) -> None:
    [programme] = running()
    newest = publish(element_of(programme), 2)
    assert say(Choice.TAKE, [programme], editor_) == Outcome(frozenset({programme.pk}), 0)
    assert (item_of(programme).pinned_edition, item_of(programme).update_available) == (newest, False)


def test_the_newest_is_taken_with_its_corrections(editor_: User) -> None:
    [programme] = running()
    publish(element_of(programme), 2)
    seen = targets([programme])
    publish(element_of(programme), 2, correction=1)
    say(Choice.TAKE, [programme], editor_, seen)
    assert str(item_of(programme).edition) == "2.1"


def test_keeping_lasts_until_the_next_edition(editor_: User) -> None:
    [programme] = running()
    publish(element_of(programme), 2)
    say(Choice.KEEP, [programme], editor_)
    assert (waits(editor_), item_of(programme).edition.number, item_of(programme).kept) == (0, 1, True)
    publish(element_of(programme), 2, correction=1)
    assert waits(editor_) == 0
    publish(element_of(programme), 3)
    assert (waits(editor_), item_of(programme).update_available) == (1, True)


def test_what_was_kept_can_be_taken_later(editor_: User) -> None:
    [programme] = running()
    publish(element_of(programme), 2)
    say(Choice.KEEP, [programme], editor_)
    say(Choice.TAKE, [programme], editor_)
    assert (item_of(programme).edition.number, item_of(programme).declined) == (2, None)


def test_a_module_takes_its_own_text(editor_: User) -> None:
    [programme] = running()
    module = ProgrammeModule.objects.select_related("module__current_edition").get(programme=programme)
    publish(module.module, 2)
    say(Choice.TAKE, [], editor_, [Target("module", module.pk, 2)])
    module.refresh_from_db()
    assert module.edition.number == 2


def test_whoever_edits_the_module_is_told(editor_: User) -> None:
    [programme] = running()
    token = services.token_of(programme.modules.get())
    publish(element_of(programme), 2)
    say(Choice.TAKE, [programme], editor_)
    with pytest.raises(services.ChangedMeanwhile):
        services.lock(programme.modules.get().pk, token)


# --- own words --------------------------------------------------------------------------------------------------------


def with_own_words() -> Programme:
    """A programme with its own title and minutes, and a newer edition with another title and the same minutes."""
    [programme] = running()
    item = item_of(programme)
    item.title_override, item.minutes_override = {"nb": "Vår film"}, 15
    item.save()
    for edition, title in ((item.pinned_edition, "Film"), (publish(item.thing, 2, languages=()), "Ny film")):
        EditionText.objects.filter(edition=edition).delete()
        EditionText.objects.create(edition=edition, language="nb", title=title, content={"title": title})
    return programme


def test_taking_uses_the_librarys_words_where_they_are_new(editor_: User) -> None:
    programme = with_own_words()
    say(Choice.TAKE, [programme], editor_)
    item = item_of(programme)
    assert (bool(item.title_override), item.minutes_override, item.edition.number) == (False, 15, 2)


def test_ones_own_words_can_be_kept(editor_: User) -> None:
    programme = with_own_words()
    say(Choice.TAKE_KEEPING, [programme], editor_)
    item = item_of(programme)
    assert (str(item.title_override), item.minutes_override, item.edition.number) == ("Vår film", 15, 2)


def test_ones_own_speaker_gives_way_to_a_new_one(editor_: User) -> None:
    mine, theirs = (thing_of(make_speaker({"nb": name})) for name in ("Liv Berg", "Ola Nes"))
    [programme] = running()
    item = item_of(programme)
    item.speaker_override = mine
    item.save()
    publish(item.thing, 2, speaker=str(theirs.pk))
    assert deciding.own_fields(item) == {"speaker"}
    say(Choice.TAKE, [programme], editor_)
    assert item_of(programme).speaker_override is None


# --- who, and two at once ---------------------------------------------------------------------------------------------


def test_a_course_leader_decides_about_their_own_programmes() -> None:
    leader = staff("leader@example.com", "change_programme")
    [mine], [other] = running(leader=leader), running()
    for programme in (mine, other):
        publish(element_of(programme), 2)
    assert say(Choice.TAKE, [mine, other], leader) == Outcome(frozenset({mine.pk}), 1)
    assert [item_of(programme).edition.number for programme in (mine, other)] == [2, 1]


def test_whoever_may_not_change_programmes_decides_about_none() -> None:
    reader = staff("reader@example.com", "view_programme")
    [programme] = running(leader=reader)
    publish(element_of(programme), 2)
    assert say(Choice.TAKE, [programme], reader).late == 1
    assert item_of(programme).edition.number == 1


def test_the_second_of_two_people_changes_nothing(editor_: User) -> None:
    [programme] = running()
    publish(element_of(programme), 2)
    seen = targets([programme])
    other = staff("other@example.com", "change_programme", "decide_updates")
    say(Choice.TAKE, [programme], editor_, seen)
    assert say(Choice.KEEP, [programme], other, seen) == Outcome(frozenset(), 1)
    assert item_of(programme).edition.number == 2


def test_who_has_kept_it_meanwhile_is_not_asked_twice(editor_: User) -> None:
    [programme] = running()
    publish(element_of(programme), 2)
    seen = targets([programme])
    say(Choice.KEEP, [programme], editor_, seen)
    assert say(Choice.KEEP, [programme], editor_, seen).late == 1


def test_a_still_newer_edition_is_not_taken_unseen(editor_: User) -> None:
    [programme] = running()
    publish(element_of(programme), 2)
    seen = targets([programme])
    publish(element_of(programme), 3)
    assert say(Choice.TAKE, [programme], editor_, seen).late == 1
    assert item_of(programme).edition.number == 1


@pytest.mark.parametrize("text", ["item-1", "programme-1-2", "item-x-1", ""])
def test_what_is_no_place_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        Target.read(text)


# --- history ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("choice", "words"),
    [
        (Choice.TAKE, "utgave 2 i stedet for 1"),
        (Choice.TAKE_KEEPING, "med programmets egne ord"),
        (Choice.KEEP, "beholder utgave 1, selv om utgave 2 finnes"),
    ],
)
def test_the_history_says_who_decided_what(editor_: User, choice: Choice, words: str) -> None:
    [programme] = running()
    thing = publish(element_of(programme), 2).thing
    say(choice, [programme], editor_)
    entry = ModelLogEntry.objects.for_instance(programme).get()
    assert entry.user == editor_
    assert thing.label in entry.message
    assert words in entry.message


def test_a_correction_stands_in_every_history_once() -> None:
    programmes = running(3)
    before = item_of(programmes[0]).pinned_edition
    correction = publish(before.thing, 1, correction=1)
    edition_published.send(Edition, edition=correction, corrects=before)
    job = jobs.Job.objects.get(kind="remember-correction")
    for _time in range(2):
        jobs.Job.objects.update(state="queued")
        jobs.run(str(job.pk))
    for programme in programmes:
        [entry] = ModelLogEntry.objects.for_instance(programme)
        assert "ble rettet: utgave 1.1" in entry.message


def test_a_correction_that_reaches_nobody_is_no_work() -> None:
    programme = make_programme()
    before = element_of(programme).current_edition
    edition_published.send(Edition, edition=publish(before.thing, 1, correction=1), corrects=before)
    assert not jobs.Job.objects.exists()


# --- many -------------------------------------------------------------------------------------------------------------


def test_the_worker_decides_about_many_and_may_be_interrupted(editor_: User) -> None:
    programmes = running(deciding.BATCH + 5)
    publish(element_of(programmes[0]), 2)
    seen = targets(programmes)
    job = hand_in("take", seen, editor_)
    decide("take", seen[: deciding.BATCH], editor_, job.pk)  # as far as a worker came that was killed
    jobs.run(str(job.pk))
    job.refresh_from_db()
    assert (job.state, job.progress, job.total) == ("done", len(seen), len(seen))
    assert {item_of(programme).edition.number for programme in programmes} == {2}
    assert history.remembered(job.pk) == {programme.pk for programme in programmes}
    assert ModelLogEntry.objects.filter(uuid=job.pk).count() == len(programmes)


def test_nobodys_work_is_not_done(editor_: User) -> None:
    [programme] = running()
    publish(element_of(programme), 2)
    job = hand_in("take", targets([programme]), editor_)
    editor_.delete()
    jobs.run(str(job.pk))
    assert item_of(programme).edition.number == 1


@pytest.mark.parametrize("number", [5, many(50)])
@pytest.mark.parametrize("choice", ["take", "keep"])
def test_a_batch_costs_the_same_for_any_number_of_programmes(
    editor_: User, number: int, choice: str, django_assert_num_queries: Any
) -> None:
    programmes = running(number)
    publish(element_of(programmes[0]), 2)
    seen = targets(programmes)
    editor_.has_perm("x")  # asks for the permissions, which a request has done by then
    with django_assert_num_queries(7):
        decide(choice, seen, editor_, uuid.uuid4())


@pytest.mark.parametrize("number", [5, many(50)])
def test_a_correction_reaches_all_by_the_same_number_of_queries(number: int, django_assert_num_queries: Any) -> None:
    programmes = running(number)
    before = item_of(programmes[0]).pinned_edition
    correction = publish(before.thing, 1, correction=1)
    with django_assert_num_queries(4):  # two and a savepoint around them
        assert services.follow_correction(correction) == number
    with django_assert_num_queries(3):
        deciding.corrected(correction, uuid.uuid4(), lambda done, total: None)


@pytest.mark.parametrize("things", [1, 30])
def test_what_waits_is_found_by_the_same_number_of_queries(
    editor_: User, things: int, django_assert_num_queries: Any
) -> None:
    [programme] = running()
    module = programme.modules.get()
    for item in services.add_things(module, many_things(things), "preparation"):
        item.pinned_edition = item.thing.current_edition
        item.save()
        publish(item.thing, 2)
    decided = waiting.decided_by(editor_)
    with django_assert_num_queries(3):
        assert len(waiting.by_thing(decided)) == things
    with django_assert_num_queries(3):
        assert waiting.by_programme(decided) == [(programme, things)]
