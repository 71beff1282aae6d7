"""How long things are kept, in one place: the rules compute with these, and the pages say them in words."""

from __future__ import annotations

from datetime import datetime, timedelta

from dateutil.relativedelta import relativedelta
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

# After a programme's last day: what tells who took part.
PARTICIPATION_MONTHS = 12
# After they came: enquiries that led to nothing; mails; lists of participants.
CONTACT_MONTHS = 12
# After the last log-in: accounts that belong to no programme.
ACCOUNT_MONTHS = 12
# As the bookkeeping acts of both countries want it.
BOOKKEEPING_YEARS = 5
TECHNICAL_MONTHS = 12
# Somebody who asks to be erased may change their mind for so long; an account taken over can't be erased in a minute.
REGRET = timedelta(days=7)
EXPORT_KEPT = timedelta(days=7)
# The proof that somebody was erased: as long as they may complain about it.
PROOF_YEARS = 3

AFTER_PROGRAMME = format_lazy(_("{months} months after the programme is over."), months=PARTICIPATION_MONTHS)
AFTER_RECEIPT = format_lazy(_("{months} months after we got it."), months=CONTACT_MONTHS)
AFTER_LOG_IN = format_lazy(
    _("With your last place in a programme, or {months} months after the last log-in without one."),
    months=ACCOUNT_MONTHS,
)
FOR_BOOKKEEPING = format_lazy(
    _("{years} years after the agreement was made, as the bookkeeping act demands."), years=BOOKKEEPING_YEARS
)
TECHNICAL = format_lazy(_("{months} months."), months=TECHNICAL_MONTHS)
COPY_KEPT = format_lazy(_("{days} days."), days=EXPORT_KEPT.days)
PROOF_KEPT = format_lazy(_("{years} years after it was done."), years=PROOF_YEARS)
WITH_ACCOUNT = _("As long as the account.")


def months_before(now: datetime, months: int) -> datetime:
    return now - relativedelta(months=months)
