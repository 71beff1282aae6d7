"""Wagtail looks for this file; each room keeps its own hooks."""

from assessments.ballots import hooks as ballots_hooks

__all__ = ["ballots_hooks"]
