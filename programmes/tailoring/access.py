"""The door to programmes for staff: who composes them all, who runs those they lead, who only looks.

EDITS   composes every programme and template, and what is promised to clients: prices, offers, who leads
LEADS   runs the programmes they lead: dates, gatherings, elements, participants, mappings, updates; reads templates
VIEWS   looks at every programme
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404
from wagtail.permissions import ModelPermissionPolicy

from cms.accounts import door
from cms.accounts.door import Guard, Guards, both, right
from cms.accounts.models import User
from programmes.tailoring.models import Programme

EDITS, LEADS, VIEWS = "programmes.change_programme", "programmes.lead_programme", "programmes.view_programme"
ADDS = "programmes.add_programme"
Scope = Callable[[User], QuerySet[Programme]]


class ProgrammePolicy(ModelPermissionPolicy):
    """Course leaders work with programmes too; which of them, the door says."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        led = action in ("change", "view") and user.has_perm(LEADS)
        return bool(led or super().user_has_permission(user, action))

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)


POLICY = ProgrammePolicy(Programme)


def edited_by(user: User) -> QuerySet[Programme]:
    """The programmes and templates that somebody composes: all, or none."""
    return Programme.objects.all() if user.has_perm(EDITS) else Programme.objects.none()


def run_by(user: User) -> QuerySet[Programme]:
    """The programmes that somebody runs: all, or those they lead."""
    if user.has_perm(EDITS):
        return Programme.objects.all()
    return Programme.objects.filter(_led(user)) if user.has_perm(LEADS) else Programme.objects.none()


def seen_by(user: User) -> QuerySet[Programme]:
    """The programmes and templates that somebody sees: all, or those they lead and the templates."""
    if user.has_perm(EDITS) or user.has_perm(VIEWS):
        return Programme.objects.all()
    if user.has_perm(LEADS):
        return Programme.objects.filter(_led(user) | Q(kind=Programme.Kind.TEMPLATE))
    return Programme.objects.none()


def _led(user: User) -> Q:
    return Q(kind=Programme.Kind.DELIVERY, course_leader=user)


def among(user: User, prefix: str = "") -> Q:
    """The condition on a programme, reached from the queried model by `prefix`, that somebody sees it."""
    if user.has_perm(EDITS) or user.has_perm(VIEWS):
        return Q()
    seen = seen_by(user).order_by().values("pk")
    return Q(**{f"{prefix}pk__in": seen})


def edits(user: User) -> bool:
    """Whether somebody composes programmes, and decides what clients are promised."""
    return user.has_perm(EDITS)


def runs(user: User, programme: Programme) -> bool:
    """Whether somebody runs this programme. No query beside the rights."""
    leads = programme.course_leader_id == user.pk and not programme.is_template
    return user.has_perm(EDITS) or (leads and user.has_perm(LEADS))


def access_programme_by_staff(user: User, scope: Scope, **where: Any) -> Programme:
    """The one programme with these values among those of the scope. Raises Http404."""
    found = scope(user).filter(**where).distinct().first()
    if found is None:
        raise Http404
    return found


def within(scope: Scope, path: str = "pk", value: str = "pk") -> Guard:
    """Guard: the programme that `value` of the address leads to, by the `path` from a programme, is in the scope."""

    def guard(user: User, values: Mapping[str, Any]) -> bool:
        # Whoever may do it with all of them needs no question to the database; a view says what is not there.
        if user.has_perm(EDITS) or (scope is seen_by and user.has_perm(VIEWS)):
            return True
        return scope(user).filter(**{path: values[value]}).exists()

    return guard


def _place(user: User, values: Mapping[str, Any]) -> bool:
    """An update waits at an item or at a module."""
    path = "modules__items" if values["kind"] == "item" else "modules"
    return within(seen_by, path)(user, values)


ALL = right(EDITS)
NEW = right(ADDS)
SEE = right(EDITS, LEADS, VIEWS)
RUN = within(run_by)
READ = within(seen_by)
READ_AND_EDIT = Guards(READ, ALL)
OF_MODULE = within(run_by, "modules")
OF_GATHERING = within(run_by, "modules__gatherings")
OF_ITEM = within(run_by, "modules__items")


def _named(kind: str, names: str, guard: Guard | Guards) -> dict[str, Guard | Guards]:
    return {f"{kind}:{name}": guard for name in names.split()}


COMPOSING = "add new_start new_client new_schedule new_summary make_template"
IN_MODULE = "module order arrange module_move place module_put_back item_put_back module_remove gathering_add items_add"

door.register(
    {
        "programmes:*": ALL,
        **_named("programmes", "index index_results element", SEE),
        **_named("programmes", COMPOSING, NEW),
        **_named("programmes", "board compare history history_results focus focus_proposals", READ),
        **_named("programmes", "offers offer_difference", READ_AND_EDIT),
        "programmes:own": READ,
        **_named("programmes", "status complete module_add focus_choose focus_answer focus_add", RUN),
        **_named("programmes", IN_MODULE, OF_MODULE),
        "programmes:gathering": OF_GATHERING,
        **_named("programmes", "item item_remove", OF_ITEM),
        "programme_templates:*": ALL,
        **_named("programme_templates", "index index_results", SEE),
        "programme_templates:use": READ,
        "programme_templates:add": NEW,
        "gatherings:*": SEE,
        "speaker_calendar:*": SEE,
        "updates:*": right(EDITS, LEADS),
        "updates:programme": RUN,
        "updates:place": both(_place, right(EDITS, LEADS)),
        "agreement_texts:*": right("programmes.add_agreementtext"),
    }
)
