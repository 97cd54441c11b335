"""What falls due of a State within a year, as far as this reader may open it.

Each line leads to a page that the same reader opens by the same query, so it tells of nothing else.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from flask import url_for
from sqlalchemy import Connection

from portal.committee.reports import found as owed_found
from portal.committee.reports import queries as owed
from portal.committee.reports import words as owed_words
from portal.followup.inputs import queries as inputs
from portal.followup.inputs.announced import CALLS
from portal.followup.recommendations import reviewed
from portal.followup.recommendations.tables import recommendations
from portal.followup.replies import lists
from portal.followup.rounds import queries as follow_up
from portal.followup.rounds.read_model import rounds
from portal.public.register import signed
from portal.public.register import words as register
from portal.public.register.signed_model import signed as briefings
from portal.web.i18n.texts import gettext
from shared.core.actor import Actor

_AHEAD: Final = timedelta(days=365)


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """``what`` falls due, and of ``which``; ``mandates``: codes, none of a treaty body."""

    on: date
    what: str
    which: str
    address: str
    mandates: Sequence[str] = ()


def within_a_year(
    conn: Connection, actor: Actor, state: str, at: datetime, today: date
) -> list[Due]:
    """Return what falls due from today, the nearest first."""
    every = (
        *_replies(conn, actor, state, at),
        *_rounds(conn, actor, state),
        *_reports(conn, state),
        *calls(conn, state, today),
        *_reviews(conn, actor, state),
        *_looks(conn, actor, state),
    )
    ahead = [one for one in every if today <= one.on <= today + _AHEAD]
    return sorted(ahead, key=lambda one: (one.on, one.what, one.which, one.address))


def _replies(conn: Connection, actor: Actor, state: str, at: datetime) -> Iterator[Due]:
    for case in lists.every_awaited(conn, actor, state, at):
        yield Due(
            on=case.due_on,
            what=gettext("Reply to a letter"),
            which=case.reference,
            address=url_for("replies.case", communication_id=case.communication_id),
            mandates=case.mandates,
        )


def _rounds(conn: Connection, actor: Actor, state: str) -> Iterator[Due]:
    """Of those for whom this reader works: the answers, and the comments of the State."""
    c = rounds.c
    these = follow_up.of_office(actor).where(
        c.state == state, c.closed_at.is_(None), c.published.is_(None)
    )
    for row in conn.execute(these):
        sent = row.comments_due is not None
        yield Due(
            on=row.comments_due if sent else row.due_on,
            what=gettext("Comments of the State on the follow-up table")
            if sent
            else gettext("Answers to the follow-up round"),
            which=str(row.year),
            address=url_for("rounds.show", round_id=row.round_id),
            mandates=(row.mandate,),
        )


def _looks(conn: Connection, actor: Actor, state: str) -> Iterator[Due]:
    """The reviews of recommendations of the own mandates: once for each mandate and day."""
    these = reviewed.lines(actor).where(recommendations.c.addressee == state)
    for mandate, on in sorted({(row.mandate, row.on) for row in conn.execute(these)}):
        yield Due(
            on=on,
            what=gettext("Next review"),
            which=gettext("Recommendations"),
            address=url_for("reviews.index"),
            mandates=(mandate,),
        )


def _reports(conn: Connection, state: str) -> Iterator[Due]:
    """The next step of each report on the State, and the sessions for which they are."""
    some = [one for one in owed.opened(conn, owed_found.seen(conn)) if one.state == state]
    for one in some:
        if one.next is not None and one.due_on is not None:
            yield Due(
                on=one.due_on,
                what=str(owed_words.MILESTONES[one.next]),
                which=owed_words.called(one),
                address=url_for("reportdeadlines.show", report_id=one.report_id),
                mandates=(one.mandate,),
            )
    for session in {one.session.session_id: one.session for one in some}.values():
        yield Due(
            on=session.starts_on,
            what=gettext("The session begins"),
            which=owed_words.session(session),
            address=url_for("reportdeadlines.sessions"),
            mandates=sorted({one.mandate for one in some if one.session == session}),
        )


def calls(conn: Connection, state: str, today: date) -> list[Due]:
    """Return those that everybody finds, the nearest first."""
    found = sorted(_calls(conn, state, today), key=lambda one: (one.on, one.address))
    return [one for one in found if today <= one.on <= today + _AHEAD]


def _calls(conn: Connection, state: str, today: date) -> Iterator[Due]:
    for row in conn.execute(inputs.listed(conn, today).where(CALLS.c.state == state)):
        yield Due(
            on=row.closes_on,
            what=gettext("Call for input"),
            which=gettext("Contributions"),
            address=url_for("inputcalls.show", call_id=row.call_id),
            mandates=(row.mandate,),
        )


def _reviews(conn: Connection, actor: Actor, state: str) -> Iterator[Due]:
    """The sessions of treaty bodies for which somebody signed off a briefing."""
    for row in conn.execute(signed.every(actor).where(briefings.c.state == state)):
        asked = signed.asked_of(row)
        if asked.session is not None:
            yield Due(
                on=asked.session,
                what=gettext("The session begins"),
                which=register.body(asked.body),
                address=url_for("briefingsigning.show", briefing_id=row.briefing_id),
            )
