"""The door to participants for staff: those of the programmes they run, and of no other."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from cms.accounts import door
from cms.accounts.door import Guard, both, right, rights_to
from cms.accounts.models import User
from programmes.tailoring import access
from programmes.tailoring.models import Programme


def people_of(user: User) -> QuerySet[Programme]:
    """The programmes whose participants somebody works with."""
    return access.run_by(user).filter(kind=Programme.Kind.DELIVERY)


def among(user: User, prefix: str) -> Q:
    """The condition on a programme, reached by `prefix`, that somebody works with its participants."""
    if access.edits(user):
        return Q()
    return Q(**{f"{prefix}pk__in": people_of(user).order_by().values("pk")})


def _own(path: str) -> Guard:
    return access.within(people_of, path)


def _lists(path: str, model: str) -> dict[str, Guard]:
    """Wagtail's own addresses of a model whose rows belong to a programme."""
    own = _own(path)
    found = rights_to(model)
    about_one = ("edit", "delete", "history", "history_results", "usage")
    return {**found, **{name: both(found[name], own) for name in about_one}}


people = _lists("leader_groups__enrolments", "programmes.enrolment")
door.register({f"participants:{name}": guard for name, guard in people.items()})
door.register({"participants:*": right("programmes.add_enrolment")})
groups = _lists("leader_groups", "programmes.leadergroup")
door.register({f"leader_groups:{name}": guard for name, guard in groups.items()})
door.register({f"organisations:{name}": guard for name, guard in rights_to("programmes.organisation").items()})
# Staff's looks at a programme as its participants meet it.
door.register({"programme_preview:*": access.READ})
