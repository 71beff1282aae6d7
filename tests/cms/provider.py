"""A provider of single sign-on on this machine: it says who somebody is in tokens that it really signs."""

from __future__ import annotations

import base64
import hashlib
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT, SECRET, KEY = "kompetanseloftet", "hemmelig-hos-begge", "key-1"


@dataclass
class Provider:
    """`claims` go into the token, over what is always there; `signed_by` may be somebody else's key."""

    url: str = ""
    key: rsa.RSAPrivateKey = field(default_factory=lambda: rsa.generate_private_key(65537, 2048))
    signed_by: rsa.RSAPrivateKey | None = None
    claims: dict[str, Any] = field(default_factory=dict)
    challenge: str = ""

    def configuration(self) -> dict[str, Any]:
        return {
            "issuer": self.url, "jwks_uri": f"{self.url}/keys", "userinfo_endpoint": f"{self.url}/userinfo",
            "authorization_endpoint": f"{self.url}/authorise", "token_endpoint": f"{self.url}/token",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
        }  # fmt: skip

    def keys(self) -> dict[str, Any]:
        public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key()))
        return {"keys": [{**public, "kid": KEY, "use": "sig", "alg": "RS256"}]}

    def tokens(self, asked: dict[str, list[str]]) -> dict[str, Any] | None:
        """The answer to a code, or None when the verifier does not fit the challenge or the secret is wrong."""
        digest = hashlib.sha256(asked["code_verifier"][0].encode()).digest()
        fits = base64.urlsafe_b64encode(digest).rstrip(b"=").decode() == self.challenge
        if not fits or asked["client_secret"] != [SECRET]:
            return None
        now = int(time.time())
        claims = {"iss": self.url, "aud": CLIENT, "sub": "7f3a", "iat": now, "exp": now + 300, **self.claims}
        signed = jwt.encode(claims, self.signed_by or self.key, algorithm="RS256", headers={"kid": KEY})
        return {"access_token": "opens-nothing", "token_type": "Bearer", "expires_in": 300, "id_token": signed}


class _Handler(BaseHTTPRequestHandler):
    provider: Provider

    def do_GET(self) -> None:
        pages = {"/.well-known/openid-configuration": self.provider.configuration, "/keys": self.provider.keys}
        page = pages.get(self.path)
        self._answer(page() if page else None)

    def do_POST(self) -> None:
        written = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self._answer(self.provider.tokens(parse_qs(written)))

    def _answer(self, content: dict[str, Any] | None) -> None:
        body = json.dumps(content or {"error": "invalid_grant"}).encode()
        self.send_response(200 if content else 400)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Tests print nothing."""


@contextmanager
def running_provider() -> Iterator[Provider]:
    provider = Provider()
    handler = type("Handler", (_Handler,), {"provider": provider})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    provider.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield provider
    server.shutdown()
    server.server_close()
    thread.join()
