"""An OpenID Connect issuer on loopback: discovery, keys, tokens, userinfo. It signs for real, and may lie."""

import base64
import hashlib
import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key

CLIENT, SECRET = "octavo-test", "a secret between two"
ADA = {"sub": "ada-1", "email": "ada@octavo.example", "email_verified": True, "name": "Ada Holm"}


def new_key() -> RSAPrivateKey:
    return generate_private_key(65537, 2048)


@dataclass
class Issuer:
    """`claims` and `told` overwrite what the token and userinfo say; `key` signs, `published` is in the key set."""

    address: str = ""
    person: dict[str, Any] = field(default_factory=lambda: dict(ADA))
    claims: dict[str, Any] = field(default_factory=dict)
    told: dict[str, Any] = field(default_factory=dict)
    key: Any = field(default_factory=new_key)
    algorithm: str = "RS256"
    published: Any = None
    without: tuple[str, ...] = ()
    raw: dict[str, bytes] = field(default_factory=dict)
    asked: dict[str, str] = field(default_factory=dict)
    seen: list[str] = field(default_factory=list)

    def authorize(self, address: str) -> dict[str, str]:
        """As its page would, for whoever was sent to `address`: what it sends back along with the person."""
        url = urlsplit(address)
        assert f"{url.scheme}://{url.netloc}{url.path}" == f"{self.address}/authorize"
        self.asked = {name: values[-1] for name, values in parse_qs(url.query).items()}
        return {"code": "a-code", "state": self.asked["state"]}

    def answer(self, path: str, form: dict[str, str], headers: Any) -> Any:
        if path == "/.well-known/openid-configuration":
            return self._configuration()
        if path == "/keys":
            public = (self.published or self.key).public_key()
            return {"keys": [{**json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(public)), "kid": "k1", "alg": "RS256"}]}
        if path == "/token":
            return self._token(form)
        if path == "/userinfo" and headers["Authorization"] == "Bearer an-access-token":
            return {**self.person, **self.told}
        return None

    def _configuration(self) -> dict[str, Any]:
        said: dict[str, Any] = {"issuer": self.address, "token_endpoint_auth_methods_supported": ["client_secret_post"]}
        ends = {"authorization": "authorize", "token": "token", "userinfo": "userinfo"}
        said |= {f"{name}_endpoint": f"{self.address}/{path}" for name, path in ends.items()}
        said["jwks_uri"] = f"{self.address}/keys"
        return {name: value for name, value in said.items() if name not in self.without}

    def _token(self, form: dict[str, str]) -> dict[str, Any] | None:
        proof = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(proof).rstrip(b"=").decode()
        known = (form.get("client_id"), form.get("client_secret"), form.get("code"), form.get("redirect_uri"))
        if known != (CLIENT, SECRET, "a-code", self.asked.get("redirect_uri")):
            return None
        if challenge != self.asked["code_challenge"]:
            return None
        now = int(time.time())
        claims = {"iss": self.address, "aud": CLIENT, "iat": now, "exp": now + 60, "nonce": self.asked.get("nonce")}
        claims |= {**self.person, **self.claims}
        signed = jwt.encode(claims, self.key, self.algorithm, headers={"kid": "k1"})
        said = {"access_token": "an-access-token", "token_type": "Bearer", "expires_in": 60, "id_token": signed}
        return {name: value for name, value in said.items() if name not in self.without}


@contextmanager
def running() -> Iterator[Issuer]:
    issuer = Issuer()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.respond({})

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            self.respond({name: values[-1] for name, values in parse_qs(body).items()})

        def respond(self, form: dict[str, str]) -> None:
            path = urlsplit(self.path).path
            issuer.seen.append(path)
            said = issuer.answer(path, form, self.headers)
            body = issuer.raw.get(path, json.dumps(said or {"error": "invalid_request"}).encode())
            self.send_response(200 if said is not None else 400)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    issuer.address = f"http://127.0.0.1:{server.server_port}"
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield issuer
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
