"""A participant's addresses, below *my programme* and translated with it."""

from django.urls import include, path
from django.utils.translation import gettext_lazy as _

from programmes.participation import views

_element = [
    path("", views.element, name="my_element"),
    path(_("mark/"), views.mark, name="mark_element"),
]
_gathering = [
    path("", views.gathering, name="my_gathering"),
    path("calendar.ics", views.gathering_calendar, name="my_gathering_calendar"),
]
_programme = [
    path("", views.one_programme, name="my_programme_of"),
    path(_("schedule/"), views.one_schedule, name="my_schedule_of"),
    path("calendar.ics", views.programme_calendar, name="my_calendar"),
]

urlpatterns = [
    path("", views.my_programme, name="my_programme"),
    path(_("schedule/"), views.my_schedule, name="my_schedule"),
    path(_("element/"), include([path("<uuid:uuid>/", include(_element))])),
    path(_("module/"), include([path("<uuid:uuid>/", views.module, name="my_module")])),
    path(_("gathering/"), include([path("<uuid:uuid>/", include(_gathering))])),
    path("<slug:slug>/", include(_programme)),
]
