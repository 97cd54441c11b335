"""Sending start passwords to their owners, and links to people who register, by e-mail.

Each is made when it is sent: nobody else sees it, and after a crash in between a new one is sent.
An address that a stranger typed and that takes no mail now holds up no other letter.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import partial

from sqlalchemy import Engine

from portal.homes.nominations import inviting, offers
from portal.homes.nominations.inviting import Revealing
from portal.homes.notices.mail import (
    Post,
    nomination_letter,
    offer_letter,
    registration_letter,
    start_letter,
)
from portal.homes.notices.posting import REFUSED, Clock, Mail, Mailing, of_letters, post_each
from portal.homes.notices.sending import language_of
from portal.selection import registering
from portal.web.accounts import starting
from portal.web.accounts.filers import Pseudonyms
from shared.platform.settings import Settings


def send_letters(
    engine: Engine, vault: Pseudonyms, settings: Settings, post: Post, *, now: Clock
) -> int:
    """Send what is due; return how many. Raises ``MailAway``: what was not sent goes later."""
    with engine.connect() as conn:
        due = starting.due(conn, at=now())

    def take(account_id: str, *, at: datetime) -> Mail | None:
        taken = starting.take(engine, account_id, at=at)
        if taken is None:
            return None
        account, password = taken
        with engine.connect() as conn:
            to = replace(account, language=language_of(conn, vault, account))
        return Mail(
            write=partial(start_letter, to, password, settings, at=at),
            sent=lambda: _keep(engine, starting.went, account_id, at=at),
            refused=lambda: _keep(engine, starting.refuse, account_id, at=at),
        )

    put_off = partial(_keep, engine, starting.put_off)
    return post_each(Mailing("start letters", take, put_off), due, post, now=now)


def send_links(engine: Engine, settings: Settings, post: Post, *, now: Clock) -> int:
    """Send what is due to people who register. Raises ``MailAway``, too."""
    mailing = of_letters(
        "links",
        partial(registering.take, engine),
        partial(registration_letter, settings=settings),
        sent=partial(registering.sent, engine),
        refused=partial(registering.drop, engine),
        put_off=partial(registering.put_off, engine),
        for_good=REFUSED,
    )
    return post_each(mailing, registering.due(engine, at=now()), post, now=now)


def send_invitations(
    engine: Engine, vault: Revealing, settings: Settings, post: Post, *, now: Clock
) -> int:
    """Send what is due to nominators. Raises ``MailAway``, too."""
    mailing = of_letters(
        "invitations",
        partial(inviting.take, engine, vault),
        partial(nomination_letter, settings=settings),
        sent=partial(inviting.sent, engine),
        refused=partial(inviting.drop, engine),
        put_off=partial(inviting.put_off, engine),
        for_good=REFUSED,
    )
    return post_each(mailing, inviting.due(engine, at=now()), post, now=now)


def send_offers(
    engine: Engine, vault: Revealing, settings: Settings, post: Post, *, now: Clock
) -> int:
    """Send what is due to nominators who began, and to candidates. Raises ``MailAway``, too."""
    mailing = of_letters(
        "offers",
        partial(offers.take, engine, vault),
        partial(offer_letter, settings=settings),
        sent=partial(offers.sent, engine),
        refused=partial(offers.sent, engine),
        put_off=partial(offers.put_off, engine),
        for_good=REFUSED,
    )
    return post_each(mailing, offers.due(engine, at=now()), post, now=now)


def _keep(engine: Engine, keep: Callable[..., None], account_id: str, **when: datetime) -> None:
    with engine.begin() as conn:
        keep(conn, account_id, **when)
