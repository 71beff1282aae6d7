"""A participant's addresses, below *my programme* and translated with it."""

from django.urls import include, path
from django.utils.translation import gettext_lazy as _

from programmes.participation import views
from programmes.participation.gatherings import views as gatherings
from programmes.participation.letters import views as letters

_element = [
    path("", views.element, name="my_element"),
    path(_("mark/"), views.mark, name="mark_element"),
]
_gathering = [
    path("", gatherings.gathering, name="my_gathering"),
    path("calendar.ics", gatherings.gathering_calendar, name="my_gathering_calendar"),
    path(_("attendance/"), gatherings.attendance, name="my_attendance"),
    path(_("evaluation/"), gatherings.evaluation, name="my_evaluation"),
]
_programme = [
    path("", views.one_programme, name="my_programme_of"),
    path(_("schedule/"), views.one_schedule, name="my_schedule_of"),
    path("calendar.ics", gatherings.programme_calendar, name="my_calendar"),
]

urlpatterns = [
    path("", views.my_programme, name="my_programme"),
    path(_("schedule/"), views.my_schedule, name="my_schedule"),
    path(_("element/"), include([path("<uuid:uuid>/", include(_element))])),
    path(_("module/"), include([path("<uuid:uuid>/", views.module, name="my_module")])),
    path(_("gathering/"), include([path("<uuid:uuid>/", include(_gathering))])),
    path(_("calendar/renew/"), gatherings.renew_feed, name="renew_my_feed"),
    path("<str:token>.ics", gatherings.feed, name="my_feed"),
    path(_("notices/"), letters.choices, name="my_mail"),
    path(_("notices/stop/<str:token>/"), letters.stop, name="stop_mail"),
    path("<slug:slug>/", include(_programme)),
]
