"""Who takes part: disclosure before any file, recusal from the whole vacancy, and its end.

A11 to A14 and SA1 to SA3 of selection-stakeholders-committee.md.
"""

from collections.abc import Collection, Iterator, Sequence
from functools import reduce
from typing import assert_never

from services.stakeholders.events import Event
from services.stakeholders.vacancy.fold import after
from services.stakeholders.vacancy.state import Cause, Vacancy
from shared.contracts.stakeholders import ConflictDeclared, Seat
from shared.contracts.stakeholders_recusal import (
    LobbyingDisclosed,
    MemberRecused,
    NoConflictDeclared,
    RecusalLifted,
    Stage,
)
from shared.contracts.stakeholders_recusal_commands import (
    Command,
    DeclareNoConflict,
    DiscloseLobbying,
)
from shared.contracts.stakeholders_selection_commands import DeclareConflict
from shared.core.actor import Asked
from shared.core.decider import Forbidden, Refused, require
from shared.core.roles import Role
from shared.reference import recipients


def decide(command: Command, asked: Asked, state: Vacancy) -> Sequence[Event]:
    match command:
        case DeclareNoConflict():
            return _no_conflict(command, asked, state)
        case DiscloseLobbying():
            return _lobbying(command, asked, state)
    assert_never(command)


def taking_part(asked: Asked, state: Vacancy, *, no: str, nor: str) -> Seat:
    """Return the actor's seat: a role alone gives no part, and a recused member has none."""
    seat = seated(asked, state, no=no, nor=nor)
    if not state.takes_part(seat.member_id):
        raise Forbidden("You are recused from this vacancy.")
    return seat


def seated(asked: Asked, state: Vacancy, *, no: str, nor: str) -> Seat:
    require(asked, Role.PANEL_MEMBER, Role.PANEL_CHAIR, no=no)
    seat = state.seat_of(asked.by.actor_id)
    if seat is None:
        raise Forbidden(nor)
    if state.term_over(seat.member_id):
        raise Forbidden("The term of your seat on this panel is over.")
    return seat


def declare_conflict(command: DeclareConflict, asked: Asked, state: Vacancy) -> Sequence[Event]:
    """At any time. It reopens a list whose report is not public yet (see ``ending``)."""
    member = seated(
        asked,
        state,
        no="Only the Panel member or Panel chair may declare a conflict.",
        nor="Only a member of this panel may declare a conflict.",
    ).member_id
    file = state.eligible().get(command.candidate_id)
    if file is None:
        raise Refused("There is no such file.")
    if member in file.conflicts:
        return []
    return [
        ConflictDeclared(
            vacancy_id=command.vacancy_id,
            candidate_id=command.candidate_id,
            member_id=member,
            declared_at=asked.at,
        ),
        MemberRecused(
            vacancy_id=command.vacancy_id,
            member_id=member,
            cause="declared",
            candidate_id=command.candidate_id,
            recused_at=asked.at,
        ),
    ]


def disclosed_by_all(listed: Collection[str], state: Vacancy) -> None:
    """Refuse a list with an additional candidate on whom a member has not disclosed (SA1)."""
    joined = {one for one in listed if state.candidates[one].additional}
    told = (state.disclosed.get(seat.member_id, frozenset()) for seat in state.active())
    if not all(joined <= looked_at for looked_at in told):
        raise Refused(
            "Each member says first whether there is a conflict with the additional candidate."
        )


def follow(vacancy_id: str, events: Sequence[Event], asked: Asked, before: Vacancy) -> list[Event]:
    """Recuse whom these events give a cause, and lift what has none any more."""
    state = reduce(after, events, before)
    wanted, held = set(_causes(state)), state.recused
    # Whoever left the panel is recused from nothing there, and comes back for the next stage.
    gone = {cause for cause in before.recused if state.seat_of(cause[0]) is None}
    new: list[Event] = [
        MemberRecused(
            vacancy_id=vacancy_id,
            member_id=member,
            cause=cause,
            candidate_id=candidate_id,
            recused_at=asked.at,
        )
        for member, cause, candidate_id in sorted(wanted - held)
        if not state.term_over(member)  # once it is extended
    ]
    over: list[Event] = [
        RecusalLifted(
            vacancy_id=vacancy_id,
            member_id=member,
            cause=cause,
            candidate_id=candidate_id,
            from_stage=_next(state, asked),
            lifted_at=asked.at,
        )
        for member, cause, candidate_id in sorted((held - wanted) | gone)
    ]
    return [*new, *over]


def _causes(state: Vacancy) -> Iterator[Cause]:
    for candidate_id, file in state.eligible().items():
        for seat in state.seats:
            member = seat.member_id
            if member in file.barred:
                yield member, "declared", candidate_id
            if not file.nationalities.isdisjoint(state.nationalities.get(member, ())):
                yield member, "nationality", candidate_id


def _next(state: Vacancy, asked: Asked) -> Stage:
    """The stage from which a member whose recusal ends now takes part again."""
    if state.review_closed:
        return "report"
    return "deliberation" if state.call_over(asked.at) else "review"


def _no_conflict(command: DeclareNoConflict, asked: Asked, state: Vacancy) -> Sequence[Event]:
    member = taking_part(
        asked,
        state,
        no="Only the Panel member or Panel chair may declare that there is no conflict.",
        nor="Only a member of this panel may declare that there is no conflict.",
    ).member_id
    if state.shortlist is not None:
        raise Refused("The short list has been adopted.")
    looked_at, pool = frozenset(command.candidate_ids), state.eligible().keys()
    nationalities = frozenset(command.nationalities)
    if looked_at != pool:
        raise Refused("The list of candidates has changed. Look at it again.")
    if not looked_at:
        raise Refused("There is no eligible candidate yet.")
    if not nationalities or not nationalities <= recipients().keys():
        raise Refused("Choose your nationalities from the list.")
    known = (state.disclosed.get(member), state.nationalities.get(member))
    if known == (looked_at, nationalities):
        return []
    return [
        NoConflictDeclared(
            vacancy_id=command.vacancy_id,
            member_id=member,
            candidate_ids=tuple(sorted(looked_at)),
            nationalities=tuple(sorted(nationalities)),
            declared_at=asked.at,
        )
    ]


def _lobbying(command: DiscloseLobbying, asked: Asked, state: Vacancy) -> Sequence[Event]:
    member = taking_part(
        asked,
        state,
        no="Only the Panel member or Panel chair may disclose lobbying.",
        nor="Only a member of this panel may disclose lobbying.",
    ).member_id
    if command.disclosure_id in state.lobbied:
        return []
    return [
        LobbyingDisclosed(
            vacancy_id=command.vacancy_id,
            disclosure_id=command.disclosure_id,
            member_id=member,
            text=command.text,
            disclosed_at=asked.at,
        )
    ]
