"""What the worker does with results by the clock."""

from __future__ import annotations

from celery import shared_task

from assessments.results import benchmarking


@shared_task(name="assessments.results.tasks.refresh_benchmarks")
def refresh_benchmarks() -> None:
    """Make new versions of the benchmarks across programmes, where enough organisations have come in since the last."""
    benchmarking.refresh()
