"""Who has promised to speak: those of the next months have, and later on only some of them."""

from __future__ import annotations

from datetime import date, timedelta

from programmes.library.vocabulary import Phase
from programmes.tailoring.models import Programme, ProgrammeItem
from programmes.tailoring.plan import speaker_key
from programmes.tailoring.speakers import booking

# So long before a gathering everybody has answered; earlier, every other has.
ANSWERED = timedelta(days=75)


def confirm(today: date) -> None:
    """Note the promises in all programmes that people attend."""
    rows = ProgrammeItem.objects.filter(
        phase=Phase.GATHERING, programme_module__programme__kind=Programme.Kind.DELIVERY
    )
    rows = rows.select_related("thing__current_edition", "pinned_edition", "programme_module__programme__course_leader")
    confirmed = []
    for number, item in enumerate(rows.prefetch_related("programme_module__gatherings").order_by("pk")):
        speaker, programme = speaker_key(item), item.programme_module.programme
        days = booking.days_of_item(item, item.programme_module.gatherings.all())
        if speaker and days and (number % 2 or days[0] <= today + ANSWERED):
            booking.note_confirmation(item, speaker, programme.course_leader)
            confirmed.append(item)
    fields = ["speaker_confirmed", "speaker_confirmed_days", "speaker_confirmed_at", "speaker_confirmed_by"]
    ProgrammeItem.objects.bulk_update(confirmed, fields, batch_size=50)
