"""Who is on the Committee: its election, its chair, and who leaves it. K1 of section D.3.

One stream. The Chief records what the Annual Meeting decided; a decision reads the terms of the
mandate-holders, of whom the Committee is made.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, TypeAlias, assert_never

from services.stakeholders.committee.members.electing import elect
from services.stakeholders.committee.members.state import Committee, Heard, Held, evolve
from services.stakeholders.terms import TERMS
from shared.contracts import stakeholders_committee_commands as commands
from shared.contracts.stakeholders_committee import (
    CommitteeChairDesignated,
    CommitteeMemberLeft,
    Fact,
)
from shared.contracts.stakeholders_committee_commands import (
    DesignateCommitteeChair,
    ElectCommittee,
    RecordCommitteeMemberLeft,
)
from shared.contracts.stakeholders_terms import HolderTermEnded
from shared.core.actor import Asked
from shared.core.decider import Decider, Refused, require
from shared.core.geneva import day_of
from shared.core.message import derive_id
from shared.core.roles import Role
from shared.core.said import Day
from shared.reference.committee import RESIGNED, TERM_ENDED, Composition

CHANGED: Final = "The Committee has changed meanwhile. Load the page and read who is on it."
KEY = "main"
CASE = derive_id("committee")
"""The case of all that is recorded about the members."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LookAtTerms:
    """Only this service's own clock and policy send it. ``on``: today."""

    on: date


Command: TypeAlias = commands.Command | LookAtTerms


def react(fact: object) -> Sequence[LookAtTerms]:
    """A member whose term ends leaves the Committee."""
    if isinstance(fact, HolderTermEnded):
        return [LookAtTerms(on=day_of(fact.recorded_at))]
    return []


def decide(command: Command, asked: Asked, state: Committee) -> Sequence[Fact]:
    if isinstance(command, LookAtTerms):
        return _left(command, asked, state)
    require(
        asked,
        Role.CHIEF,
        no="Only the Chief of the Special Procedures Branch may record who is on the Committee.",
    )
    match command:
        case ElectCommittee():
            return elect(command, asked, state)
        case DesignateCommitteeChair():
            return _designate(command, asked, _now(state))
        case RecordCommitteeMemberLeft():
            return _leave(command, asked, _now(state))
    assert_never(command)


def _now(state: Committee) -> Composition:
    if state.now is None:
        raise Refused("No election of the Committee is recorded.")
    return state.now


def _day(on: date, asked: Asked, now: Composition) -> None:
    if not now.elected_on <= on <= day_of(asked.at):
        raise Refused(
            "Enter a day from {first}, when the Committee was elected, until today.",
            first=Day(now.elected_on),
        )


def _designate(command: DesignateCommitteeChair, asked: Asked, now: Composition) -> Sequence[Fact]:
    if (command.from_on, command.term_id) in now.chairs:
        return []
    chair = now.chair(day_of(asked.at))
    if (command.election_id, command.chair) != (now.election_id, chair and chair.term_id):
        raise Refused(CHANGED)
    _day(command.from_on, asked, now)
    if command.term_id not in {one.term_id for one in now.serving(command.from_on)}:
        raise Refused("Choose a member of the Committee.")
    return [
        CommitteeChairDesignated(
            election_id=now.election_id,
            term_id=command.term_id,
            from_on=command.from_on,
            recorded_by=asked.by.actor_id,
            recorded_at=asked.at,
        )
    ]


def _leave(command: RecordCommitteeMemberLeft, asked: Asked, now: Composition) -> Sequence[Fact]:
    known = now.left.get(command.term_id)
    if known == command.left_on:
        return []
    if command.election_id != now.election_id:
        raise Refused(CHANGED)
    member = next((one for one in now.everybody if one.term_id == command.term_id), None)
    if member is None:
        raise Refused("Choose a member of the Committee.")
    if known is not None:
        raise Refused("This member left on {day}.", day=Day(known))
    _day(command.left_on, asked, now)
    return [_gone(now, command.term_id, member.mandate, command.left_on, RESIGNED, asked)]


def _left(command: LookAtTerms, asked: Asked, state: Committee) -> Sequence[Fact]:
    """Whose term is over, or was ended early from a day that is known."""
    now = state.now
    if now is None:
        return []
    return [
        _gone(now, one.term_id, one.mandate, last, TERM_ENDED, asked)
        for one in now.everybody
        if one.term_id not in now.left and one.term_id in state.terms
        for last in [state.until(one)]
        if last < command.on or _cut(state.terms[one.term_id], last)
    ]


def _cut(held: Held, last: date) -> bool:
    return held.cut and held.last == last


def _gone(  # each a field
    now: Composition, term_id: str, mandate: str, on: date, reason_code: str, asked: Asked
) -> CommitteeMemberLeft:
    return CommitteeMemberLeft(
        election_id=now.election_id,
        term_id=term_id,
        mandate=mandate,
        left_on=on,
        reason_code=reason_code,
        recorded_by=asked.by.actor_id,
        recorded_at=asked.at,
    )


def _consults(command: Command, state: Committee) -> Sequence[str]:
    named = [one.mandate for one in command.members] if isinstance(command, ElectCommittee) else []
    known = [one.mandate for each in state.every[-2:] for one in each.everybody]
    return [TERMS.stream_of(one) for one in dict.fromkeys([*named, *known])]


COMMITTEE: Decider[Command, Heard, Committee] = Decider(
    category="committee",
    key=lambda _: KEY,
    initial=Committee(),
    decide=decide,
    evolve=evolve,
    consults=_consults,
)
STREAM = COMMITTEE.stream_of(KEY)
"""For decisions that depend on who is on the Committee."""
