"""The reflection log, below *my programme*."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from programmes.participation.reflections import letters, views

urlpatterns = [
    path("", views.log, name="my_reflections"),
    path(_("download/<str:kind>/"), views.download, name="download_reflections"),
    path(_("begin/<uuid:uuid>/"), views.begin, name="begin_reflection"),
    path("<uuid:uuid>/", views.entry, name="my_reflection"),
    path(_("<uuid:uuid>/share/"), views.share, name="share_reflection"),
    path(_("<uuid:uuid>/delete/"), views.delete, name="delete_reflection"),
    path(_("letter/<slug:slug>/"), letters.letter, name="my_letter"),
]
