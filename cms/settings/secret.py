"""A secret that a machine makes for itself once and keeps, for the demo and for tests."""

import secrets
from pathlib import Path


def kept_secret(path: Path) -> str:
    """The secret in `path`; made and stored (mode 0600) the first time."""
    if path.exists() and (kept := path.read_text().strip()):
        return kept
    path.parent.mkdir(parents=True, exist_ok=True)
    secret = secrets.token_urlsafe(50)
    path.touch(mode=0o600)
    path.write_text(secret)
    return secret
