"""Storage of return channels, and the period in which their code can be shown.

The person who filed sees it until they say that they have it, or for an hour: if a bad line loses
the answer, the source must not lose its way back. Then the material that it was made from is
deleted.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, insert, select, update

from portal.casefile.submissions import passphrase, return_code
from portal.casefile.submissions.receipts import Receipt, code_of, hash_of, receipts
from portal.web.accounts.channel_tables import channels

SHOWN_FOR = timedelta(hours=1)
# Written once: each submission asks them.
_ADD = insert(channels)
_SHOWN = select(channels.c.code_hash, channels.c.code_nonce, channels.c.nonce).where(
    channels.c.submission_id == bindparam("of"), channels.c.shown_until > bindparam("now")
)
_PUT_AWAY = {"code_nonce": None, "nonce": None, "shown_until": None}
_PUT_OVER_AWAY = (
    update(channels).where(channels.c.shown_until <= bindparam("now")).values(_PUT_AWAY)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """A new one. It is kept in the transaction that keeps its submission."""

    submission_id: str
    code_hash: str
    code_nonce: str
    shown_until: datetime
    language: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Secrets:
    """What the receipt shows: a return code, or the passphrase of a receipt of before."""

    return_code: str | None = None
    passphrase: str | None = None


NOTHING = Secrets()


def new(receipt: Receipt, key: str, language: str | None = None) -> Channel:
    """Make the channel of what is being received. ``key``: the one that made its code.

    ``language``: in which the source wants to be written to.
    """
    nonce = return_code.mint_nonce()
    return Channel(
        submission_id=receipt.submission_id,
        code_hash=return_code.digest(return_code.made_of(receipt.command_id, nonce, key)),
        code_nonce=nonce,
        shown_until=receipt.created_at + SHOWN_FOR,
        language=language,
    )


def add(conn: Connection, channel: Channel, *, at: datetime) -> None:
    """Keep it, and throw away what others' codes were made of once their hour is over."""
    conn.execute(_PUT_OVER_AWAY, {"now": at})
    conn.execute(_ADD, asdict(channel))


def shown(conn: Connection, receipt: Receipt, keys: Sequence[str], *, at: datetime) -> Secrets:
    """Return what may be shown still. Ask before whose receipt it is."""
    of = receipt.command_id
    row = conn.execute(_SHOWN, {"of": receipt.submission_id, "now": at}).one_or_none()
    if row is None:
        return NOTHING
    if row.code_nonce is not None:
        codes = (return_code.made_of(of, row.code_nonce, key) for key in keys)
        right = (code for code in codes if return_code.digest(code) == row.code_hash)
        return Secrets(return_code=next(right, None))
    made_by = (key for key in keys if hash_of(code_of(of, key)) == receipt.code_hash)
    made = (passphrase.made_of(of, row.nonce, key) for key in made_by)
    return Secrets(passphrase=next(made, None))


def close(conn: Connection, submission_id: str) -> None:
    """It was written down: from now on nobody can show it again."""
    this = channels.c.submission_id == submission_id
    conn.execute(update(channels).where(this).values(_PUT_AWAY))


def opened_by(conn: Connection, typed: str) -> str | None:
    """Return the submission that this return code opens. Raises ``Mistyped``."""
    this = channels.c.code_hash == return_code.digest(typed)
    found = conn.scalar(select(channels.c.submission_id).where(this))
    return None if found is None else str(found)


def opened_by_both(conn: Connection, code: str, typed: str) -> str | None:
    """Return the submission that tracking code and passphrase of a receipt of before open.

    A code that is of no submission takes as long as a wrong passphrase, and looks the same.
    """
    found = conn.execute(
        select(channels.c.submission_id, channels.c.passphrase_hash)
        .join(receipts, receipts.c.submission_id == channels.c.submission_id)
        .where(receipts.c.code_hash == hash_of(code))
    ).one_or_none()
    right = passphrase.matches(found.passphrase_hash if found else None, typed)
    return str(found.submission_id) if found and right else None
