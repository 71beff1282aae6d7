"""The site itself. Loading the Celery application here lets every process put tasks on the broker."""

from cms.celery import app as celery_app

__all__ = ["celery_app"]
