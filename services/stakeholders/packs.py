"""The annual statistics: drafted by one person, frozen by another, corrected by number.

Section G.4 of visits-recommendations-knowledge.md and decision 0093. What is frozen stays: a
corrigendum is a further edition with a number and a reason, and the numbers before it stay too.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import assert_never

from shared.contracts.stakeholders_pack_commands import (
    Command,
    DiscardStatisticsPack,
    DraftStatisticsPack,
    FreezeStatisticsPack,
)
from shared.contracts.stakeholders_packs import (
    Fact,
    PackTable,
    StatisticsPackDiscarded,
    StatisticsPackDrafted,
    StatisticsPackFrozen,
)
from shared.core.actor import Asked
from shared.core.decider import Decider, Refused, require
from shared.core.geneva import day_of
from shared.core.roles import Role
from shared.reference.packs import (
    DEFINITION,
    DEFINITIONS,
    FIRST_YEAR,
    FRESH_DAYS,
    MOST_EDITIONS,
    REASONS,
    hash_of,
    sound,
    written,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Packs:
    """The editions of one year. ``frozen``: the hash of each; the others are of the last one."""

    frozen: tuple[str, ...] = ()
    tables: tuple[PackTable, ...] = ()
    definitions: int | None = None
    draft: StatisticsPackDrafted | None = None


def decide(command: Command, asked: Asked, state: Packs) -> Sequence[Fact]:
    require(
        asked,
        Role.CHIEF,
        Role.QUICK_RESPONSE_DESK,
        no="Only the Chief and the Quick Response Desk keep the annual statistics.",
    )
    match command:
        case DraftStatisticsPack():
            return _draft(command, asked, state)
        case DiscardStatisticsPack():
            return _discard(command, asked, state)
        case FreezeStatisticsPack():
            return _freeze(command, asked, state)
    assert_never(command)


def evolve(state: Packs, event: Fact) -> Packs:
    match event:
        case StatisticsPackDrafted():
            return replace(state, draft=event)
        case StatisticsPackDiscarded():
            return replace(state, draft=None)
        case StatisticsPackFrozen():
            frozen = (*state.frozen, event.hash)
            drafted = state.draft or Packs()
            return Packs(frozen=frozen, tables=drafted.tables, definitions=drafted.definitions)
    assert_never(event)


def _draft(command: DraftStatisticsPack, asked: Asked, state: Packs) -> Sequence[Fact]:
    _sound(command, asked)
    if command.number != len(state.frozen):
        raise Refused("Another edition was frozen since you opened this page. Read it first.")
    if state.draft:
        raise Refused("There is a draft of this year already. Freeze it or throw it away.")
    if (command.reason is None) != (command.number == 0):
        raise Refused("A corrigendum has a reason, and nothing else has one.")
    if command.number and command.reason != DEFINITION:
        _as_before(command, state)
    if command.number and command.tables == state.tables:
        raise Refused("All numbers are as they were: there is nothing to correct.")
    text = written(command.year, command.number, command.as_of, command.within, command.tables)
    return [
        StatisticsPackDrafted(
            year=command.year,
            number=command.number,
            reason=command.reason,
            as_of=command.as_of,
            within=command.within,
            position=command.position,
            tables=command.tables,
            hash=hash_of(text),
            drafted_by=asked.by.actor_id,
            drafted_at=asked.at,
            definitions=command.definitions,
        )
    ]


def _as_before(command: DraftStatisticsPack, state: Packs) -> None:
    """Whoever compares an edition with the one before finds the same things counted."""
    if state.definitions is not None and command.definitions != state.definitions:
        raise Refused("Only a corrigendum for a changed definition counts by another one.")


def _sound(command: DraftStatisticsPack, asked: Asked) -> None:
    if not FIRST_YEAR <= command.year < command.as_of.year or command.as_of > day_of(asked.at):
        raise Refused("Choose a year that is over.")
    if command.number > MOST_EDITIONS or command.reason not in {None, *REASONS}:
        raise Refused("Choose the reason from the list.")
    known = 1 <= command.definitions <= DEFINITIONS
    if command.within < 1 or not known or not sound(command.tables, command.definitions):
        raise Refused("The tables of this pack are not complete.")


def _discard(command: DiscardStatisticsPack, asked: Asked, state: Packs) -> Sequence[Fact]:
    """What everybody read is not thrown away."""
    if command.number < len(state.frozen):
        raise Refused("This edition is frozen. A corrigendum can follow it.")
    if state.draft is None:
        return []
    _shown(state.draft, command)
    return [
        StatisticsPackDiscarded(
            year=command.year,
            number=state.draft.number,
            discarded_by=asked.by.actor_id,
            discarded_at=asked.at,
        )
    ]


def _freeze(command: FreezeStatisticsPack, asked: Asked, state: Packs) -> Sequence[Fact]:
    if command.hash in state.frozen:
        return []
    draft = _shown(state.draft, command)
    if day_of(asked.at) - draft.as_of > timedelta(days=FRESH_DAYS):
        raise Refused("These numbers were counted too long ago. Throw them away and count anew.")
    if asked.by.actor_id == draft.drafted_by:
        raise Refused("Another person freezes what you drafted.")
    return [
        StatisticsPackFrozen(
            year=draft.year,
            number=draft.number,
            position=draft.position,
            hash=draft.hash,
            frozen_by=asked.by.actor_id,
            frozen_at=asked.at,
        )
    ]


def _shown(
    draft: StatisticsPackDrafted | None, command: DiscardStatisticsPack | FreezeStatisticsPack
) -> StatisticsPackDrafted:
    """Return the draft that the person read, or refuse."""
    if draft is None or (draft.number, draft.hash) != (command.number, command.hash):
        raise Refused("The draft is another one than your page showed. Read it again.")
    return draft


PACKS: Decider[Command, Fact, Packs] = Decider(
    category="statisticspack",
    key=lambda command: str(command.year),
    initial=Packs(),
    decide=decide,
    evolve=evolve,
)
