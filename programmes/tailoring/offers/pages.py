"""A programme's offers in Wagtail's admin: their versions and what the client said, the next one, what is different."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, TemplateView, View
from wagtail.admin import messages

from localisation import languages
from programmes.tailoring import board, checks
from programmes.tailoring.models import Programme
from programmes.tailoring.offers import services
from programmes.tailoring.offers.agreements import newest_agreements
from programmes.tailoring.offers.differing import differences, shown_in
from programmes.tailoring.offers.forms import OfferForm
from programmes.tailoring.offers.freezing import Conditions
from programmes.tailoring.offers.models import AgreementText, Offer
from programmes.tailoring.offers.reading import price
from programmes.tailoring.offers.standing import Standing
from programmes.tailoring.offers.words import STANDINGS, TONES
from programmes.tailoring.plan import plan_of
from programmes.tailoring.status import Blocked
from programmes.tailoring.views import ProgrammePage, board_url

OFFERABLE = (Programme.Status.DRAFT, Programme.Status.OFFERED)


class OfferPages(ProgrammePage):
    """What the pages about a programme's offers share. Not for templates, which nobody is offered."""

    header_icon = "mail"

    @cached_property
    def programme(self) -> Programme:
        rows = Programme.objects.filter(kind=Programme.Kind.DELIVERY).select_related("course_leader", "template")
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    def get_page_subtitle(self) -> str:
        return str(self.programme)

    @property
    def back(self) -> str:
        return reverse("programmes:offers", args=[self.programme.pk])

    @property
    def may_send(self) -> bool:
        return self.may_compose and self.programme.status in OFFERABLE

    def version(self, number: int) -> Offer:
        return get_object_or_404(services.with_facts(Offer.objects.filter(programme=self.programme)), number=number)


class Offers(OfferPages, TemplateView):
    """All versions, how each stands, and the client's comments."""

    open_when_over = True
    permission_required = None
    any_permission_required = ["add", "change", "view"]
    template_name = "staff/offers/index.html"
    page_title = gettext_lazy("Offers")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        offers = services.offers_of(self.programme)
        older = {offer.number for offer in offers[1:]}
        rows = [self._row(offer, offer.number - 1 in older) for offer in offers]
        return super().get_context_data(
            programme=self.programme, rows=rows, may_send=self.may_send, may_edit=self.may_compose,
            back=board_url(self.programme), **kwargs,
        )  # fmt: skip

    def _row(self, offer: Offer, comparable: bool) -> dict[str, Any]:
        standing = services.standing(offer, timezone.localdate())
        codes = offer.content["languages"]
        return {
            "offer": offer,
            "standing": STANDINGS[standing],
            "tone": TONES[standing],
            "price": price(offer.content["price"]),
            "acceptance": getattr(offer, "acceptance", None),
            "comments": offer.comments.all(),
            "addresses": [(code, services.address_of(offer, code)) for code in codes] if self.may_compose else [],
            "before": offer.number - 1 if comparable else None,
            "may_withdraw": self.may_compose and standing in (Standing.OPEN, Standing.EXPIRED, Standing.SUPERSEDED),
        }


class NewOffer(OfferPages, FormView):
    """Price and validity; the rest is the programme as it stands. Stops are said here, with the way to mend them."""

    template_name = "staff/offers/new.html"
    form_class = OfferForm
    page_title = gettext_lazy("Send an offer")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.is_over and self.programme.status not in OFFERABLE:
            messages.error(request, _("The programme has another status by now."))
            return redirect(board_url(self.programme))
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "today": timezone.localdate()}

    def get_initial(self) -> dict[str, Any]:
        newest = Offer.objects.filter(programme=self.programme).order_by("-number").first()
        return {"price": newest.content["price"]} if newest else {}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        agreements = newest_agreements()
        there = {row.kind for row in agreements}
        return super().get_context_data(
            **{"back": board_url(self.programme), **kwargs}, checks=board.check_rows(self.stops), agreements=agreements,
            missing=[kind.label for kind in AgreementText.Kind if kind not in there],
            texts_url=reverse("agreement_texts:index"),
        )  # fmt: skip

    @cached_property
    def stops(self) -> list[checks.Finding]:
        return checks.stops(checks.run(plan_of(self.programme, languages.current(), timezone.localdate())))

    def form_valid(self, form: forms.Form) -> HttpResponse:
        conditions = Conditions(**form.cleaned_data)
        try:
            offer = services.send(self.programme, conditions, self.request.user, timezone.localdate())
        except Blocked:
            form.add_error(None, _("The programme can't be offered yet. See what must be mended first."))
            return self.form_invalid(form)
        except services.NoAgreement:
            form.add_error(None, _("Some of the agreement texts are missing."))
            return self.form_invalid(form)
        messages.success(
            self.request, _("Offer %(number)d is ready. Send its address to the client.") % {"number": offer.number}
        )
        return redirect(self.back)


class Withdraw(OfferPages, View):
    """Takes one version back; its address then says so."""

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        offer = self.version(kwargs["number"])
        try:
            services.withdraw(offer, request.user)
        except services.NotOpen:
            messages.error(request, _("The client has accepted this offer, so it can't be taken back."))
        else:
            messages.success(request, _("Offer %(number)d is taken back.") % {"number": offer.number})
        return redirect(self.back)


class Difference(OfferPages, TemplateView):
    """What a version says that the one before it does not."""

    open_when_over = True
    permission_required = None
    any_permission_required = ["add", "change", "view"]
    template_name = "staff/offers/difference.html"

    def get_page_title(self) -> str:
        numbers = {"before": self.kwargs["number"] - 1, "after": self.kwargs["number"]}
        return _("Offer %(before)d and %(after)d") % numbers

    def trail(self) -> list[dict[str, Any]]:
        return [*super().trail(), {"url": self.back, "label": _("Offers")}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        after = self.version(self.kwargs["number"])
        before = self.version(self.kwargs["number"] - 1)
        language = languages.current()
        before_lang, after_lang = (shown_in(offer, language) for offer in (before, after))
        return super().get_context_data(
            changes=differences(before, after, language), before=before.number, after=after.number,
            before_lang=before_lang if before_lang != language else "",
            after_lang=after_lang if after_lang != language else "", back=self.back, **kwargs,
        )  # fmt: skip
