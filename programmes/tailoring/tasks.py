"""What the beat asks of this room."""

from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from programmes.tailoring import services
from programmes.tailoring.models import Sketch

# As long as somebody may come back to a programme they began.
SKETCHES_KEPT_FOR = timedelta(days=90)


@shared_task(name="programmes.tailoring.tasks.pin_opened_modules")
def pin_opened_modules() -> None:
    """Pin what opened to participants since the last time; idempotent."""
    services.pin_opened_modules(timezone.localdate())


@shared_task(name="programmes.tailoring.tasks.forget_sketches")
def forget_sketches() -> None:
    """Forget sketches nobody has touched for long; the programmes made of them stay."""
    Sketch.objects.filter(updated_at__lt=timezone.now() - SKETCHES_KEPT_FOR).delete()
