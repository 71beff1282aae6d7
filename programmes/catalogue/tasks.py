"""What the catalogue does by itself."""

from celery import shared_task

from programmes.catalogue import services


@shared_task(name="programmes.catalogue.tasks.forget_old_enquiries")
def forget_old_enquiries() -> None:
    services.forget_old()
