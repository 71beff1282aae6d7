"""Gathers the models of the site's rooms."""

from cms.accounts.models import User
from cms.jobs.models import Job
from cms.mail.models import OutgoingMail
from cms.pages.models import HomePage, StandardPage
from cms.privacy.models import DataExport, ErasureRequest, RetentionRun

__all__ = [
    "DataExport",
    "ErasureRequest",
    "HomePage",
    "Job",
    "OutgoingMail",
    "RetentionRun",
    "StandardPage",
    "User",
]
