"""Issuing a call and closing it before its date: A3 of section A.3, and its legal dates.

The dates are those of PRST OS/14/2 (shared.reference.calls). A call that departs from them says why
to everybody, so that a seat which falls vacant without notice is not stuck.
"""

from collections.abc import Sequence
from datetime import datetime

from services.stakeholders.events import Event
from services.stakeholders.vacancy.state import Vacancy
from shared.contracts.stakeholders import CallClosed, CallForCandidaturesIssued
from shared.contracts.stakeholders_calls import CallRules
from shared.contracts.stakeholders_selection_commands import CloseCall, IssueCall
from shared.core.actor import Asked
from shared.core.decider import Refused, require
from shared.core.geneva import day_of, days_between
from shared.core.roles import Role
from shared.core.said import Day, Moment, Number
from shared.reference.calls import DEPARTURES, MINIMUM_DAYS, call_due


def issue(command: IssueCall, asked: Asked, state: Vacancy) -> Sequence[Event]:
    require(
        asked, Role.SELECTION_OFFICER, no="Only the OHCHR selection officer may issue the call."
    )
    if _is_same(command, asked, state):
        return []
    if state.closes_at is not None:
        raise Refused("The call has been issued already.")
    if command.closes_at <= asked.at:
        raise Refused("The closing date must be in the future.")
    opens_at = _opens(command, asked)
    if command.closes_at <= opens_at:
        raise Refused("The call cannot close before it opens.")
    return [
        CallForCandidaturesIssued(
            vacancy_id=command.vacancy_id,
            mandate=state.mandate,
            opens_at=opens_at,
            closes_at=command.closes_at,
            rules=_rules(command, opens_at, state),
            issued_by=asked.by.actor_id,
            issued_at=asked.at,
        )
    ]


def close(command: CloseCall, asked: Asked, state: Vacancy) -> Sequence[Event]:
    require(
        asked, Role.SELECTION_OFFICER, no="Only the OHCHR selection officer may close the call."
    )
    if state.opened_at is None or state.call is None:
        raise Refused("The call has not been issued yet.")
    if state.call_over(asked.at):
        return []
    if asked.at < state.opened_at:
        raise Refused("The call opens on {opens}.", opens=Moment(state.opened_at))
    if state.call.departure is None:
        _open_for_long(state.opened_at, state.call.minimum_days, asked.at)
    return [
        CallClosed(
            vacancy_id=command.vacancy_id,
            mandate=state.mandate,
            closed_by=asked.by.actor_id,
            closed_at=asked.at,
        )
    ]


def _is_same(command: IssueCall, asked: Asked, state: Vacancy) -> bool:
    """Whether the call was issued so: the same two dates, or open now where none is asked."""
    if state.closes_at != command.closes_at or state.opened_at is None:
        return False
    if command.opens_at is None:
        return state.opened_at <= asked.at
    return command.opens_at == state.opened_at


def _opens(command: IssueCall, asked: Asked) -> datetime:
    """Return when the call opens: at once where the day has begun."""
    if command.opens_at is None:
        return asked.at
    if day_of(command.opens_at) < day_of(asked.at):
        raise Refused("The opening day is over. Choose today or a later day.")
    return max(command.opens_at, asked.at)


def _rules(command: IssueCall, opens_at: datetime, state: Vacancy) -> CallRules:
    if not command.languages:
        raise Refused("Choose at least one language of the form.")
    if command.departure is not None and command.departure not in DEPARTURES:
        raise Refused("Choose a reason from the list.")
    departs = _departs(command, opens_at, state)
    return CallRules(
        visibility=command.visibility,
        languages=tuple(dict.fromkeys(command.languages)),
        minimum_days=MINIMUM_DAYS,
        departure=command.departure if departs else None,
    )


def _departs(command: IssueCall, opens_at: datetime, state: Vacancy) -> bool:
    """Return whether the dates are shorter than the rule; refuse it where no reason is given."""
    if days_between(opens_at, command.closes_at) < MINIMUM_DAYS:
        if command.departure is None:
            raise Refused(
                "A call is open for at least {days} days. Choose a later day, or say why this call "
                "is shorter.",
                days=Number(MINIMUM_DAYS),
            )
        return True
    session = state.closing.starts_on
    if session is not None and day_of(opens_at) > (due := call_due(session)):
        if command.departure is None:
            raise Refused(
                "For this session of the Council the call was due on {due}. Say why it comes "
                "later.",
                due=Day(due),
            )
        return True
    return False


def _open_for_long(opened_at: datetime, days: int, at: datetime) -> None:
    if days_between(opened_at, at) < days:
        raise Refused(
            "A call is open for at least {days} days, and this one gave no reason to be shorter.",
            days=Number(days),
        )
