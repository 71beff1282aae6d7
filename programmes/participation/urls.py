"""A participant's addresses, below *my programme* and translated with it."""

from django.urls import include, path
from django.utils.translation import gettext_lazy as _

from programmes.participation import playing, views
from programmes.participation.deliveries import views as deliveries
from programmes.participation.gatherings import views as gatherings
from programmes.participation.groups import views as groups
from programmes.participation.journey import views as journeys
from programmes.participation.letters import views as letters
from programmes.participation.materials import views as materials
from programmes.participation.reflections import views as reflections

_element = [
    path("", views.element, name="my_element"),
    path(_("mark/"), views.mark, name="mark_element"),
    path("recording", playing.recording, name="my_recording"),
    path("captions-<slug:code>.vtt", playing.captions, name="my_captions"),
    path(_("reflection/"), reflections.exercise, name="my_exercise"),
    path(_("delivery/"), deliveries.delivery, name="my_delivery"),
    path(_("delivery/file/"), deliveries.upload, name="upload_delivered_file"),
    path(_("delivery/file/remove/"), deliveries.remove_file, name="remove_delivered_file"),
    path(_("delivery/hand-in/"), deliveries.hand_in, name="hand_in"),
    path(_("delivery/take-back/"), deliveries.take_back, name="take_back_delivery"),
]
_module = [
    path("", views.module, name="my_module"),
    path(_("leader-group/"), groups.group_space, name="my_group_space"),
    path(_("leader-group/answer/"), groups.answer, name="answer_in_group"),
    path(_("leader-group/decide/"), groups.decide, name="decide_in_group"),
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
    path(_("journey/"), journeys.our_journey, name="my_journey"),
    path(_("materials/"), materials.materials, name="my_materials"),
    path(_("network/"), groups.network_list, name="my_network"),
    path(_("documents/"), include("programmes.participation.workbook.urls")),
]

urlpatterns = [
    path("", views.my_programme, name="my_programme"),
    path(_("schedule/"), views.my_schedule, name="my_schedule"),
    path(_("element/"), include([path("<uuid:uuid>/", include(_element))])),
    path(_("module/"), include([path("<uuid:uuid>/", include(_module))])),
    path(_("group-answer/<uuid:uuid>/"), groups.change_answer, name="change_group_answer"),
    path(_("group-decision/<uuid:uuid>/"), groups.change_decision, name="change_group_decision"),
    path(_("gathering/"), include([path("<uuid:uuid>/", include(_gathering))])),
    path(_("coordination/"), include("programmes.participation.coordinating.urls")),
    path(_("calendar/renew/"), gatherings.renew_feed, name="renew_my_feed"),
    path("<str:token>.ics", gatherings.feed, name="my_feed"),
    path(_("notices/"), letters.choices, name="my_mail"),
    path(_("notices/stop/<str:token>/"), letters.stop, name="stop_mail"),
    path(_("delivered-file/<uuid:uuid>/"), deliveries.download, name="delivered_file"),
    path(_("reflections/"), include("programmes.participation.reflections.urls")),
    path("<slug:slug>/", include(_programme)),
]
