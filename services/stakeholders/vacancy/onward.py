"""The ways on for a vacancy that lacks candidates, members or a mandate.

A5, A29, A30 and the edge cases of selection-stakeholders-committee.md section A.8: from every state
a lawful way leads on. ``tests/stakeholders/test_way_on.py`` walks random histories.
"""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from typing import assert_never

from services.stakeholders.events import Event
from services.stakeholders.vacancy.seats import not_over
from services.stakeholders.vacancy.state import Vacancy
from shared.contracts.stakeholders_appointing import ApplicationLapsed
from shared.contracts.stakeholders_onward import (
    CallExtended,
    CallReissued,
    SeatFilled,
    VacancyLapsed,
)
from shared.contracts.stakeholders_onward_commands import (
    Command,
    ExtendCall,
    FillSeat,
    LapseVacancy,
    ReissueCall,
)
from shared.core.actor import Asked
from shared.core.decider import Refused, require
from shared.core.geneva import day_of
from shared.core.roles import Role
from shared.reference.vacancies import EXTENSIONS, LAPSES, MORE_CALLS, NEW_SCOPE


def decide(command: Command, asked: Asked, state: Vacancy) -> Sequence[Event]:
    match command:
        case ExtendCall():
            return _extend(command, asked, state)
        case ReissueCall():
            return _reissue(command, asked, state)
        case LapseVacancy():
            return _lapse(command, asked, state)
        case FillSeat():
            return _fill(command, asked, state)
    assert_never(command)


def _extend(command: ExtendCall, asked: Asked, state: Vacancy) -> Sequence[Event]:
    """For everybody, also after the call has closed; not once the panel has begun to rank."""
    require(
        asked, Role.SELECTION_OFFICER, no="Only the OHCHR selection officer may extend the call."
    )
    if state.closes_at == command.closes_at:
        return []
    if state.closes_at is None:
        raise Refused("The call has not been issued yet.")
    if state.scored or state.review_closed:
        raise Refused("The panel has begun its review. Issue the call again instead.")
    _later(command.closes_at, asked, state.closes_at)
    _reason(command.reason_code, EXTENSIONS)
    return [
        CallExtended(
            vacancy_id=command.vacancy_id,
            mandate=state.mandate,
            closes_at=command.closes_at,
            reason_code=command.reason_code,
            extended_by=asked.by.actor_id,
            extended_at=asked.at,
        )
    ]


def _reissue(command: ReissueCall, asked: Asked, state: Vacancy) -> Sequence[Event]:
    """Whatever the panel has done: it starts afresh, and its preferences are never carried.

    For another scope the applications lapse: who still applies sends a new one.
    """
    require(
        asked,
        Role.SELECTION_OFFICER,
        no="Only the OHCHR selection officer may issue the call again.",
    )
    if state.round > 1 and state.closes_at == command.closes_at:
        return []
    if state.closing.before_council:
        raise Refused("The Council has a proposal before it. It decides first.")
    if not state.call_over(asked.at):
        raise Refused("The call can be issued again once it has closed.")
    _later(command.closes_at, asked)
    _reason(command.reason_code, MORE_CALLS)
    return [
        *_lapsing(command, asked, state),
        CallReissued(
            vacancy_id=command.vacancy_id,
            mandate=state.mandate,
            round=state.round + 1,
            closes_at=command.closes_at,
            reason_code=command.reason_code,
            reissued_by=asked.by.actor_id,
            reissued_at=asked.at,
        ),
    ]


def _lapsing(command: ReissueCall, asked: Asked, state: Vacancy) -> Iterator[ApplicationLapsed]:
    if command.reason_code != NEW_SCOPE:
        return
    for candidate_id, file in sorted(state.candidates.items()):
        if not file.withdrawn:
            yield ApplicationLapsed(
                vacancy_id=command.vacancy_id,
                candidate_id=candidate_id,
                listed=True,
                lapsed_at=asked.at,
            )


def _lapse(command: LapseVacancy, asked: Asked, state: Vacancy) -> Sequence[Event]:
    require(asked, Role.SELECTION_OFFICER, no="Only the OHCHR selection officer may end a vacancy.")
    if state.lapsed:
        return []
    _reason(command.reason_code, LAPSES)
    return [
        VacancyLapsed(
            vacancy_id=command.vacancy_id,
            mandate=state.mandate,
            reason_code=command.reason_code,
            lapsed_by=asked.by.actor_id,
            lapsed_at=asked.at,
        )
    ]


def _fill(command: FillSeat, asked: Asked, state: Vacancy) -> Sequence[Event]:
    """Give a seat to an alternate of a member who is out, or to the successor of any member.

    It is for the rest of its term, unless another last day is named.
    """
    require(
        asked,
        Role.SELECTION_OFFICER,
        no="Only the OHCHR selection officer may give a seat of the panel away.",
    )
    seat = state.seat_of(command.replaces)
    if seat is None:
        if state.seat_of(command.member_id) and command.replaces in state.left:
            return []
        raise Refused("This person has no seat on the panel.")
    if state.shortlist is not None and not (seat.chair or state.is_out(command.replaces)):
        raise Refused("The short list has been adopted.")
    if command.cause == "alternate" and not state.is_out(command.replaces):
        raise Refused("An alternate takes the seat only of a member who cannot take part.")
    if state.seat_of(command.member_id) is not None:
        raise Refused("This person sits on the panel already.")
    if any(file.applicant_id == command.member_id for file in state.candidates.values()):
        raise Refused("Somebody who applied for this vacancy cannot sit on its panel.")
    rest = seat.ends_on
    if command.ends_on is None and rest is not None and rest < day_of(asked.at):
        raise Refused("The term of this seat is over. Say until when its new member has it.")
    not_over(command.ends_on, asked)
    return [
        SeatFilled(
            vacancy_id=command.vacancy_id,
            mandate=state.mandate,
            region=seat.region,
            member_id=command.member_id,
            replaces=command.replaces,
            chair=seat.chair,
            cause=command.cause,
            ends_on=command.ends_on or rest,
            filled_by=asked.by.actor_id,
            filled_at=asked.at,
        )
    ]


def _later(closes_at: datetime, asked: Asked, than: datetime | None = None) -> None:
    if closes_at <= asked.at:
        raise Refused("The closing date must be in the future.")
    if than is not None and closes_at <= than:
        raise Refused("An extended call closes later than before.")


def _reason(code: str, among: Collection[str]) -> None:
    if code not in among:
        raise Refused("Choose a reason from the list.")
