import gc
from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from cms.privacy import registry

# A page makes tens of thousands of objects that are gone by themselves when it is made. Looking for rings among them at
# every seven hundredth, as Python does, took a tenth of a page's time and more of a test's.
OBJECTS_UNTIL_RINGS_ARE_SOUGHT = 20_000

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
        gc.set_threshold(OBJECTS_UNTIL_RINGS_ARE_SOUGHT)
        # These register checks and job handlers when loaded, once the models are there.
        for module in MODULES:
            import_module(module)
        registry.load()
