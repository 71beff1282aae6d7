"""Prove a running demo healthy over HTTP: pages in both languages, database, broker, and a worker that works."""

from __future__ import annotations

import time
import urllib.error
import urllib.request
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cms.demo.jobs import PROOF
from cms.jobs.models import Job
from cms.jobs.services import enqueue

PATHS = ("/healthz", "/readyz", "/nb/", "/da/", "/nb/konto/login/code/", "/da/konto/login/code/", "/admin/login/")
PATIENCE = 30


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--base-url", default="http://127.0.0.1:8000")

    def handle(self, *args: Any, base_url: str, **options: Any) -> None:
        for path in PATHS:
            try:
                urllib.request.urlopen(base_url + path, timeout=20).close()
            except (urllib.error.URLError, TimeoutError) as problem:
                raise CommandError(f"{path}: {problem}") from None
            self.stdout.write(f"200 {path}")
        job = enqueue(PROOF)
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            if Job.objects.get(pk=job.pk).state == Job.State.DONE:
                self.stdout.write("The worker works. The demo is healthy.")
                return
            time.sleep(0.2)
        raise CommandError(f"The worker did not do its work within {PATIENCE} seconds.")
