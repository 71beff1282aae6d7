from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

MODULES = (
    "assessments.ballots.asked",
    "assessments.ballots.doors",
    "assessments.ballots.tasks",
    "assessments.ballots.collected.tasks",
    "assessments.ballots.freetext.tasks",
    "assessments.results.focus",
    "assessments.results.journey",
    "assessments.results.tasks",
    "assessments.results.workbook",
    "assessments.ballots.sections",
    "assessments.instruments.library",
    "assessments.mailing.invitations",
    "assessments.mailing.reminders",
)


class AssessmentsConfig(AppConfig):
    name = "assessments"
    verbose_name = _("Assessments")

    def ready(self) -> None:
        # These register job handlers, receivers, sections and names when loaded, once the models are there.
        for module in MODULES:
            import_module(module)
