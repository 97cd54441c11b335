"""Storage of return channels, and the period in which their passphrase can be shown.

The person who filed sees it until they say that they have it, or for an hour: if a bad line loses
the answer, the source must not lose its way back. Then the material that it was made from is
deleted.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, insert, select, update

from portal.casefile.submissions import passphrase
from portal.casefile.submissions.receipts import Receipt, code_of, hash_of, receipts
from portal.web.accounts.channel_tables import channels

SHOWN_FOR = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """A new one. It is kept in the transaction that keeps its submission."""

    submission_id: str
    passphrase_hash: str
    nonce: str
    shown_until: datetime


def new(receipt: Receipt, key: str) -> Channel:
    """Make the channel of what is being received. ``key``: the one that made its code."""
    nonce = passphrase.mint_nonce()
    return Channel(
        submission_id=receipt.submission_id,
        passphrase_hash=passphrase.hashed(passphrase.made_of(receipt.command_id, nonce, key)),
        nonce=nonce,
        shown_until=receipt.created_at + SHOWN_FOR,
    )


def add(conn: Connection, channel: Channel, *, at: datetime) -> None:
    """Keep it, and throw away what others' passphrases were made of once their hour is over."""
    c = channels.c
    conn.execute(update(channels).where(c.shown_until <= at).values(nonce=None, shown_until=None))
    conn.execute(
        insert(channels).values(
            submission_id=channel.submission_id,
            passphrase_hash=channel.passphrase_hash,
            nonce=channel.nonce,
            shown_until=channel.shown_until,
        )
    )


def shown(conn: Connection, receipt: Receipt, keys: Sequence[str], *, at: datetime) -> str | None:
    """Return the passphrase while it may be shown. Ask before whose receipt it is."""
    c = channels.c
    nonce = conn.scalar(
        select(c.nonce).where(c.submission_id == receipt.submission_id, c.shown_until > at)
    )
    if nonce is None:
        return None
    command_id = receipt.command_id
    made_by = (key for key in keys if hash_of(code_of(command_id, key)) == receipt.code_hash)
    return next((passphrase.made_of(command_id, nonce, key) for key in made_by), None)


def close(conn: Connection, submission_id: str) -> None:
    """It was written down: from now on nobody can show it again."""
    this = channels.c.submission_id == submission_id
    conn.execute(update(channels).where(this).values(nonce=None, shown_until=None))


def opened_by(conn: Connection, code: str, typed: str) -> str | None:
    """Return the submission that code and passphrase open together.

    A code that is of no submission takes as long as a wrong passphrase, and looks the same.
    """
    found = conn.execute(
        select(channels.c.submission_id, channels.c.passphrase_hash)
        .join(receipts, receipts.c.submission_id == channels.c.submission_id)
        .where(receipts.c.code_hash == hash_of(code))
    ).one_or_none()
    right = passphrase.matches(found.passphrase_hash if found else None, typed)
    return str(found.submission_id) if found and right else None
