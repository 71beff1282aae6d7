"""Addresses of the assessments, below *mapping* and translated with it."""

from assessments.ballots.urls import urlpatterns as answering
from assessments.results.urls import urlpatterns as results

urlpatterns = [*answering, *results]
