"""What the Chief records for the annual statistics: external support, and other posts.

A stream for each year. Decision 0218.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import TypeAlias, assert_never

from shared.contracts.stakeholders_pack_entries import (
    Command,
    Fact,
    PackEntryRecorded,
    PackEntryTakenBack,
    RecordPackEntry,
    TakeBackPackEntry,
)
from shared.core.actor import Asked
from shared.core.decider import Decider, Refused, require
from shared.core.geneva import day_of
from shared.core.roles import Role
from shared.reference.coverage import source_is_sound
from shared.reference.packs import FIRST_YEAR, entry_is_sound


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """``told``: values, source and its day; None where it was taken back."""

    step: int = 0
    told: tuple[tuple[int, ...], str, date] | None = None

    @property
    def shown(self) -> int:
        """The step that a page shows."""
        return self.step if self.told else 0


State: TypeAlias = Mapping[tuple[str, str], Entry]


def decide(command: Command, asked: Asked, state: State) -> Sequence[Fact]:
    require(asked, Role.CHIEF, no="Only the Chief records external support and other posts.")
    now = state.get((command.table, command.row), Entry())
    match command:
        case RecordPackEntry():
            return _record(command, asked, now)
        case TakeBackPackEntry():
            return _take_back(command, asked, now)
    assert_never(command)


def evolve(state: State, event: Fact) -> State:
    match event:
        case PackEntryRecorded():
            told = (event.values, event.source, event.dated_on)
            return {**state, (event.table, event.row): Entry(step=event.step, told=told)}
        case PackEntryTakenBack():
            return {**state, (event.table, event.row): Entry(step=event.step)}
    assert_never(event)


def _record(command: RecordPackEntry, asked: Asked, now: Entry) -> Sequence[Fact]:
    if now.told == (command.values, command.source, command.dated_on):
        return []
    _unchanged(command.seen, now)
    _sound(command, day_of(asked.at))
    return [
        PackEntryRecorded(
            year=command.year,
            table=command.table,
            row=command.row,
            step=now.step + 1,
            values=command.values,
            source=command.source,
            dated_on=command.dated_on,
            recorded_by=asked.by.actor_id,
            recorded_at=asked.at,
        )
    ]


def _take_back(command: TakeBackPackEntry, asked: Asked, now: Entry) -> Sequence[Fact]:
    if now.told is None:
        return []
    _unchanged(command.seen, now)
    return [
        PackEntryTakenBack(
            year=command.year,
            table=command.table,
            row=command.row,
            step=now.step + 1,
            taken_back_by=asked.by.actor_id,
            taken_back_at=asked.at,
        )
    ]


def _unchanged(seen: int, now: Entry) -> None:
    if seen != now.shown:
        raise Refused("Somebody changed this meanwhile. Load the page and read it.")


def _sound(command: RecordPackEntry, today: date) -> None:
    if not FIRST_YEAR <= command.year <= today.year:
        raise Refused("Choose a year that has begun.")
    if not entry_is_sound(command.table, command.row, command.values):
        raise Refused("Choose a row from the list, and enter a number for each column.")
    if not source_is_sound(command.source):
        raise Refused("Enter the symbol of a document, or an address that begins with https://.")
    if not date(command.year, 1, 1) <= command.dated_on <= today:
        raise Refused("Enter the day of the source: in that year or later, and not after today.")


PACK_ENTRIES: Decider[Command, Fact, State] = Decider(
    category="packentries",
    key=lambda command: str(command.year),
    initial=MappingProxyType({}),
    decide=decide,
    evolve=evolve,
)
