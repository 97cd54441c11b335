"""Codes of an app (RFC 6238: six digits, a new code each half minute) and recovery codes."""

import hmac
from datetime import datetime
from secrets import choice

import pyotp

STEP = 30  # seconds
RECOVERY_CODES = 10
_LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"  # none that looks like another
_GROUPS, _GROUP = 3, 4  # 59 bits: nothing that random needs a slow hash
_ISSUER = "Rapporteur"


def new_secret() -> str:
    """Return 160 random bits as an app takes them."""
    return pyotp.random_base32()


def step_of(secret: str, code: str, at: datetime) -> int | None:
    """Return the half minute whose code this is; None when it is of none near ``at``.

    The one before and the one after count too: clocks differ, and typing takes time.
    """
    now, found = int(at.timestamp()) // STEP, None
    for step in (now - 1, now, now + 1):
        if hmac.compare_digest(_code(secret, step).encode(), code.encode()):
            found = step
    return found


def code_at(secret: str, at: datetime) -> str:
    """Return the code that an app shows now."""
    return _code(secret, int(at.timestamp()) // STEP)


def address_of(secret: str, email: str) -> str:
    """Return the ``otpauth://`` address that an app reads from a picture."""
    return pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name=_ISSUER)


def picture_of(address: str) -> str:
    """Return a QR code as SVG for within a page: no style, no size of its own."""
    import segno  # noqa: PLC0415  # only where a code is set up

    code = segno.make_qr(address, error="m")
    return code.svg_inline(border=4, omitsize=True, light="#fff", svgclass="qr", lineclass=None)


def in_groups(text: str, size: int) -> str:
    """Return the text as somebody can read and type it: "abcd efgh"."""
    return " ".join(text[at : at + size] for at in range(0, len(text), size))


def new_recovery_codes() -> list[str]:
    """Return ten codes; each serves once, where the app or the passkey is lost."""
    return ["-".join(_random_group() for _ in range(_GROUPS)) for _ in range(RECOVERY_CODES)]


def typed(code: str) -> str:
    """Return a code as it is kept, however it was typed: without gaps, in lower case."""
    return "".join(code.split()).replace("-", "").lower()


def is_app_code(code: str) -> bool:
    """Whether it looks like a code of an app, and not like a recovery code. After ``typed``."""
    return code.isascii() and code.isdecimal() and len(code) == 6  # noqa: PLR2004  # digits


def _code(secret: str, step: int) -> str:
    return pyotp.TOTP(secret).generate_otp(step)


def _random_group() -> str:
    return "".join(choice(_LETTERS) for _ in range(_GROUP))
