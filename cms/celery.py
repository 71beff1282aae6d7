"""The Celery application: worker and beat start from here."""

import os

from celery import Celery

from cms.jobs import broker

__all__ = ["app", "broker"]

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.demo")

app = Celery("cms")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(
    ["cms.jobs", "programmes.tailoring", "cms.privacy", "programmes.participation", "assessments.ballots"],
    related_name="tasks",
)
