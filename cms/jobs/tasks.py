"""The two Celery tasks behind all background work that is a row."""

from celery import shared_task

from cms.jobs import services


@shared_task(name="cms.jobs.tasks.run_job")
def run_job(job_id: str) -> None:
    services.run(job_id)


@shared_task(name="cms.jobs.tasks.sweep")
def sweep() -> None:
    services.sweep()


services.set_sender(run_job.delay)
