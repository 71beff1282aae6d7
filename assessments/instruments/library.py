"""What instruments tell the library: their names, for the elements that ask for a mapping."""

from __future__ import annotations

from assessments.instruments.models import Instrument
from programmes.library import instruments


@instruments.register
def names() -> instruments.Choices:
    """(code, name) of every instrument with something published. One query."""
    published = Instrument.objects.filter(versions__published_at__isnull=False).distinct()
    return [(instrument.code, str(instrument.title)) for instrument in published]
