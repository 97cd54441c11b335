"""Sending start passwords to their owners, and links to people who register, by e-mail.

Each is made when it is sent: nobody else sees it, and after a crash in between a new one is sent.
An address that a stranger typed and that takes no mail now holds up no other letter.
"""

from datetime import datetime

from sqlalchemy import Engine

from portal.homes.nominations import inviting, offers
from portal.homes.nominations.inviting import Revealing
from portal.homes.notices.mail import (
    AddressAway,
    AddressRefused,
    MailAway,
    Post,
    nomination_letter,
    offer_letter,
    registration_letter,
    start_letter,
)
from portal.selection import registering
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
    except MailAway as error:
        with engine.begin() as conn:
            starting.put_off(conn, account_id, at=at)
        if isinstance(error, AddressAway):
            return False
        raise
    with engine.begin() as conn:
        starting.sent(conn, account_id)
    return True


def send_links(engine: Engine, settings: Settings, post: Post, *, at: datetime) -> int:
    """Send what is due to people who register. Raises ``MailAway``, too."""
    addresses = registering.due(engine, at=at)
    return sum(_send_link(engine, settings, post, address, at=at) for address in addresses)


def _send_link(
    engine: Engine, settings: Settings, post: Post, address: str, *, at: datetime
) -> bool:
    letter = registering.take(engine, address, at=at)
    if letter is None:
        return False
    try:
        post(registration_letter(letter, settings, at=at))
    except AddressRefused:
        registering.drop(engine, address)
        return False
    except MailAway as error:
        registering.put_off(engine, address, at=at)
        if isinstance(error, AddressAway):
            return False
        raise
    registering.sent(engine, address)
    return True


def send_invitations(
    engine: Engine, vault: Revealing, settings: Settings, post: Post, *, at: datetime
) -> int:
    """Send what is due to nominators. Raises ``MailAway``, too."""
    asked = inviting.due(engine, at=at)
    return sum(_send_invitation(engine, vault, settings, post, one, at=at) for one in asked)


def _send_invitation(
    engine: Engine,
    vault: Revealing,
    settings: Settings,
    post: Post,
    nomination_id: str,
    *,
    at: datetime,
) -> bool:
    letter = inviting.take(engine, vault, nomination_id, at=at)
    if letter is None:
        return False
    try:
        post(nomination_letter(letter, settings, at=at))
    except AddressRefused:
        inviting.drop(engine, nomination_id)
        return False
    except MailAway as error:
        inviting.put_off(engine, nomination_id, at=at)
        if isinstance(error, AddressAway):
            return False
        raise
    inviting.sent(engine, nomination_id)
    return True


def send_offers(
    engine: Engine, vault: Revealing, settings: Settings, post: Post, *, at: datetime
) -> int:
    """Send what is due to nominators who began, and to candidates. Raises ``MailAway``, too."""
    due = offers.due(engine, at=at)
    return sum(_send_offer(engine, vault, settings, post, one, at=at) for one in due)


def _send_offer(
    engine: Engine,
    vault: Revealing,
    settings: Settings,
    post: Post,
    offer_id: str,
    *,
    at: datetime,
) -> bool:
    letter = offers.take(engine, vault, offer_id, at=at)
    if letter is None:
        return False
    try:
        post(offer_letter(letter, settings, at=at))
    except AddressRefused:
        offers.sent(engine, offer_id)
        return False
    except MailAway as error:
        offers.put_off(engine, offer_id, at=at)
        if isinstance(error, AddressAway):
            return False
        raise
    offers.sent(engine, offer_id)
    return True
