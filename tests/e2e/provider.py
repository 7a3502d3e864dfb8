"""A small provider of sign-ins on this machine (OpenID Connect Core 1.0, code flow with PKCE)."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, quote, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT, SECRET = "intercoder", "the client's secret: 5 apples"


class Provider(ThreadingHTTPServer):
    """Lets everybody in as whichever of its people they choose.

    Attributes
    ----------
    people
        Claims beside the usual ones, by name.
    lifetime
        Seconds for which the next ID tokens hold.
    """

    daemon_threads = True

    def __init__(self, people: Mapping[str, Mapping[str, object]]) -> None:
        super().__init__(("127.0.0.1", 0), _Asked)
        self.people = people
        self.lifetime = 3600
        self.key = RSAKey.generate_key(2048, {"kid": "first", "use": "sig", "alg": "RS256"})
        self.asked: dict[str, dict[str, str]] = {}  # what was asked, by the code that was given

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def metadata(self) -> dict[str, object]:
        here = self.address
        return {
            "issuer": here,
            "authorization_endpoint": f"{here}/authorize",
            "token_endpoint": f"{here}/token",
            "jwks_uri": f"{here}/keys",
            "end_session_endpoint": f"{here}/end",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "token_endpoint_auth_methods_supported": ["client_secret_basic"],
            "code_challenge_methods_supported": ["S256"],
        }

    def id_token(self, name: str, nonce: str) -> str:
        now = int(time.time())
        claims = {
            "iss": self.address,
            "aud": CLIENT,
            "sub": name,
            "iat": now,
            "exp": now + self.lifetime,
            "nonce": nonce,
            **self.people[name],
        }
        return jwt.encode({"alg": "RS256", "kid": "first"}, claims, self.key)


class _Asked(BaseHTTPRequestHandler):
    server: Provider

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
        match parts.path:
            case "/.well-known/openid-configuration":
                self._answer(self.server.metadata())
            case "/keys":
                self._answer({"keys": [self.server.key.as_dict(private=False)]})
            case "/authorize" if "person" in asked:
                self._let_in(asked)
            case "/authorize":
                self._choose(parts.query)
            case "/end":
                self._send_to(asked["post_logout_redirect_uri"])
            case _:
                self.send_error(404)

    def do_POST(self) -> None:
        length = int(self.headers["Content-Length"])
        sent = {name: values[0] for name, values in parse_qs(self.rfile.read(length).decode()).items()}
        known = base64.b64encode(f"{quote(CLIENT)}:{quote(SECRET)}".encode()).decode()
        plain = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        asked = self.server.asked.pop(sent.get("code", ""), None)
        digest = hashlib.sha256(sent.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).decode().rstrip("=")
        if (
            self.headers.get("Authorization") not in (f"Basic {known}", f"Basic {plain}")
            or asked is None
            or asked["code_challenge"] != challenge
            or asked["redirect_uri"] != sent["redirect_uri"]
        ):
            self._answer({"error": "invalid_grant"}, 400)
            return
        token = self.server.id_token(asked["person"], asked["nonce"])
        self._answer({"access_token": secrets.token_hex(8), "token_type": "Bearer", "id_token": token})

    def _choose(self, query: str) -> None:
        links = "".join(
            f'<p><a href="/authorize?{escape(query)}&amp;person={quote(name)}">{escape(name)}</a></p>'
            for name in self.server.people
        )
        self._say(f"<!doctype html><title>Provider</title><h1>Who are you?</h1>{links}".encode(), "text/html")

    def _let_in(self, asked: dict[str, str]) -> None:
        code = secrets.token_urlsafe(16)
        self.server.asked[code] = asked
        self._send_to(f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}")

    def _send_to(self, address: str) -> None:
        self.send_response(302)
        self.send_header("Location", address)
        self.end_headers()

    def _answer(self, told: Mapping[str, Any], status: int = 200) -> None:
        self._say(json.dumps(told).encode(), "application/json", status)

    def _say(self, body: bytes, kind: str, status: int = 200) -> None:
        self.send_response(status)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def providing(people: Mapping[str, Mapping[str, object]]) -> Iterator[Provider]:
    """Run a provider until the end of the block."""
    with Provider(people) as provider:
        thread = threading.Thread(target=provider.serve_forever, daemon=True)
        thread.start()
        try:
            yield provider
        finally:
            provider.shutdown()
            thread.join()
