"""kombu's filesystem broker, with messages that appear whole.

The original opens a message's file under its final name and then writes it, so a worker may fetch it empty; the error
ends the worker: https://github.com/celery/kombu/issues/1551. Delete this file when kombu writes messages in one step.
"""

from __future__ import annotations

import os
import time
import uuid
from pathlib import Path
from typing import Any

from kombu.exceptions import ChannelError
from kombu.transport import TRANSPORT_ALIASES, filesystem
from kombu.utils.json import dumps


class Channel(filesystem.Channel):
    def _put(self, queue: str, payload: Any, **kwargs: Any) -> None:
        """Write the message beside its place under a name no worker looks for, then move it there."""
        folder, name = Path(self.data_folder_out), f"{time.monotonic_ns()}_{uuid.uuid4()}.{queue}.msg"
        unfinished = folder / f".{name}"
        try:
            unfinished.write_text(dumps(payload), encoding="utf-8")
            os.replace(unfinished, folder / name)
        except OSError as problem:
            raise ChannelError(f"Cannot add {name!r} to {folder}") from problem


class Transport(filesystem.Transport):
    Channel = Channel


TRANSPORT_ALIASES["filesystem"] = f"{__name__}:Transport"
