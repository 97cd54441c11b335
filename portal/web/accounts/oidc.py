"""OpenID Connect: the code flow with PKCE, state and nonce; the person named by the provider.

``authlib`` writes the requests, ``joserfc`` verifies the signatures; both are loaded when used.
Discovery and keys are fetched each time: signing in is rare, and so a new key needs no restart.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from secrets import compare_digest, token_urlsafe
from typing import Any

import httpx

# ruff: noqa: PLC0415

_ALGORITHMS = ("RS256", "PS256", "ES256", "EdDSA")  # none with a shared secret, never "none"
_LEEWAY = 60  # seconds that two clocks may differ
_TIMEOUT = httpx.Timeout(10.0, connect=3.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Provider:
    issuer: str
    client_id: str
    client_secret: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Begun:
    """The data that the browser takes along, and that its cookie keeps until it returns."""

    address: str
    state: str
    nonce: str
    verifier: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """``email``: verified by the provider. ``methods``: its ``acr`` and ``amr``."""

    email: str
    methods: frozenset[str]


class ProviderAway(Exception):
    """The provider did not answer, or not as one."""


class NotKnown(Exception):
    """The answer proves nothing. The text says why, and names nobody."""


def begin(provider: Provider, redirect_uri: str) -> Begun:
    """Return where to send the browser. Raises ``ProviderAway``."""
    from authlib.oauth2.rfc6749.parameters import prepare_grant_uri
    from authlib.oauth2.rfc7636 import create_s256_code_challenge

    with _client() as http:
        endpoints = _discover(http, provider)
    state, nonce, verifier = token_urlsafe(32), token_urlsafe(32), token_urlsafe(48)
    address = prepare_grant_uri(
        endpoints["authorization_endpoint"],
        provider.client_id,
        "code",
        redirect_uri=redirect_uri,
        scope="openid email",
        state=state,
        nonce=nonce,
        code_challenge=create_s256_code_challenge(verifier),
        code_challenge_method="S256",
    )
    return Begun(address=str(address), state=state, nonce=nonce, verifier=verifier)


def finish(
    provider: Provider,
    kept: Mapping[str, str],
    returned: Mapping[str, str],
    redirect_uri: str,
    at: datetime,
) -> Known:
    """Return who it is. ``kept``: state, nonce and verifier; ``returned``: what the address holds.

    Raises:
        NotKnown: nobody is signed in.
        ProviderAway: it may be tried again.
    """
    if not compare_digest(returned.get("state", "").encode(), kept["state"].encode()):
        raise NotKnown("state")
    if returned.get("iss", provider.issuer) != provider.issuer:
        raise NotKnown("issuer of the answer")  # RFC 9207: another provider's answer
    if not returned.get("code"):
        raise NotKnown("refused by the provider")
    with _client() as http:
        endpoints = _discover(http, provider)
        tokens = _redeem_code(http, provider, endpoints, kept, returned["code"], redirect_uri)
        keys = _json(http.get, endpoints["jwks_uri"])
        claims = _claims(provider, tokens.get("id_token"), keys, kept["nonce"], at)
        if "email" not in claims and "userinfo_endpoint" in endpoints:
            claims = {**claims, **_fetch_user_info(http, endpoints, tokens, claims)}
    if claims.get("email_verified") is not True or not isinstance(claims.get("email"), str):
        raise NotKnown("no verified e-mail address")
    return Known(email=claims["email"], methods=_methods(claims))


def _client() -> httpx.Client:
    return httpx.Client(timeout=_TIMEOUT, follow_redirects=False)


def _json(ask: Any, address: str, **how: Any) -> dict[str, Any]:
    try:
        answer = ask(address, **how)
        answer.raise_for_status()
        found = answer.json()
    except (httpx.HTTPError, ValueError) as error:
        raise ProviderAway from error
    if not isinstance(found, dict):
        raise ProviderAway
    return found


def _discover(http: httpx.Client, provider: Provider) -> dict[str, Any]:
    address = f"{provider.issuer.rstrip('/')}/.well-known/openid-configuration"
    endpoints = _json(http.get, address)
    wanted = {"authorization_endpoint", "token_endpoint", "jwks_uri"}
    if endpoints.get("issuer") != provider.issuer or not wanted <= endpoints.keys():
        raise ProviderAway
    return endpoints


def _redeem_code(
    http: httpx.Client,
    provider: Provider,
    endpoints: Mapping[str, Any],
    kept: Mapping[str, str],
    code: str,
    redirect_uri: str,
) -> dict[str, Any]:
    """The tokens for this code, which serves once."""
    fields = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": redirect_uri,
        "code_verifier": kept["verifier"],
    }
    basic = "client_secret_basic" in endpoints.get(
        "token_endpoint_auth_methods_supported", ["client_secret_basic"]
    )
    how: dict[str, Any] = {"data": fields}
    if basic:
        how["auth"] = httpx.BasicAuth(provider.client_id, provider.client_secret)
    else:
        secret = {"client_id": provider.client_id, "client_secret": provider.client_secret}
        how["data"] = {**fields, **secret}
    try:
        answer = http.post(endpoints["token_endpoint"], **how)
    except httpx.HTTPError as error:
        raise ProviderAway from error
    if answer.is_client_error:
        raise NotKnown("code not taken")
    return _json(lambda _: answer, "")


def _claims(
    provider: Provider, id_token: object, keys: Mapping[str, Any], nonce: str, at: datetime
) -> dict[str, Any]:
    from joserfc import jwt
    from joserfc.errors import JoseError
    from joserfc.jwk import KeySet

    if not isinstance(id_token, str):
        raise NotKnown("no ID token")
    wanted = jwt.JWTClaimsRegistry(
        now=int(at.timestamp()),
        leeway=_LEEWAY,
        iss={"essential": True, "value": provider.issuer},
        aud={"essential": True, "value": provider.client_id},
        sub={"essential": True},
        exp={"essential": True},
        iat={"essential": True},
        nonce={"essential": True, "value": nonce},
    )
    try:
        token = jwt.decode(id_token, KeySet.import_key_set(keys), algorithms=_ALGORITHMS)  # type: ignore[arg-type]  # it checks what it reads
        wanted.validate(token.claims)
    except (JoseError, ValueError) as error:
        raise NotKnown(type(error).__name__) from error
    claims = dict(token.claims)
    if claims.get("azp", provider.client_id) != provider.client_id:
        raise NotKnown("token of another client")
    return claims


def _fetch_user_info(
    http: httpx.Client,
    endpoints: Mapping[str, Any],
    tokens: Mapping[str, Any],
    claims: Mapping[str, Any],
) -> dict[str, Any]:
    """Return the provider's other data about the person, if it is the same person."""
    bearer = {"authorization": f"Bearer {tokens.get('access_token', '')}"}
    told = _json(http.get, endpoints["userinfo_endpoint"], headers=bearer)
    if told.get("sub") != claims["sub"]:
        raise NotKnown("another person")
    return {name: told[name] for name in ("email", "email_verified") if name in told}


def _methods(claims: Mapping[str, Any]) -> frozenset[str]:
    amr = claims.get("amr")
    listed = amr if isinstance(amr, list) else []
    return frozenset(value for value in (claims.get("acr"), *listed) if isinstance(value, str))
