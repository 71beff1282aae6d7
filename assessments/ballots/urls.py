"""Answering a round, below *mapping*."""

from django.urls import include, path
from django.utils.translation import gettext_lazy as _

from assessments.ballots import views

_round = [
    path("", views.promise_page, name="mapping_round"),
    path(_("answer/"), views.answer, name="mapping_answer"),
    path(_("delivered/"), views.delivered, name="mapping_delivered"),
]

urlpatterns = [
    path("", views.rounds, name="mapping_rounds"),
    path("<int:pk>/", include(_round)),
]
