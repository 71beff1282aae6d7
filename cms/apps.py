from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from cms.privacy import registry

MODULES = (
    "cms.accounts.checks",
    "cms.accounts.mail",
    "cms.accounts.own",
    "cms.accounts.wagtails",
    "cms.accounts.signals",
    "cms.checks",
    "cms.jobs.tasks",
    "cms.mail.batches",
    "cms.privacy.account",
    "cms.privacy.exporting",
    "cms.privacy.staff",
    "cms.privacy.tasks",
    "cms.sqlite_limit",
)


class CmsConfig(AppConfig):
    name = "cms"
    verbose_name = _("Site")

    def ready(self) -> None:
        # These register checks and job handlers when loaded, once the models are there.
        for module in MODULES:
            import_module(module)
        registry.load()
