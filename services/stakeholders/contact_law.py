"""A law or list of a State that punishes contact with the UN: SB6 and decision 0152.

What an entry says is sealed, so this rules on no entry: the portal hides those that name the State
by the commands of the entries themselves.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import assert_never

from shared.contracts.stakeholders_contact_law_commands import (
    Command,
    LiftContactLaw,
    RecordContactLaw,
)
from shared.contracts.stakeholders_contact_laws import (
    ContactLawLifted,
    ContactLawLiftingProposed,
    ContactLawRecorded,
    Fact,
)
from shared.core.actor import Asked
from shared.core.decider import Decider, Refused, require
from shared.core.geneva import day_of
from shared.core.message import Sealed
from shared.core.roles import Role
from shared.reference import states
from shared.reference.organisations import is_day_of_a_law


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactLaw:
    """``since``: None before one was recorded. ``proposed_by``: the first of two who lift it."""

    stands: bool = False
    since: date | None = None
    text: Sealed | None = None
    proposed_by: str | None = None


def decide(command: Command, asked: Asked, state: ContactLaw) -> Sequence[Fact]:
    require(
        asked,
        Role.STAKEHOLDER_OFFICER,
        no="Only a stakeholder officer may record what a law of a State punishes.",
    )
    match command:
        case RecordContactLaw():
            return _record(command, asked, state)
        case LiftContactLaw():
            return _lift(command, asked, state)
    assert_never(command)


def evolve(state: ContactLaw, event: Fact) -> ContactLaw:
    match event:
        case ContactLawRecorded():
            return ContactLaw(stands=True, since=event.since, text=event.text)
        case ContactLawLiftingProposed():
            return replace(state, proposed_by=event.proposed_by)
        case ContactLawLifted():
            return replace(state, stands=False, proposed_by=None)
    assert_never(event)


def _record(command: RecordContactLaw, asked: Asked, state: ContactLaw) -> Sequence[Fact]:
    """Recorded anew, it stands: whoever proposed to lift it spoke of what was known before."""
    if command.state not in states():
        raise Refused("Choose a State from the list.")
    if not is_day_of_a_law(command.since, day_of(asked.at)):
        raise Refused("Enter a day since the United Nations exists, and at most a year from now.")
    same = (command.since, command.text) == (state.since, state.text)
    if state.stands and same:
        return []
    return [
        ContactLawRecorded(
            state=command.state,
            since=command.since,
            text=command.text,
            recorded_by=asked.by.actor_id,
            recorded_at=asked.at,
        )
    ]


def _lift(command: LiftContactLaw, asked: Asked, state: ContactLaw) -> Sequence[Fact]:
    if state.since is None:
        raise Refused("No law of this State is recorded.")
    if not state.stands:
        return []
    if state.proposed_by is None:
        return [
            ContactLawLiftingProposed(
                state=command.state, proposed_by=asked.by.actor_id, proposed_at=asked.at
            )
        ]
    if state.proposed_by == asked.by.actor_id:
        raise Refused("You said that it is over. Another stakeholder officer says so too.")
    return [ContactLawLifted(state=command.state, lifted_by=asked.by.actor_id, lifted_at=asked.at)]


CONTACT_LAW: Decider[Command, Fact, ContactLaw] = Decider(
    category="contactlaw",
    key=lambda command: command.state,
    initial=ContactLaw(),
    decide=decide,
    evolve=evolve,
)
