"""The laptop's secrets: made once, kept in one file that only its owner can read."""

import base64
import json
import os
import secrets
from collections.abc import Mapping, Sequence
from pathlib import Path

FIRST = "RAPPORTEUR_FIRST_ADMINISTRATORS_KEY"
NAMES = ("RAPPORTEUR_SECRET_KEY", "RAPPORTEUR_ACTOR_KEYS", "RAPPORTEUR_VAULT_KEYS")


def laptop_keys(file: Path, names: Sequence[str] = NAMES) -> dict[str, str]:
    """Return the keys as environment variables, making those that the file does not hold yet.

    Each is 32 random bytes in URL-safe base64, as Fernet and AES-256 both take them.
    """
    kept: dict[str, str] = json.loads(file.read_text()) if file.exists() else {}
    missing = [name for name in names if name not in kept]
    if missing:
        kept |= {
            name: base64.urlsafe_b64encode(secrets.token_bytes(32)).decode() for name in missing
        }
        _write_private(file, json.dumps(kept, indent=2) + "\n")
    return {name: kept[name] for name in names}


def keys_of(file: Path, given: Mapping[str, str]) -> dict[str, str]:
    """Return the keys that are not ``given``: none, if they are in a directory of secrets."""
    if given.get("RAPPORTEUR_SECRETS_DIR"):
        return {}
    return {name: key for name, key in laptop_keys(file).items() if name not in given}


def first_key(file: Path, given: Mapping[str, str]) -> dict[str, str]:
    """Return the key of the first administrators' page, which a demonstration does not have."""
    if given.get("RAPPORTEUR_DEMO", "1") != "0" or given.get("RAPPORTEUR_SECRETS_DIR"):
        return {}
    return {FIRST: given[FIRST]} if FIRST in given else laptop_keys(file, (FIRST,))


def _write_private(file: Path, text: str) -> None:
    new = file.with_suffix(".new")
    new.unlink(missing_ok=True)
    descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as stream:
        stream.write(text)
    new.replace(file)
