"""The door to rounds and instruments for staff. Who conducts a programme's rounds: `access`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Q

from assessments.ballots.access import EVERY_ROUND
from assessments.ballots.models import Round
from cms.accounts import door
from cms.accounts.door import both, right, rights_to
from cms.accounts.models import User
from programmes.tailoring import access

KNOWS_ROUNDS = right("assessments.add_round", "assessments.change_round", "assessments.view_round")
KNOWS_INSTRUMENTS = right(*(f"assessments.{action}_instrumentversion" for action in ("add", "change", "view")))
WRITES_INSTRUMENTS = right("assessments.change_instrumentversion")


def among(user: User) -> Q:
    """The condition on rounds that somebody sees: of every programme, or of those they lead."""
    if user.has_perm(EVERY_ROUND):
        return Q()
    return Q(programme__course_leader=user) | Q(programme__in=access.edited_by(user).order_by().values("pk"))


def of_their_programme(user: User, values: Mapping[str, Any]) -> bool:
    if user.has_perm(EVERY_ROUND):
        return True
    return Round.objects.filter(among(user), pk=values["pk"]).exists()


ROUNDS = rights_to("assessments.round")
ABOUT_ONE = "edit delete history history_results usage round room texts texts_finish text text_withdraw"
READING = "index index_results instrument preview download history history_results usage"

door.register({"rounds:*": right("assessments.add_round")})
door.register({f"rounds:{name}": guard for name, guard in ROUNDS.items()})
door.register(
    {f"rounds:{name}": both(ROUNDS.get(name, KNOWS_ROUNDS), of_their_programme) for name in ABOUT_ONE.split()}
)
door.register(
    {f"rounds:{name}": both(right("assessments.change_round"), of_their_programme) for name in ("open", "close")}
)
door.register({"instruments:*": WRITES_INSTRUMENTS, "instrument_preview:*": KNOWS_INSTRUMENTS})
door.register({f"instruments:{name}": KNOWS_INSTRUMENTS for name in READING.split()})
