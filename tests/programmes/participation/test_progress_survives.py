"""What participants have done survives whatever staff do to their programme, in any order."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from random import Random
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cms.accounts.models import User
from programmes.library.vocabulary import Phase
from programmes.participation.models import Completion, Enrolment, LeaderGroup, Organisation
from programmes.participation.survey import survey
from programmes.tailoring import ordering, removing, services
from programmes.tailoring.models import Programme, ProgrammeItem, ProgrammeModule
from programmes.tailoring.updates import deciding
from tests.programmes.tailoring.factories import make_programme, make_template, make_thing, publish

Choose = Callable[[Sequence[Any]], Any]
REFUSED = (removing.AlreadyThere, ordering.HasOpened)


@dataclass
class World:
    """A running programme whose participant has done everything, and somebody who decides about it."""

    programme: Programme
    participant: User
    staff: User

    def modules(self) -> list[ProgrammeModule]:
        return list(ProgrammeModule.objects.filter(programme=self.programme))

    def items(self) -> list[ProgrammeItem]:
        return list(ProgrammeItem.objects.filter(programme_module__in=self.modules()))

    def done(self) -> set[int]:
        return set(Completion.objects.filter(user=self.participant).values_list("item", flat=True))

    def shown_as_done(self) -> set[int]:
        found = survey(self.programme, self.participant)
        return set(found.steps) & found.done


# --- what staff do ----------------------------------------------------------------------------------------------------


def reorder(world: World, choose: Choose) -> None:
    item = choose(world.items())
    same = list(ProgrammeItem.objects.filter(programme_module=item.programme_module, phase=item.phase))
    services.reorder(same[::-1])


def move(world: World, choose: Choose) -> None:
    services.move_item(choose(world.items()), choose(world.modules()), choose(list(Phase)))


def remove(world: World, choose: Choose) -> None:
    removing.remove(choose(world.items()))


def put_back(world: World, choose: Choose) -> None:
    removing.put_back(choose(list(removing.removed_items(choose(world.modules())))))


def add_again(world: World, choose: Choose) -> None:
    known = ProgrammeItem.with_removed.filter(programme_module__programme=world.programme).order_by("pk")
    services.add_things(choose(world.modules()), [choose(list(known)).thing], choose(list(Phase)))


def remove_module(world: World, choose: Choose) -> None:
    removing.remove_module(choose(world.modules()))


def put_back_module(world: World, choose: Choose) -> None:
    removing.put_back_module(choose(list(removing.removed_modules(world.programme))))


def add_module_again(world: World, choose: Choose) -> None:
    services.add_module(world.programme, choose(list(removing.removed_modules(world.programme))).module)


def move_module(world: World, choose: Choose) -> None:
    ordering.move_module(choose(world.modules()), choose([-1, 1]))


def start_later(world: World, choose: Choose) -> None:
    module = choose(world.modules())
    module.starts_on += timedelta(weeks=choose([-3, 2, 20]))
    services.reschedule(module)


def new_edition(world: World, choose: Choose) -> None:
    thing = choose(world.items()).thing
    publish(thing, thing.current_edition.number + 1)
    services.pin_opened_modules(timezone.localdate())


def decide(world: World, choose: Choose) -> None:
    targets = [deciding.target_of(item) for item in world.items() if item.update_available]
    deciding.decide(choose(list(deciding.Choice)), [choose(targets)], world.staff, uuid4())


def change_template(world: World, choose: Choose) -> None:
    module = choose(list(world.programme.template.modules.all()))
    services.add_things(module, [make_thing()], Phase.PREPARATION)
    removing.remove_module(module)


STEPS = [
    reorder, move, remove, put_back, add_again, remove_module, put_back_module, add_module_again, move_module,
    start_later, new_edition, decide, change_template,
]  # fmt: skip


# --- what must hold ---------------------------------------------------------------------------------------------------


@pytest.fixture
def world(locales: object) -> World:
    programme = make_programme(make_template(items_per_module=4, modules=3))
    Programme.objects.filter(pk=programme.pk).update(status=Programme.Status.RUNNING)
    programme.refresh_from_db()
    organisation = Organisation.objects.create(slug="lyngoy", name={"nb": "Lyngøy"}, country="NO")
    group = LeaderGroup.objects.create(programme=programme, organisation=organisation, slug="a", name={"nb": "A"})
    people = [User.objects.create_user(f"{name}@example.com") for name in ("deltaker", "kursleder")]
    User.objects.filter(pk=people[1].pk).update(is_superuser=True)
    Enrolment.objects.create(user=people[0], leader_group=group)
    built = World(programme, people[0], User.objects.get(pk=people[1].pk))
    Completion.objects.bulk_create([Completion(user=people[0], item=item) for item in built.items()])
    return built


@contextmanager
def undone() -> Iterator[None]:
    """Nothing done inside stays in the database."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.mark.django_db
@given(steps=st.lists(st.tuples(st.sampled_from(STEPS), st.integers(0, 99)), max_size=12))
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_nothing_that_staff_do_loses_what_participants_did(world: World, steps: list[tuple[Any, int]]) -> None:
    with undone():
        before = world.done()
        for step, seed in steps:
            # Nothing to choose from, or a step that is refused in words, changes nothing.
            with suppress(IndexError, *REFUSED), transaction.atomic():
                step(world, Random(seed).choice)
            assert world.done() == before
            assert world.shown_as_done() == before & {item.pk for item in world.items()}
        put_everything_back(world, before)
        assert world.shown_as_done() == before


def put_everything_back(world: World, items: set[int]) -> None:
    """Every item stands again; one that took the place of another gives way to it."""
    for module in removing.removed_modules(world.programme):
        removing.put_back_module(module)
    for item in ProgrammeItem.with_removed.filter(pk__in=items, removed_at__isnull=False):
        for other in ProgrammeItem.objects.filter(programme_module=item.programme_module, thing=item.thing):
            assert other.pk not in items
            removing.remove(other)
        removing.put_back(item)


@pytest.mark.django_db
def test_a_module_comes_back_as_it_was(world: World) -> None:
    module = world.modules()[0]
    removing.remove(module.items.first())
    standing = list(module.items.all())
    removing.remove_module(module)
    assert [row.pk for row in world.modules()] != [module.pk]
    assert world.shown_as_done().isdisjoint({item.pk for item in standing})
    services.add_module(world.programme, module.module)
    assert world.modules()[0] == module
    assert list(world.modules()[0].items.all()) == standing
    assert world.modules()[0].gatherings.get().sequence == 2


@pytest.mark.django_db
def test_modules_change_places_in_time_too(world: World) -> None:
    first, second, third = world.modules()
    day = first.gatherings.get().starts_at
    ordering.move_module(second, -1)
    moved = world.modules()
    assert moved == [second, first, third]
    assert (moved[0].starts_on, moved[1].starts_on) == (first.starts_on, second.starts_on)
    assert moved[0].gatherings.get().starts_at == day


@pytest.mark.django_db
def test_what_participants_have_met_keeps_its_place(world: World) -> None:
    first, second, _third = world.modules()
    first.starts_on = timezone.localdate()
    first.save()
    with pytest.raises(ordering.HasOpened):
        ordering.move_module(second, -1)
