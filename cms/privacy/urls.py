"""The addresses of one's own data, below one's account."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from cms.privacy import views

urlpatterns = [
    path("", views.my_data, name="my_data"),
    path(_("copy/"), views.ask_for_copy, name="my_data_copy"),
    path(_("copy/<uuid:pk>/"), views.fetch_copy, name="my_data_fetch"),
    path(_("delete/"), views.ask_for_erasure, name="my_data_erase"),
    path(_("delete/take-back/"), views.take_back, name="my_data_stay"),
]
