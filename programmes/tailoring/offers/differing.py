"""What a later version of an offer says that an earlier one does not. Reads only what was frozen."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import override

from programmes.library.comparison import Change, Part, State
from programmes.library.difference import pairs
from programmes.tailoring.offers.models import Offer
from programmes.tailoring.offers.reading import ModuleRows, OfferPage, read

Sections = dict[str, list[str]]


def differences(before: Offer, after: Offer, language: str) -> list[Change]:
    """Section by section, in the order of the later version; what only the earlier one has comes last."""
    old, new = _sections(before, language), _sections(after, language)
    names = [*new, *(name for name in old if name not in new)]
    return [
        Change(name, name, [Part(_state(name, old, new), found)])
        for name in names
        if (found := pairs(old.get(name, []), new.get(name, [])))
    ]


def _state(name: str, old: Sections, new: Sections) -> State:
    if name not in old:
        return State.ADDED
    return State.CHANGED if name in new else State.REMOVED


def shown_in(offer: Offer, language: str) -> str:
    """The language in which an offer is read by somebody of `language`: theirs, if it was made in that, too."""
    codes: list[str] = offer.content["languages"]
    return language if language in codes else codes[0]


def _sections(offer: Offer, language: str) -> Sections:
    language = shown_in(offer, language)
    page = read(offer, language)
    with override(language):
        facts = list(_facts(page))
    return {
        _("The offer"): facts,
        **{module.title.text: list(_module(module)) for module in page.modules},
        _("Speakers"): [", ".join(filter(None, (row.name, row.role.text, row.organisation))) for row in page.speakers],
        **{row.title: [row.version, *(part.text for part in row.paragraphs)] for row in page.agreements},
    }


def _facts(page: OfferPage) -> Iterator[str]:
    yield from (page.title.text, page.client.text, page.aim.text)
    yield f"{_('Price')}: {page.price}"
    yield f"{_('Valid until')}: {page.valid_until}"
    yield f"{_('Period')}: {page.length}"
    yield f"{_('Hours')}: {page.hours}"
    yield f"{_('Contact')}: {page.contact_name}, {page.contact_email}"


def _module(module: ModuleRows) -> Iterator[str]:
    yield module.meta
    yield module.lead.text
    for row in module.gatherings:
        yield " · ".join(filter(None, (row.title.text, row.day, row.clock, row.place.text)))
    for phase in module.phases:
        yield f"{phase.title} · {phase.meta}"
        yield from (f"{row.title.text} ({row.meta})" for row in phase.rows)
