"""Why something is proposed, as a sentence for staff."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.formats import date_format
from django.utils.text import capfirst, get_text_list
from django.utils.translation import gettext as _

from cms.templatetags.look import language_name
from programmes.library.vocabulary import ThingKind
from programmes.tailoring.focus.ranking import Aim, Proposal


def listed(words: Sequence[str]) -> str:
    """a, b og c"""
    return get_text_list(list(words), _("and"))


def reason(proposal: Proposal, names: Mapping[str, str]) -> str:
    """What speaks for a proposal; `names`: of abilities and themes, by code."""
    candidate = proposal.candidate
    parts = [_fits(proposal, names)]
    if proposal.of_sector:
        parts.append(_("from the client's sector"))
    if proposal.languages:
        parts.append(
            _("in %(languages)s") % {"languages": listed([language_name(code) for code in proposal.languages])}
        )
    if proposal.missing:
        missing = listed([language_name(code) for code in proposal.missing])
        parts.append(_("not in %(languages)s") % {"languages": missing})
    when = date_format(candidate.published_on, "F Y").lower()
    parts.append(_("edition %(number)d from %(month)s") % {"number": candidate.number, "month": when})
    if candidate.kind == ThingKind.CASE:
        parts.append(_("no learning element tells of it yet"))
    return capfirst("; ".join(parts))


def _fits(proposal: Proposal, names: Mapping[str, str]) -> str:
    if proposal.met:
        return _("develops %(abilities)s") % {"abilities": _quoted(proposal.met, names)}
    themes = dict.fromkeys(Aim(aim.theme, aim.theme) for aim in proposal.around)
    return _("develops the whole theme %(themes)s") % {"themes": _quoted(list(themes), names)}


def _quoted(aims: Sequence[Aim], names: Mapping[str, str]) -> str:
    return listed([_("“%(name)s”") % {"name": names.get(aim.code, aim.code)} for aim in aims])
