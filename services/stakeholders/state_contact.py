"""The log of contacts with the representatives of States: who writes it, and what corrects what.

A stream for each State. Capability 12, section G.1 of visits-recommendations-knowledge.md.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from shared.contracts.stakeholders_state_contacts import (
    Command,
    Fact,
    LogStateContact,
    StateContactLogged,
)
from shared.core.actor import Asked
from shared.core.decider import Decider, Forbidden, Refused
from shared.core.geneva import day_of
from shared.core.roles import Role
from shared.reference import OTHER, mandates, recipients

_OF_MANDATES = (Role.HUMAN_RIGHTS_OFFICER, Role.MANDATE_HOLDER)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """``corrected``: a further entry stands in its place."""

    mandate: str | None
    corrected: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    entries: Mapping[str, Entry] = field(default_factory=dict)


def decide(command: Command, asked: Asked, state: State) -> Sequence[Fact]:
    _may(asked, command.state, command.mandate)
    if command.entry_id in state.entries:
        return []
    if command.corrects is not None:
        _corrects(command.corrects, command.state, asked, state)
    _sound(command, asked)
    return [
        StateContactLogged(
            entry_id=command.entry_id,
            state=command.state,
            mandate=command.mandate,
            channel=command.channel,
            on=command.on,
            people=command.people,
            about=command.about,
            agreed=command.agreed,
            corrects=command.corrects,
            logged_by=asked.by.actor_id,
            logged_at=asked.at,
        )
    ]


def evolve(state: State, event: Fact) -> State:
    entries = {**state.entries, event.entry_id: Entry(mandate=event.mandate)}
    if event.corrects is not None and event.corrects in entries:
        entries[event.corrects] = replace(entries[event.corrects], corrected=True)
    return State(entries=entries)


def _corrects(entry_id: str, of: str, asked: Asked, state: State) -> None:
    entry = state.entries.get(entry_id)
    if entry is None:
        raise Refused("There is no such contact.")
    _may(asked, of, entry.mandate)
    if entry.corrected:
        raise Refused("Somebody corrected this entry meanwhile. Load the page and read it.")


def _sound(command: LogStateContact, asked: Asked) -> None:
    if command.state == OTHER or command.state not in recipients():
        raise Refused("Choose States from the list.")
    if command.mandate is not None and command.mandate not in mandates():
        raise Refused("Choose the mandate from the list.")
    if command.on > day_of(asked.at):
        raise Refused("A contact is logged once it took place.")


def _may(asked: Asked, of: str, mandate: str | None) -> None:
    by = asked.by
    if by.has(Role.CHIEF) or (by.has(Role.DESK_OFFICER) and of in by.states):
        return
    if by.has(*_OF_MANDATES) and mandate is not None and by.serves(mandate):
        return
    raise Forbidden(
        "Only the Chief, a desk officer of this State, and who holds or services the mandate, may "
        "write this."
    )


STATE_CONTACT: Decider[Command, Fact, State] = Decider(
    category="statecontact",
    key=lambda command: command.state,
    initial=State(),
    decide=decide,
    evolve=evolve,
)
