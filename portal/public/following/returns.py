"""Mails that came back after their server took them: whose they are, and when no more goes.

Each mail has a sender of its own, at a mailbox of ours: a pseudonym of the following, and the
number up to which the mail tells. It names nobody, and opens nothing. See decision 0209.
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Engine, select, update

from portal.public.following.asking import Pseudonyms
from portal.public.following.tables import followings
from portal.web.accounts import token

WITHIN: Final = timedelta(days=40)
"""Two mails that come back in so many days end the mails: two of once a month do."""
_USE: Final = "following-returns"
_OWN: Final = re.compile(r"([0-9a-f]{32})-(\d{1,9})")
_c = followings.c


@dataclass(frozen=True, slots=True)
class Returned:
    """``own``: the pseudonym in the sender. ``number``: up to which news the mail told."""

    own: str
    number: int


def own_of(vault: Pseudonyms, following_id: str) -> str:
    return vault.pseudonym(_USE, following_id)


def sender(own: str, number: int, mailbox: str) -> str:
    """Return the sender of a mail: a part of this mailbox, as ``local+part@domain``."""
    local, _, domain = mailbox.rpartition("@")
    return f"{local}+{own}-{number}@{domain}"


def which(address: str, mailbox: str) -> Returned | None:
    """Return the mail that had this sender; None: none of ours had."""
    local, _, domain = mailbox.lower().rpartition("@")
    to, _, at = address.strip().lower().rpartition("@")
    found = _OWN.fullmatch(to.removeprefix(f"{local}+"))
    return Returned(found[1], int(found[2])) if found and at == domain else None


def came_back(engine: Engine, mail: Returned, *, at: datetime) -> None:
    """Note that a mail came back for good. To note it twice notes it once.

    The second one in ``WITHIN`` ends the mails, until their owner begins again. What came back of
    before they did counts no more, nor does what never went.
    """
    this = _c.return_hash == token.digest(mail.own)
    with engine.begin() as conn:
        row = conn.execute(select(followings).where(this).with_for_update()).one_or_none()
        if row is None or row.stopped_at is not None:
            return
        if not row.returned < mail.number <= max(row.told, row.upto or 0):
            return
        again = row.returned_at is not None and at - row.returned_at <= WITHIN
        stopped = {"stopped_at": at, "upto": None} if again else {}
        new = {"returned": mail.number, "returned_at": at, **stopped}
        conn.execute(update(followings).where(this).values(new))
