"""Wagtail looks for this file; each room keeps its own hooks."""

from programmes.catalogue import hooks as catalogue_hooks
from programmes.library import hooks as library_hooks
from programmes.library import taxonomy_admin as library_taxonomy
from programmes.participation import hooks as participation_hooks
from programmes.tailoring import hooks as tailoring_hooks

__all__ = ["catalogue_hooks", "library_hooks", "library_taxonomy", "participation_hooks", "tailoring_hooks"]
