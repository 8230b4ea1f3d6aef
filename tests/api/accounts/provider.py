"""A small OpenID Connect provider on this machine: it signs for whom the test says, and checks what a provider must check."""

import base64
import json
import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT = "tongtu-wuhan"
SECRET = "agreed on paper"


@dataclass
class Provider:
    """Its address, its key, and what it was asked. `change` alters the claims before they are signed."""

    now: datetime
    address: str = ""
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "one", "use": "sig"}))
    signer: RSAKey | None = None
    change: dict[str, Any] = field(default_factory=dict)
    broken: bool = False
    _codes: dict[str, tuple[dict[str, str], str]] = field(default_factory=dict)

    def authorize(self, address: str, subject: str) -> dict[str, str]:
        """What the browser brings back once somebody signed in there."""
        parts = urlsplit(address)
        asked = dict(parse_qsl(parts.query))
        assert f"{parts.scheme}://{parts.netloc}{parts.path}" == f"{self.address}/authorize"
        assert (asked["response_type"], asked["client_id"], asked["scope"]) == ("code", CLIENT, "openid")
        assert asked["code_challenge_method"] == "S256"
        code = secrets.token_urlsafe(16)
        self._codes[code] = (asked, subject)
        return {"code": code, "state": asked["state"]}

    def described(self) -> dict[str, Any]:
        return {
            "issuer": self.address,
            "authorization_endpoint": f"{self.address}/authorize",
            "token_endpoint": f"{self.address}/token",
            "jwks_uri": f"{self.address}/keys",
        }

    def exchange(self, sent: dict[str, str], authorization: str) -> dict[str, Any] | None:
        """The answer to a code, once; None where the request is not the one of the code."""
        asked, subject = self._codes.pop(sent.get("code", ""), ({}, ""))
        challenge = base64.urlsafe_b64encode(sha256(sent.get("code_verifier", "").encode()).digest()).rstrip(b"=").decode()
        basic = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        if not asked or challenge != asked["code_challenge"] or sent.get("redirect_uri") != asked["redirect_uri"]:
            return None
        if authorization != f"Basic {basic}" or sent.get("grant_type") != "authorization_code":
            return None
        at = int(self.now.timestamp())
        claims = {"iss": self.address, "aud": CLIENT, "sub": subject, "iat": at, "exp": at + 300, "nonce": asked["nonce"]}
        return {"token_type": "Bearer", "access_token": "x", "id_token": self._signed(claims | self.change)}

    def _signed(self, claims: dict[str, Any]) -> str:
        kept = {name: value for name, value in claims.items() if value is not None}
        return jwt.encode({"alg": "RS256", "kid": "one"}, kept, self.signer or self.key)


@contextmanager
def running(now: datetime) -> Iterator[Provider]:
    """The provider on a free port, until the end of the test."""
    provider = Provider(now)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            pages = {"/.well-known/openid-configuration": provider.described(), "/keys": _public(provider)}
            self._answer(pages.get(self.path))

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"])).decode()
            sent = {name: values[0] for name, values in parse_qs(body).items()}
            self._answer(provider.exchange(sent, self.headers.get("authorization", "")) if self.path == "/token" else None)

        def _answer(self, found: dict[str, Any] | None) -> None:
            content = b"" if provider.broken else json.dumps(found).encode()
            self.send_response(500 if provider.broken else 400 if found is None else 200)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    provider.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
        thread.join(10)


def _public(provider: Provider) -> dict[str, Any]:
    return {"keys": [provider.key.as_dict(private=False)]}
