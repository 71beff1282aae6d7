"""Who is asked in a programme's rounds takes part in it, and is not taken out with the list that brought them."""

from __future__ import annotations

from collections.abc import Iterable

from assessments.ballots.models import Ticket
from programmes.participation.lists.undoing import says_who_uses
from programmes.tailoring.models import Programme


@says_who_uses
def people_asked(programme: Programme) -> Iterable[int]:
    """The ids of the users who have a ticket; one query. Says nothing of whether they delivered."""
    tickets = Ticket.objects.filter(round__programme=programme, participant__isnull=False)
    return tickets.values_list("participant", flat=True)
