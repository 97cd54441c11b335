"""Sending start passwords to their owners by e-mail.

A password is made when it is sent: nobody else sees it, and after a crash in between a new one is
sent.
"""

from datetime import datetime

from sqlalchemy import Engine

from portal.homes.notices.mail import AddressRefused, MailAway, Post, start_letter
from portal.web.accounts import starting
from shared.platform.settings import Settings


def send_letters(engine: Engine, settings: Settings, post: Post, *, at: datetime) -> int:
    """Send what is due; return how many. Raises ``MailAway``: what was not sent goes later."""
    with engine.connect() as conn:
        due = starting.due(conn, at=at)
    return sum(_send(engine, settings, post, account_id, at=at) for account_id in due)


def _send(engine: Engine, settings: Settings, post: Post, account_id: str, *, at: datetime) -> bool:
    taken = starting.take(engine, account_id, at=at)
    if taken is None:
        return False
    account, password = taken
    try:
        post(start_letter(account, password, settings, at=at))
    except AddressRefused:
        with engine.begin() as conn:
            starting.refuse(conn, account_id, at=at)
        return False
    except MailAway:
        with engine.begin() as conn:
            starting.put_off(conn, account_id, at=at)
        raise
    with engine.begin() as conn:
        starting.sent(conn, account_id)
    return True
