"""Gathers the models of the site's rooms."""

from cms.accounts.models import User
from cms.jobs.models import Job
from cms.mail.models import OutgoingMail
from cms.pages.models import HomePage, StandardPage

__all__ = ["HomePage", "Job", "OutgoingMail", "StandardPage", "User"]
