"""An OpenID Connect provider on this machine, over HTTP, whose answers tests can change."""

from base64 import b64decode, urlsafe_b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from secrets import token_urlsafe
from typing import Any
from urllib.parse import urlencode

from flask import Flask, Response, jsonify, redirect, request
from joserfc import jwt
from joserfc.jwk import RSAKey
from werkzeug.wrappers import Response as AnyResponse

from tests.support.served import served

CLIENT, SECRET = "rapporteur", "a shared secret"


@dataclass(slots=True)
class OpenProvider:
    """``says``: claims that it puts into its tokens in place of the right ones; None: left out.

    ``told``: what its userinfo endpoint says.
    """

    issuer: str = ""
    at: datetime = field(default_factory=lambda: datetime.now(UTC))
    says: dict[str, Any] = field(default_factory=dict)
    told: dict[str, Any] = field(default_factory=dict)
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "1"}))
    signs_with: RSAKey | None = None
    auth_methods: list[str] = field(default_factory=lambda: ["client_secret_basic"])
    authorised: dict[str, dict[str, str]] = field(default_factory=dict)
    """Code → what was asked for; a code that was redeemed is gone."""

    def id_token(self, asked: dict[str, str]) -> str:
        seconds = int(self.at.timestamp())
        claims = {
            "iss": self.issuer,
            "aud": CLIENT,
            "sub": "person-1",
            "iat": seconds,
            "exp": seconds + 300,
            "nonce": asked["nonce"],
            "email": "chiara@example.org",
            "email_verified": True,
            **self.says,
        }
        header = {"alg": "RS256", "kid": "1"}
        kept = {name: value for name, value in claims.items() if value is not None}
        return jwt.encode(header, kept, self.signs_with or self.key)


@contextmanager
def running_provider() -> Iterator[OpenProvider]:
    provider = OpenProvider()
    with served(_application(provider)) as provider.issuer:
        yield provider


def _application(provider: OpenProvider) -> Flask:
    app = Flask("provider")

    @app.get("/.well-known/openid-configuration")
    def discovery() -> Response:
        here = provider.issuer
        return jsonify(
            issuer=here,
            authorization_endpoint=f"{here}/authorize",
            token_endpoint=f"{here}/token",
            jwks_uri=f"{here}/keys",
            userinfo_endpoint=f"{here}/userinfo",
            token_endpoint_auth_methods_supported=provider.auth_methods,
        )

    @app.get("/keys")
    def keys() -> Response:
        return jsonify(keys=[provider.key.as_dict(private=False)])

    @app.get("/authorize")
    def authorize() -> AnyResponse:
        asked = request.args.to_dict()
        assert asked["response_type"] == "code"
        assert asked["client_id"] == CLIENT
        assert asked["code_challenge_method"] == "S256"
        assert {"openid", "email"} <= set(asked["scope"].split())
        code = token_urlsafe()
        provider.authorised[code] = asked
        back = urlencode({"code": code, "state": asked["state"]})
        return redirect(f"{asked['redirect_uri']}?{back}")

    @app.post("/token")
    def token() -> tuple[Response, int]:
        asked = provider.authorised.pop(request.form["code"], None)
        digest = sha256(request.form["code_verifier"].encode()).digest()
        challenge = urlsafe_b64encode(digest).decode().rstrip("=")
        right = (
            asked is not None
            and asked["code_challenge"] == challenge
            and asked["redirect_uri"] == request.form["redirect_uri"]
            and _client() == (CLIENT, SECRET)
        )
        if asked is None or not right:
            return jsonify(error="invalid_grant"), 400
        return jsonify(
            id_token=provider.id_token(asked), access_token="access", token_type="Bearer"
        ), 200

    @app.get("/userinfo")
    def userinfo() -> Response:
        assert request.headers["authorization"] == "Bearer access"
        return jsonify(provider.told)

    return app


def _client() -> tuple[str, str]:
    kind, _, given = request.headers.get("authorization", "").partition(" ")
    if kind == "Basic":
        name, _, secret = b64decode(given).decode().partition(":")
        return name, secret
    return request.form.get("client_id", ""), request.form.get("client_secret", "")
