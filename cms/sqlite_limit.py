"""As many parameters in a statement as the SQLite at hand takes, instead of the 999 of old ones.

https://code.djangoproject.com/ticket/36143. Delete this file when Django is 6.0 or newer.
"""

from __future__ import annotations

import sqlite3
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created
from django.dispatch import receiver


@receiver(connection_created)
def use_the_real_limit(connection: BaseDatabaseWrapper, **kwargs: Any) -> None:
    if isinstance(connection.connection, sqlite3.Connection):
        limit = connection.connection.getlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER)
        connection.features.max_query_params = limit
