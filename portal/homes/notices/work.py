"""The background task of notices in the ``consume`` process: make new ones, send those due.

Without a mail server notices only appear in the inboxes. One kind of notice that cannot be made
holds up neither the others nor the mail.
"""

import asyncio
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Protocol

import structlog
from prometheus_client import Gauge
from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError, SQLAlchemyError

from portal.homes.nominations.inviting import Revealing
from portal.homes.notices import (
    actions,
    advising,
    briefing,
    briefing_mail,
    contact_laws,
    counsel,
    debriefing,
    deriving,
    documents,
    dormancy,
    ending,
    following,
    forum,
    grading,
    meeting,
    onboarding,
    owing,
    papers,
    partner_status,
    partnering,
    people,
    planning,
    procedures,
    proposing,
    recognition,
    reprisals,
    reviewing,
    rosters,
    rounds,
    selecting,
    speaking,
    succeeding,
    training,
    visit_answers,
    visit_dates,
    visit_incidents,
    visit_joining,
    visit_letters,
    visit_programmes,
    visit_reporting,
    visit_tasks,
    visit_threads,
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
from portal.public.following.asking import Sealing
from portal.selection import seat_terms
from portal.stakeholders.organisations import ageing, passing
from portal.web.accounts import proposals
from portal.web.clock.moved import Moved
from shared.platform.metrics import BACKGROUND_FAILED
from shared.platform.settings import Settings

log = structlog.get_logger(__name__)

_IDLE = 2.0  # seconds between two looks
_LONGEST = 60.0
_NOT_MOVED = timedelta()
_away = Gauge("rapporteur_mail_away", "1 while the mail server does not take notices")


class Keys(people.Keys, Revealing, following.Keys, Sealing, documents.Keys, papers.Keys, Protocol):
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
    _make(_dues(engine, vault, settings, at))
    if post is None:
        return 0
    clock = now or (lambda: at)
    send_letters(engine, vault, settings, post, now=lambda: clock() - ahead)
    went = send_due(engine, vault, settings, post, now=clock)
    _send_to_strangers(engine, vault, settings, post, now=clock, ahead=ahead)
    return went


def _dues(
    engine: Engine, vault: Keys, settings: Settings, at: datetime
) -> Iterator[tuple[str, Callable[[], object]]]:
    """What is made, each with a word for the log and the metric."""
    yield "of rights", partial(deriving.proposed, engine, settings, at=at)
    yield "of facts", partial(deriving.derive, engine, vault, settings, at=at)
    yield "of reminders", partial(deriving.remind, engine, settings, at=at)
    yield "of selections", partial(selecting.due, engine, settings, at=at)
    yield "days of seats on panels", partial(seat_terms.due, engine, at=at)
    yield "of programs", partial(ending.due, engine, settings, at=at)
    yield "of the roster", partial(rosters.due, engine, vault, settings, at=at)
    yield "of first weeks", partial(onboarding.due, engine, settings, at=at)
    yield "days of focal points", partial(passing.due, engine, at=at)
    yield "days of entries", partial(ageing.due, engine, at=at)
    yield "of focal points", partial(speaking.due, engine, settings, at=at)
    yield "of laws on contact", partial(contact_laws.due, engine, vault, settings, at=at)
    yield "of recognition", partial(recognition.due, engine, settings, at=at)
    yield "of dormancy", partial(dormancy.due, engine, settings, at=at)
    yield "of advice", partial(advising.due, engine, settings, at=at)
    yield "of meetings", partial(meeting.due, engine, settings, at=at)
    yield "of alerts", partial(warnings.due, engine, settings, at=at)
    yield "of situations", partial(watching.due, engine, settings, at=at)
    yield "of visit reports", partial(visit_reporting.due, engine, settings, at=at)
    yield "of plans", partial(planning.due, engine, settings, at=at)
    yield "of procedures", partial(procedures.due, engine, settings, at=at)
    yield "of custody", partial(succeeding.due, engine, settings, at=at)
    yield "of closed groups", partial(reprisals.due, engine, settings, at=at)
    yield "of counsel", partial(counsel.due, engine, settings, at=at)
    yield "of briefings", partial(briefing.due, engine, vault, settings, at=at)
    yield "of the library", partial(documents.due, engine, vault, settings, at=at)
    yield "of papers of sessions", partial(papers.due, engine, vault, settings, at=at)
    yield "of reports", partial(owing.due, engine, settings, at=at)
    yield "of training events", partial(training.due, engine, settings, at=at)
    yield "of follow-up rounds", partial(rounds.due, engine, settings, at=at)
    yield "of delegated grading", partial(grading.due, engine, settings, at=at)
    yield "of proposed addressees", partial(proposing.due, engine, settings, at=at)
    yield "of reviews of recommendations", partial(reviewing.due, engine, settings, at=at)
    yield "of actions", partial(actions.due, engine, settings, at=at)
    yield "of partners", partial(partnering.due, engine, settings, at=at)
    yield "of what became of partners", partial(partner_status.due, engine, settings, at=at)
    yield "of answers about visits", partial(visit_answers.due, engine, settings, at=at)
    yield "of dates of visits", partial(visit_dates.due, engine, settings, at=at)
    yield "of debriefs of visits", partial(debriefing.due, engine, settings, at=at)
    yield "of incidents of visits", partial(visit_incidents.due, engine, settings, at=at)
    yield "of joint visits", partial(visit_joining.due, engine, settings, at=at)
    yield "of programmes of visits", partial(visit_programmes.due, engine, settings, at=at)
    yield "of what falls due in visits", partial(visit_tasks.due, engine, settings, at=at)
    yield "of letters about visits", partial(visit_letters.due, engine, settings, at=at)
    yield "of threads about visits", partial(visit_threads.due, engine, settings, at=at)
    yield "followings of States", partial(following.begin, engine, vault, settings, at=at)
    yield "of the forum", partial(forum.due, engine, settings, at=at)


def _make(some: Iterable[tuple[str, Callable[[], object]]]) -> None:
    """Make each of these; one that fails holds up none of the others."""
    for what, due in some:
        try:
            due()
        except OperationalError:  # the database is away, and for the others too
            raise
        except Exception:  # whatever it is
            BACKGROUND_FAILED.labels(f"notices {what}").inc()
            log.exception("could not make notices", what=what)


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

    Before it, the briefing goes to the staff who subscribed.

    Raises ``MailAway``.
    """
    send_links(engine, settings, post, now=lambda: now() - ahead)
    send_invitations(engine, vault, settings, post, now=now)
    send_offers(engine, vault, settings, post, now=now)
    if settings.public_url:
        briefing_mail.send_confirmations(engine, vault, settings, post, now=now)
        briefing_mail.send_issues(engine, vault, settings, post, now=now)
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
