"""Every night what has been kept for as long as its rule says is removed, and how much it was is written down."""

from __future__ import annotations

import logging
from datetime import datetime

from django.db import transaction

from cms.privacy.models import RetentionRun
from cms.privacy.registry import Declaration, declarations

log = logging.getLogger(__name__)


def due(now: datetime) -> list[tuple[Declaration, int]]:
    """How many rows of each table would go now, without touching any."""
    found = [(one, one.retention.due(now).count()) for one in declarations() if one.retention.due]
    return [(one, count) for one, count in found if count]


def carry_out(now: datetime) -> dict[str, int]:
    """Remove what is due, table by table; returns how many rows it was, by the model's label."""
    removed: dict[str, int] = {}
    for one in declarations():
        with transaction.atomic():
            count = one.retention.carry_out(now)
        if count:
            removed[one.model] = count
    if removed:
        RetentionRun.objects.create(removed=removed)
        log.info("removed as their time was over: %s", removed)
    return removed
