"""A job that only proves that a worker is there."""

from cms.jobs.models import Job
from cms.jobs.services import handles

PROOF = "demo-proof"


@handles(PROOF)
def prove(job: Job) -> None:
    """Nothing to do: reaching this line is the proof."""
