"""The only doors to reflections: one's own, and what others chose to share. Everything else is 404."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404

from cms.accounts.models import User
from programmes.library.vocabulary import ElementKind
from programmes.participation import access
from programmes.participation.models import LeaderGroup
from programmes.participation.reflections.models import Reflection
from programmes.tailoring.models import Programme, ProgrammeItem, ProgrammeModule

PLACE = ("programme_module__programme", "programme_module__module", "item__thing__current_edition")


def own(user: User) -> QuerySet[Reflection]:
    """All that the user wrote, the newest first. It stays theirs also when they are no longer enrolled."""
    return Reflection.objects.filter(author=user).select_related(*PLACE, "item__pinned_edition")


def own_entry(user: User, uuid: UUID) -> Reflection:
    """One of the user's own. Raises Http404."""
    found = own(user).filter(uuid=uuid).first()
    if found is None:
        raise Http404
    return found


def exercise_for(user: User, uuid: UUID, today: date) -> ProgrammeItem:
    """An element of the user's programmes that asks for a reflection, and has opened. Raises Http404."""
    item = access.item_for(user, uuid, today)
    if not asks_for_reflection(item):
        raise Http404
    return item


def asks_for_reflection(item: ProgrammeItem) -> bool:
    return bool(item.edition and item.edition.facts.get("kind") == ElementKind.REFLECTION)


def module_for(user: User, uuid: UUID) -> ProgrammeModule:
    """A module of the user's programmes to write freely in. Raises Http404."""
    return access.module_for(user, uuid)


def shared_with_group(group: LeaderGroup, module: ProgrammeModule) -> QuerySet[Reflection]:
    """What members of a leader group share with it in a module."""
    shared = Reflection.objects.filter(for_leader_group=True, programme_module=module)
    members = group.enrolments.values("user")
    return shared.filter(author__in=members).exclude(box=b"").select_related("author")


def shared_with_leader(leader: User, programme: Programme) -> QuerySet[Reflection]:
    """What participants share with the course leader of their programme. Nothing to anybody else."""
    if programme.course_leader_id != leader.pk:
        return Reflection.objects.none()
    shared = Reflection.objects.filter(for_course_leader=True, programme_module__programme=programme)
    return shared.exclude(box=b"").select_related("author", *PLACE, "item__pinned_edition")
