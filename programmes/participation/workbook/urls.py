"""Workbook and certificate, below a programme's own address."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from programmes.participation.workbook import views

urlpatterns = [
    path("", views.documents_of, name="my_documents"),
    path("<slug:kind>/", views.download, name="my_document"),
    path(_("<slug:kind>/make/"), views.make, name="make_document"),
]
