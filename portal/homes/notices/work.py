"""The background task of notices in the ``consume`` process: make new ones, send those due.

Without a mail server notices only appear in the inboxes.
"""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Protocol

import structlog
from prometheus_client import Gauge
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from portal.homes.nominations.inviting import Revealing
from portal.homes.notices import (
    advising,
    deriving,
    dormancy,
    ending,
    following,
    meeting,
    onboarding,
    people,
    planning,
    recognition,
    rosters,
    selecting,
    speaking,
    warnings,
    watching,
)
from portal.homes.notices.mail import MailAway, Post, server
from portal.homes.notices.posting import Clock
from portal.homes.notices.sending import send_due
from portal.homes.notices.start_letters import (
    send_invitations,
    send_letters,
    send_links,
    send_offers,
)
from portal.stakeholders.organisations import ageing, passing
from portal.web.accounts import proposals
from portal.web.clock.moved import Moved
from shared.platform.settings import Settings

log = structlog.get_logger(__name__)

_IDLE = 2.0  # seconds between two looks
_LONGEST = 60.0
_NOT_MOVED = timedelta()
_away = Gauge("rapporteur_mail_away", "1 while the mail server does not take notices")


class Keys(people.Keys, Revealing, following.Keys, Protocol):
    """The vault, as far as it is needed here."""


def step(
    engine: Engine,
    vault: Keys,
    settings: Settings,
    post: Post | None,
    *,
    at: datetime,
    ahead: timedelta = _NOT_MOVED,
    now: Clock | None = None,
) -> int:
    """Make and send once; return how many mails went. Raises ``MailAway``.

    ``post``: None where there is no mail server. ``ahead``: how far the clock of ``at`` was moved;
    a start password is good for seven real days. ``now``: the same clock, for the mails.
    """
    proposals.settle(engine, at=at)  # whom news is for depends on it
    deriving.proposed(engine, settings, at=at)
    deriving.derive(engine, vault, settings, at=at)
    deriving.remind(engine, settings, at=at)
    selecting.due(engine, settings, at=at)
    ending.due(engine, settings, at=at)
    rosters.due(engine, vault, settings, at=at)
    onboarding.due(engine, settings, at=at)
    passing.due(engine, at=at)
    ageing.due(engine, at=at)
    speaking.due(engine, settings, at=at)
    recognition.due(engine, settings, at=at)
    dormancy.due(engine, settings, at=at)
    advising.due(engine, settings, at=at)
    meeting.due(engine, settings, at=at)
    warnings.due(engine, settings, at=at)
    watching.due(engine, settings, at=at)
    planning.due(engine, settings, at=at)
    if post is None:
        return 0
    clock = now or (lambda: at)
    send_letters(engine, settings, post, now=lambda: clock() - ahead)
    went = send_due(engine, vault, settings, post, now=clock)
    _send_to_strangers(engine, vault, settings, post, now=clock, ahead=ahead)
    return went


def _send_to_strangers(
    engine: Engine,
    vault: Keys,
    settings: Settings,
    post: Post,
    *,
    now: Clock,
    ahead: timedelta,
) -> None:
    """Send what goes to an address that anybody may type: after all else, which it never holds up.

    Raises ``MailAway``.
    """
    send_links(engine, settings, post, now=lambda: now() - ahead)
    send_invitations(engine, vault, settings, post, now=now)
    send_offers(engine, vault, settings, post, now=now)
    if settings.public_url:
        following.send_confirmations(engine, vault, settings, post, now=now)
        following.send_news(engine, vault, settings, post, now=now)


async def notify(
    engine: Engine,
    vault: Keys,
    settings: Settings,
    *,
    real: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> None:
    """Work until cancelled. Without a mail server there is nothing to send, and nothing waits."""
    clock = Moved(settings, engine, real)

    def once() -> None:
        ahead = clock.ahead()

        def moved() -> datetime:
            return real() + ahead

        step(engine, vault, settings, post, at=moved(), ahead=ahead, now=moved)

    mail = server(settings)
    post = mail.post if mail else None
    pause = _IDLE
    while True:
        try:
            await asyncio.to_thread(once)
        except (MailAway, SQLAlchemyError) as error:
            pause = min(pause * 2, _LONGEST)
            _away.set(1)
            log.warning("notices wait", error=type(error).__name__, pause=pause)
        else:
            pause = _IDLE
            _away.set(0)
        await asyncio.sleep(pause)
