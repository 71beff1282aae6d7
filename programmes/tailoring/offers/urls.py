"""The client's addresses, each with the offer's secret."""

from django.urls import include, path
from django.utils.translation import gettext_lazy as _

from programmes.tailoring.offers import views

_offer = [
    path("", views.offer, name="offer"),
    path(_("accept/"), views.accept, name="offer_accept"),
    path(_("comment/"), views.comment, name="offer_comment"),
    path("pdf/", views.document, name="offer_document"),
]

urlpatterns = [path("<slug:token>/", include(_offer))]
