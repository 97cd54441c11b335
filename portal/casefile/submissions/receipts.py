"""Receipts: proof that a submission was kept, with the tracking code that leads back to it.

A code is made from the command's id and the secret key, so the same command has the same code and
the code itself is stored nowhere: only its digest, by which it is found.
"""

import hmac
from collections.abc import Collection, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Column,
    Connection,
    MetaData,
    Row,
    Select,
    String,
    Table,
    Uuid,
    bindparam,
    insert,
    select,
)

from shared.core.actor import Actor
from shared.platform.tables import Instant

tables = MetaData()
receipts = Table(
    "receipts",
    tables,
    Column("submission_id", String(36), primary_key=True),
    Column("command_id", Uuid, nullable=False, unique=True),
    Column("code_hash", String(64), nullable=False, unique=True),
    Column("fingerprint", String(64), nullable=False),  # of what was sent, keyed
    Column("submitter_id", String(36), nullable=False, index=True),
    Column("organisation_id", String(100), index=True),
    Column("created_at", Instant, nullable=False),
)

# Written once: each submission asks them.
_ADD = insert(receipts)
_BY_COMMAND = select(receipts).where(receipts.c.command_id == bindparam("this"))
_BY_SUBMISSION = select(receipts).where(receipts.c.submission_id == bindparam("this"))
_BY_CODE = select(receipts).where(receipts.c.code_hash == bindparam("this"))

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's: no letter that is taken for another
_LETTERS = 26  # of 5 bits: 130 bits
_MISTAKEN = str.maketrans({"O": "0", "I": "1", "L": "1"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """``created_at`` is when the submission was kept.

    ``submitter_id`` and ``organisation_id`` are keyed pseudonyms of who files: nobody but the vault
    links an account to what was filed from it (decision 0035).
    """

    submission_id: str
    command_id: UUID
    code_hash: str
    fingerprint: str
    submitter_id: str
    organisation_id: str | None
    created_at: datetime

    def is_of(self, actor: Actor) -> bool:
        """Whether this person filed it; the desk has the receipts of what it enters."""
        return self.submitter_id in actor.filers


def code_of(command_id: UUID, key: str) -> str:
    """Return the tracking code, in groups of four: 130 bits that nobody can guess."""
    digest = hmac.digest(key.encode(), f"tracking-code/{command_id}".encode(), "sha256")
    number = int.from_bytes(digest)
    letters = "".join(_ALPHABET[number >> 5 * n & 31] for n in range(_LETTERS))
    return "-".join(_groups(letters))


def code_for(receipt: Receipt, keys: Sequence[str]) -> str | None:
    """Return the receipt's code: the key that made it may be an older one; None if it is gone."""
    codes = (code_of(receipt.command_id, key) for key in keys)
    return next((code for code in codes if hash_of(code) == receipt.code_hash), None)


def hash_of(code: str) -> str:
    """Return the stored digest of a code, however it was typed."""
    typed = "".join(letter for letter in code.upper() if letter.isalnum()).translate(_MISTAKEN)
    return sha256(typed.encode(errors="replace")).hexdigest()


def add(conn: Connection, receipt: Receipt) -> None:
    conn.execute(_ADD, asdict(receipt))


def by_command(conn: Connection, command_id: UUID) -> Receipt | None:
    return _one(conn, _BY_COMMAND, command_id)


def by_submission(conn: Connection, submission_id: str) -> Receipt | None:
    return _one(conn, _BY_SUBMISSION, submission_id)


def by_submissions(conn: Connection, ids: Collection[str]) -> dict[str, Receipt]:
    rows = conn.execute(select(receipts).where(receipts.c.submission_id.in_(ids)))
    return {row.submission_id: _receipt(row) for row in rows}


def by_code(conn: Connection, code: str) -> Receipt | None:
    """Return the receipt that the code opens; a wrong code costs one look-up too."""
    return _one(conn, _BY_CODE, hash_of(code))


def _one(conn: Connection, query: Select[Any], this: object) -> Receipt | None:
    row = conn.execute(query, {"this": this}).one_or_none()
    return _receipt(row) if row else None


def _receipt(row: Row[Any]) -> Receipt:
    return Receipt(
        submission_id=row.submission_id,
        command_id=row.command_id,
        code_hash=row.code_hash,
        fingerprint=row.fingerprint,
        submitter_id=row.submitter_id,
        organisation_id=row.organisation_id,
        created_at=row.created_at,
    )


def _groups(letters: str) -> Iterator[str]:
    return (letters[at : at + 4] for at in range(0, len(letters), 4))
