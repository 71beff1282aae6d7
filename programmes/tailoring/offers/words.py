"""How staff's pages name the standing of an offer, and the tone of its badge."""

from __future__ import annotations

from django.utils.translation import pgettext_lazy

from programmes.tailoring.offers.standing import Standing

STANDINGS = {
    Standing.OPEN: pgettext_lazy("offer", "Sent"),
    Standing.ACCEPTED: pgettext_lazy("offer", "Accepted"),
    Standing.EXPIRED: pgettext_lazy("offer", "Expired"),
    Standing.SUPERSEDED: pgettext_lazy("offer", "Replaced by a new version"),
    Standing.WITHDRAWN: pgettext_lazy("offer", "Taken back"),
}
TONES = {
    Standing.OPEN: "info", Standing.ACCEPTED: "success", Standing.EXPIRED: "warning",
    Standing.SUPERSEDED: "neutral", Standing.WITHDRAWN: "neutral",
}  # fmt: skip
