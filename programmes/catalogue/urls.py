"""The catalogue's addresses that are not pages."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from programmes.catalogue import views

urlpatterns = [
    path(_("enquiry/"), views.enquiry, name="enquiry"),
    path(_("enquiry/thanks/"), views.thanks, name="enquiry_thanks"),
]
