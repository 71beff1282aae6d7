"""Reviewing free text in Wagtail's admin: one text at a time, and at the end all at once, for good."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.generic import TemplateView, View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry

from assessments.ballots.freetext import access, pages, services
from assessments.ballots.freetext.models import FreeText, TextReview
from assessments.ballots.freetext.notice import deadline
from assessments.ballots.freetext.sealing import UnreadableText
from assessments.ballots.models import Round
from assessments.ballots.pages import title_of
from assessments.disclosure.texts import fewest_texts
from cms.accounts.models import User

DECISIONS = {each.value: each for each in (FreeText.Decision.SHOW, FreeText.Decision.WITHHOLD)}
# What the log says: that it was done, never to which text.
ACTIONS = {each: f"assessments.free_text.{value}" for value, each in DECISIONS.items()}
READ, FINISH, WITHDRAW = (f"assessments.free_text.{what}" for what in ("read", "finish", "withdraw"))


def review_url(round: Round) -> str:
    return reverse("rounds:texts", args=[round.pk])


class ReviewFrame(WagtailAdminTemplateMixin, TemplateView):
    """Heading and way back of the pages of a review."""

    header_icon = "openquote"

    @cached_property
    def review(self) -> TextReview:
        review = access.review_for(self.request.user, self.kwargs["pk"])
        if review.is_waiting:
            _note_reader(review.round, self.request.user)
        return review

    def get_page_title(self) -> str:
        return _("Free text")

    def get_page_subtitle(self) -> str:
        return title_of(self.review.round)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        round = self.review.round
        above = [
            {"url": reverse("rounds:index"), "label": _("Mappings")},
            {"url": reverse("rounds:round", args=[round.pk]), "label": title_of(round)},
        ]
        return [*self.breadcrumbs_items, *above, {"url": "", "label": self.get_page_title()}]


@method_decorator([never_cache, sensitive_variables()], name="dispatch")
class ReviewPage(ReviewFrame):
    """All texts of a round with what was decided; finishing; afterwards what readers see."""

    template_name = "staff/mapping/texts.html"

    @sensitive_variables()
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        review, texts = self.review, pages.in_order(self.review)
        try:
            questions, readable = pages.questions(review, texts), True
        except UnreadableText:
            questions, readable = [], False
        return super().get_context_data(
            review=review,
            round=review.round,
            title=title_of(review.round),
            questions=questions,
            readable=readable,
            following=pages.next_to_decide(texts) if review.is_waiting else None,
            fewest=fewest_texts(review.round.k),
            deadline=deadline(review),
            **kwargs,
        )


@method_decorator([never_cache, sensitive_post_parameters(), sensitive_variables()], name="dispatch")
class ReviewText(ReviewFrame):
    """One held text: shown, with words blacked out where needed, or held back."""

    template_name = "staff/mapping/text.html"

    def get_page_title(self) -> str:
        return _("Review a text")

    @cached_property
    def text(self) -> FreeText:
        return access.text_of(self.review, self.kwargs["number"])

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.text.review.is_waiting:
            return _over(request, self.text.review)
        try:
            return super().dispatch(request, *args, **kwargs)
        except UnreadableText:
            # The list says why.
            return redirect(review_url(self.review.round))

    @sensitive_variables()
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        words = list(enumerate(services.words_of(self.text)))
        return super().get_context_data(
            text=self.text,
            words=words,
            whole=" ".join(word for _place, word in words),
            place=pages.place_of(self.text),
            round=self.review.round,
            back=review_url(self.review.round),
            **kwargs,
        )

    @sensitive_variables()
    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        decision = DECISIONS.get(request.POST.get("decision", ""))
        if decision is None:
            return redirect("rounds:text", self.review.round_id, self.text.pk)
        last = len(services.words_of(self.text)) - 1
        places = {place for place in range(last + 1) if str(place) in request.POST.getlist("black")}
        if len(places) > last:
            decision = FreeText.Decision.WITHHOLD
        try:
            services.decide(self.text, decision, places)
        except services.ReviewOver:
            return _over(request, self.review)
        log(instance=self.review.round, action=ACTIONS[decision])
        following = pages.next_to_decide(pages.in_order(self.review))
        if following is None:
            return redirect(review_url(self.review.round))
        return redirect("rounds:text", self.review.round_id, following.pk)


class Finish(View):
    """The end of a review. What is held back is gone from then on."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        review = access.review_for(request.user, pk)
        try:
            services.finish(review)
        except services.ReviewOver:
            return _over(request, review)
        except services.Undecided:
            messages.error(request, _("Decide about every text first."))
        except UnreadableText:
            messages.error(request, _("The texts can't be opened: the site's secret key is another one now."))
        else:
            log(instance=review.round, action=FINISH)
            messages.success(request, _("The review is finished. The texts stand with the results."))
        return redirect(review_url(review.round))


class Withdraw(View):
    """A text that should not have been shown goes away for good."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int, number: UUID) -> HttpResponse:
        found = access.text_of(access.review_for(request.user, pk), number)
        if services.withdraw(found):
            log(instance=found.review.round, action=WITHDRAW)
            messages.success(request, _("The text is deleted."))
        return redirect(review_url(found.review.round))


def _note_reader(round: Round, user: User) -> None:
    """The log says once of everybody that they have read what was held, also of who became course leader for that."""
    if not ModelLogEntry.objects.for_instance(round).filter(action=READ, user=user).exists():
        log(instance=round, action=READ, user=user)


def _over(request: HttpRequest, review: TextReview) -> HttpResponse:
    messages.error(request, _("The review is over already."))
    return redirect(review_url(review.round))


urlpatterns = [
    path("<int:pk>/texts/", ReviewPage.as_view(), name="texts"),
    path("<int:pk>/texts/finish/", Finish.as_view(), name="texts_finish"),
    path("<int:pk>/texts/<uuid:number>/", ReviewText.as_view(), name="text"),
    path("<int:pk>/texts/<uuid:number>/withdraw/", Withdraw.as_view(), name="text_withdraw"),
]
