"""The broker in files: a worker never meets half a message."""

from __future__ import annotations

import threading
from pathlib import Path

from kombu import Connection

MESSAGES = 400


def connection(folder: Path) -> Connection:
    folder.mkdir(exist_ok=True)
    options = {name: str(folder) for name in ("data_folder_in", "data_folder_out")}
    return Connection("filesystem://", transport_options={**options, "control_folder": str(folder / "control")})


def test_a_reader_in_a_hurry_gets_every_message_whole(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))

    def write() -> None:
        with connection(tmp_path / "messages") as writing:
            queue = writing.SimpleQueue("work")
            for number in range(MESSAGES):
                queue.put({"number": number, "padding": "x" * 5_000})

    writer = threading.Thread(target=write)
    read = []
    with connection(tmp_path / "messages") as reading:
        queue = reading.SimpleQueue("work")
        writer.start()
        while len(read) < MESSAGES:
            message = queue.get(timeout=20)
            read.append(message.payload["number"])
            message.ack()
    writer.join()
    assert sorted(read) == list(range(MESSAGES))


class Watched:
    """Looks, while it is being written as JSON, at what a worker would see."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.seen = folder, ["not asked"]

    def __json__(self) -> str:
        self.seen = [path.name for path in self.folder.glob("*.msg")]
        return "written"


def test_a_message_has_no_place_before_it_is_written(tmp_path: Path) -> None:
    watched = Watched(tmp_path / "messages")
    with connection(tmp_path / "messages") as writing:
        writing.default_channel._put("work", {"body": watched})
    assert watched.seen == []
    assert [path.read_text() for path in (tmp_path / "messages").glob("*.work.msg")] == ['{"body": "written"}']
