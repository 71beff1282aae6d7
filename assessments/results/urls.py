"""Results of a round, below *mapping*."""

from django.urls import include, path
from django.utils.translation import gettext_lazy as _

from assessments.results import views

_round = [
    path(_("results/"), views.results, name="mapping_results"),
    path(_("results/<int:unit>/"), views.results, name="mapping_results_of"),
    path(_("results/<int:unit>/compare/<int:earlier>/"), views.compare_rounds, name="mapping_compare"),
]

urlpatterns = [path("<int:pk>/", include(_round))]
