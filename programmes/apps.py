from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProgrammesConfig(AppConfig):
    name = "programmes"
    verbose_name = _("Programmes")

    def ready(self) -> None:
        # These connect receivers, job handlers and sections when loaded, once the models are there.
        for module in (
            "programmes.library.access",
            "programmes.tailoring.access",
            "programmes.participation.doors",
            "programmes.participation.leading.access",
            "programmes.catalogue.doors",
            "programmes.library.signals",
            "programmes.library.lists.tasks",
            "programmes.tailoring.signals",
            "programmes.tailoring.usage",
            "programmes.tailoring.checks.modules",
            "programmes.tailoring.checks.gatherings",
            "programmes.tailoring.checks.guests",
            "programmes.tailoring.checks.content",
            "programmes.tailoring.offers.signals",
            "programmes.tailoring.own.services",
            "programmes.catalogue.additions",
            "programmes.catalogue.drafts",
            "programmes.participation.board",
            "programmes.participation.book",
            "programmes.participation.invitations",
            "programmes.participation.letters.account",
            "programmes.participation.letters.tasks",
            "programmes.participation.leading.services",
            "programmes.participation.coordinating.services",
            "programmes.participation.coordinating.sections",
            "programmes.participation.workbook.documents",
            "programmes.participation.workbook.programme_chapter",
            "programmes.participation.lists.tasks",
            "programmes.participation.portal",
            "programmes.participation.sealing.checks",
            "programmes.participation.reflections.sections",
            "programmes.participation.reflections.tasks",
            "programmes.participation.groups.sections",
            "programmes.participation.deliveries.sections",
        ):
            import_module(module)
