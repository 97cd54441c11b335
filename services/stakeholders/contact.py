"""The contact log: who writes it, what is still to be done, and what was entered in error.

Selection-stakeholders-committee.md section B.5: stakeholder officers write all of it, officers and
holders what belongs to their mandates. An entry is a stream of its own.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias, assert_never

from shared.contracts.stakeholders_contact_commands import (
    Command,
    FollowUpContact,
    LogContact,
    TakeBackContact,
)
from shared.contracts.stakeholders_contacts import (
    ContactFollowedUp,
    ContactLogged,
    ContactTakenBack,
    Fact,
)
from shared.core.actor import Asked
from shared.core.decider import Decider, Forbidden, Refused
from shared.core.geneva import day_of
from shared.core.roles import Role
from shared.reference import mandates
from shared.reference.contacts import PURPOSES

_OF_MANDATES = (Role.HUMAN_RIGHTS_OFFICER, Role.MANDATE_HOLDER)


@dataclass(frozen=True, slots=True)
class Absent:
    """It was never logged."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """``open``: something is still to be done after it."""

    mandate: str | None
    open: bool
    taken_back: bool = False


State: TypeAlias = Absent | Entry


def decide(command: Command, asked: Asked, state: State) -> Sequence[Fact]:
    if isinstance(command, LogContact):
        return _log(command, asked, state)
    if isinstance(state, Absent):
        raise Refused("There is no such contact.")
    _may(asked, state.mandate)
    match command:
        case FollowUpContact():
            return _follow_up(command, asked, state)
        case TakeBackContact():
            return _take_back(command, asked, state)
    assert_never(command)


def evolve(state: State, event: Fact) -> State:
    if isinstance(event, ContactLogged):
        return Entry(mandate=event.mandate, open=event.follow_up_on is not None)
    if isinstance(state, Absent):
        return state
    match event:
        case ContactFollowedUp():
            return replace(state, open=False)
        case ContactTakenBack():
            return replace(state, open=False, taken_back=True)
    assert_never(event)


def _log(command: LogContact, asked: Asked, state: State) -> Sequence[Fact]:
    _may(asked, command.mandate)
    if not isinstance(state, Absent):
        return []
    if command.mandate is not None and command.mandate not in mandates():
        raise Refused("Choose the mandate from the list.")
    if command.purpose not in PURPOSES:
        raise Refused("Choose the purpose from the list.")
    if command.on > day_of(asked.at):
        raise Refused("A contact is logged once it took place.")
    if command.follow_up_on is not None and command.follow_up_on < command.on:
        raise Refused("What follows a contact is due on its day or later.")
    return [
        ContactLogged(
            entry_id=command.entry_id,
            organisation=command.organisation,
            mandate=command.mandate,
            channel=command.channel,
            purpose=command.purpose,
            on=command.on,
            follow_up_on=command.follow_up_on,
            who=command.who,
            note=command.note,
            logged_by=asked.by.actor_id,
            logged_at=asked.at,
        )
    ]


def _follow_up(command: FollowUpContact, asked: Asked, state: Entry) -> Sequence[Fact]:
    if not state.open:
        return []
    return [
        ContactFollowedUp(
            entry_id=command.entry_id,
            followed_up_by=asked.by.actor_id,
            followed_up_at=asked.at,
        )
    ]


def _take_back(command: TakeBackContact, asked: Asked, state: Entry) -> Sequence[Fact]:
    if state.taken_back:
        return []
    return [
        ContactTakenBack(
            entry_id=command.entry_id,
            taken_back_by=asked.by.actor_id,
            taken_back_at=asked.at,
        )
    ]


def _may(asked: Asked, mandate: str | None) -> None:
    if asked.by.has(Role.STAKEHOLDER_OFFICER):
        return
    if asked.by.has(*_OF_MANDATES) and mandate is not None and asked.by.serves(mandate):
        return
    raise Forbidden(
        "Only stakeholder officers, and who holds or services the mandate, may write this."
    )


CONTACT: Decider[Command, Fact, State] = Decider(
    category="contactentry",
    key=lambda command: command.entry_id,
    initial=Absent(),
    decide=decide,
    evolve=evolve,
    creates=lambda command: isinstance(command, LogContact),
)
