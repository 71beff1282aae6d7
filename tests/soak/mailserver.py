"""A mail server of its own thread that takes everything and remembers to whom."""

from __future__ import annotations

import socketserver
from threading import Thread
from typing import Any, Self


class MailServer(socketserver.ThreadingTCPServer):
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Talk)
        self.recipients: list[str] = []

    @property
    def settings(self) -> dict[str, Any]:
        """What whoever sends by it needs."""
        host, port = self.server_address[:2]
        return {"EMAIL_BACKEND": "cms.mail.backends.SMTPBackend", "EMAIL_HOST": host, "EMAIL_PORT": port}

    def __enter__(self) -> Self:
        Thread(target=self.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *error: object) -> None:
        self.shutdown()
        self.server_close()


class _Talk(socketserver.StreamRequestHandler):
    server: MailServer

    def handle(self) -> None:
        to = ""
        self._say(b"220 mail.example")
        for line in self.rfile:
            command = line[:4].strip().upper()
            if command == b"RCPT":
                to = line.decode().partition("<")[2].partition(">")[0]
            if command == b"DATA":
                self._say(b"354 go on")
                if not self._whole_text():
                    return
                self.server.recipients.append(to)
            self._say(b"221 bye" if command == b"QUIT" else b"250 yes")

    def _say(self, words: bytes) -> None:
        self.wfile.write(words + b"\r\n")

    def _whole_text(self) -> bool:
        """Whether the text came to its end; one that was cut off is no mail."""
        return any(line == b".\r\n" for line in iter(self.rfile.readline, b""))
