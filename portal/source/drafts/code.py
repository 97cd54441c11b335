"""The draft code: it opens one draft that was begun without an account, and nothing else.

It is made, shown and kept as a return code is (decision 0045): for an hour, or until its owner says
that they have it. When the draft was sent, the code leads to the receipt for another hour, so that
nobody loses a receipt with the line or the browser that was to show it.
"""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import Connection, and_, delete, insert, or_, select, update

from portal.casefile.drafts.tables import draft_codes, drafts
from portal.casefile.submissions import return_code
from portal.casefile.submissions.keeping import SHOWN_FOR
from portal.web.context import now, settings

_PUT_AWAY: Final = {"code_nonce": None, "shown_until": None}
_c = draft_codes.c


def add(conn: Connection, draft_id: str) -> None:
    """Make the code of a new draft. What others were made of goes once their hour is over."""
    conn.execute(update(draft_codes).where(_c.shown_until <= now()).values(_PUT_AWAY))
    nonce, key = return_code.mint_nonce(), settings().secret_key_list[0]
    conn.execute(
        insert(draft_codes).values(
            draft_id=draft_id,
            code_hash=return_code.digest(return_code.made_of(UUID(draft_id), nonce, key)),
            code_nonce=nonce,
            shown_until=now() + SHOWN_FOR,
        )
    )


def shown(conn: Connection, draft_id: str) -> str | None:
    """Return the code as long as it may be shown. Ask before whose draft it is."""
    row = conn.execute(
        select(_c.code_hash, _c.code_nonce).where(
            _c.draft_id == draft_id, _c.shown_until > now(), _c.code_nonce.is_not(None)
        )
    ).one_or_none()
    if row is None:
        return None
    keys = settings().secret_key_list
    codes = (return_code.made_of(UUID(draft_id), row.code_nonce, key) for key in keys)
    return next((code for code in codes if return_code.digest(code) == row.code_hash), None)


def close(conn: Connection, draft_id: str) -> None:
    """It was written down: from now on nobody can show it again."""
    conn.execute(update(draft_codes).where(_c.draft_id == draft_id).values(_PUT_AWAY))


def sent(conn: Connection, draft_id: str) -> None:
    """The draft became a submission."""
    this = update(draft_codes).where(_c.draft_id == draft_id)
    conn.execute(this.values(sent_at=now(), **_PUT_AWAY))


def discard(conn: Connection, draft_id: str) -> None:
    """Forget the code of a draft that was thrown away."""
    conn.execute(delete(draft_codes).where(_c.draft_id == draft_id, _c.sent_at.is_(None)))


def end(conn: Connection, draft_id: str) -> None:
    """Forget the code of a draft that was sent."""
    conn.execute(delete(draft_codes).where(_c.draft_id == draft_id, _c.sent_at.is_not(None)))


def sweep(conn: Connection) -> None:
    """Forget the codes of drafts that expired, or were sent more than an hour ago."""
    gone = and_(_c.sent_at.is_(None), _c.draft_id.not_in(select(drafts.c.draft_id)))
    conn.execute(delete(draft_codes).where(or_(gone, _c.sent_at <= now() - SHOWN_FOR)))


def opened_by(conn: Connection, typed: str, *, lifetime: timedelta) -> str | None:
    """Return the draft that this code opens. Raises ``Mistyped``.

    One look-up, whether the code is unknown, ended or good.
    """
    at: datetime = now()
    found = conn.scalar(
        select(_c.draft_id)
        .outerjoin(drafts, drafts.c.draft_id == _c.draft_id)
        .where(
            _c.code_hash == return_code.digest(typed),
            or_(drafts.c.changed_at > at - lifetime, _c.sent_at > at - SHOWN_FOR),
        )
    )
    return None if found is None else str(found)
