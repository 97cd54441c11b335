"""Passkeys (WebAuthn, level 3): the request to the browser, and the check of its answer.

``webauthn`` is loaded where it is used: most processes and most requests never need it.
"""

from dataclasses import dataclass
from ipaddress import ip_address
from secrets import token_bytes
from typing import Any
from urllib.parse import urlsplit

from portal.web.accounts.account import Account
from portal.web.accounts.factors import Passkey

# ruff: noqa: PLC0415


@dataclass(frozen=True, slots=True)
class Site:
    """Whom a passkey is for: the host's name, and the origin that the browser must say."""

    name: str
    origin: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPasskey:
    credential_id: str
    public_key: bytes
    sign_count: int


class NotAnswered(Exception):
    """The browser's answer does not match the request."""


def site_at(address: str) -> Site | None:
    """Return the site of an address; None where the host is a number, which passkeys refuse."""
    parts = urlsplit(address)
    name = parts.hostname or ""
    try:
        ip_address(name)
    except ValueError:
        return Site(name, f"{parts.scheme}://{parts.netloc}")
    return None


def new_challenge() -> str:
    """Return a challenge for an answer, in its stored form."""
    from webauthn.helpers import bytes_to_base64url

    return bytes_to_base64url(token_bytes(32))


def asked_to_make(site: Site, account: Account, known: tuple[Passkey, ...], challenge: str) -> str:
    """Return, as JSON, what the browser is asked to make a new passkey."""
    from webauthn import generate_registration_options, options_to_json
    from webauthn.helpers import base64url_to_bytes
    from webauthn.helpers.structs import (
        AuthenticatorSelectionCriteria,
        ResidentKeyRequirement,
        UserVerificationRequirement,
    )

    options = generate_registration_options(
        rp_id=site.name,
        rp_name="Rapporteur",
        user_id=account.account_id.encode(),
        user_name=account.email,
        user_display_name=account.name,
        challenge=base64url_to_bytes(challenge),
        exclude_credentials=_descriptors(known),
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.DISCOURAGED,
            user_verification=UserVerificationRequirement.PREFERRED,
        ),
    )
    return options_to_json(options)


def made(site: Site, answer: str, challenge: str) -> NewPasskey:
    """Return the new passkey; raise ``NotAnswered``."""
    from webauthn import verify_registration_response
    from webauthn.helpers import base64url_to_bytes, bytes_to_base64url
    from webauthn.helpers.exceptions import WebAuthnException

    try:
        new = verify_registration_response(
            credential=answer,
            expected_challenge=base64url_to_bytes(challenge),
            expected_rp_id=site.name,
            expected_origin=site.origin,
        )
    except (WebAuthnException, ValueError) as error:
        raise NotAnswered from error
    return NewPasskey(
        credential_id=bytes_to_base64url(new.credential_id),
        public_key=new.credential_public_key,
        sign_count=new.sign_count,
    )


def asked_to_show(site: Site, known: tuple[Passkey, ...], challenge: str) -> str:
    """Return, as JSON, what the browser is asked to show one of these passkeys."""
    from webauthn import generate_authentication_options, options_to_json
    from webauthn.helpers import base64url_to_bytes

    options = generate_authentication_options(
        rp_id=site.name,
        challenge=base64url_to_bytes(challenge),
        allow_credentials=_descriptors(known),
    )
    return options_to_json(options)


def shown(
    site: Site, answer: str, known: tuple[Passkey, ...], challenge: str
) -> tuple[Passkey, int]:
    """Return which passkey was shown, and its count of uses; raise ``NotAnswered``.

    A count that did not grow tells of a copy, and is refused.
    """
    from webauthn import verify_authentication_response
    from webauthn.helpers import base64url_to_bytes, parse_authentication_credential_json
    from webauthn.helpers.exceptions import WebAuthnException

    try:
        credential = parse_authentication_credential_json(answer)
        passkey = next(
            (passkey for passkey in known if passkey.credential_id == credential.id), None
        )
        if passkey is None:
            raise NotAnswered
        verified = verify_authentication_response(
            credential=credential,
            expected_challenge=base64url_to_bytes(challenge),
            expected_rp_id=site.name,
            expected_origin=site.origin,
            credential_public_key=passkey.public_key,
            credential_current_sign_count=passkey.sign_count,
        )
    except (WebAuthnException, ValueError) as error:
        raise NotAnswered from error
    return passkey, verified.new_sign_count


def _descriptors(known: tuple[Passkey, ...]) -> list[Any]:
    from webauthn.helpers import base64url_to_bytes
    from webauthn.helpers.structs import PublicKeyCredentialDescriptor

    return [
        PublicKeyCredentialDescriptor(id=base64url_to_bytes(passkey.credential_id))
        for passkey in known
    ]
