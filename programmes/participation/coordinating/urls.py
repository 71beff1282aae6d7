"""A coordinator's addresses, below *my programme*."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from programmes.participation.coordinating import views

urlpatterns = [
    path("", views.coordination, name="my_coordination"),
    path("<slug:slug>/", views.one_coordination, name="my_coordination_of"),
    path(_("<slug:slug>/supply/"), views.supply, name="supply_participant"),
    path(_("<slug:slug>/list/"), views.supply_list, name="supply_list"),
    path(_("<slug:slug>/list/empty.<slug:ending>"), views.empty_list, name="empty_list"),
    path(_("<slug:slug>/replace/<int:pk>/"), views.replace, name="replace_participant"),
]
