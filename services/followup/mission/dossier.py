"""The country assessment of a visit: entries that people write, and versions that are frozen (M5).

Beside the stream of its mission it has one of its own, as others read it (section E.10).
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final, TypeAlias, TypedDict, assert_never

from services.followup import holding
from services.followup.mission import state as missions
from services.followup.mission.state import (
    Mission,
    by_itself,
    decides,
    goes_on,
    of_team,
    works_on_paper,
)
from shared.contracts.followup_dossier_commands import (
    Command,
    IssueDossier,
    MakeDossierCopy,
    RemoveDossierEntry,
    SetDossierEntry,
    WithdrawDossier,
)
from shared.contracts.followup_dossiers import (
    Audience,
    DossierCopyMade,
    DossierEntryRemoved,
    DossierEntrySet,
    DossierVersionIssued,
    DossierVersionWithdrawn,
    Entry,
    Fact,
    Line,
    OnDossier,
)
from shared.core.actor import Asked
from shared.core.decider import Decider, Forbidden, Refused
from shared.core.geneva import day_of
from shared.reference.dossiers import (
    BYTES_OF_ENTRIES,
    BYTES_OF_LINES,
    BYTES_TO_CONSULT,
    CONSULT,
    INSIDE,
    KINDS,
    LONGEST,
    MOST_COPIES,
    MOST_ENTRIES,
    MOST_LINES,
    MOST_VERSIONS,
    PARTS,
)
from shared.reference.visits import AHEAD

Heard: TypeAlias = Fact | missions.Heard
_OLDEST: Final = timedelta(days=366 * 100)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """``issued``: how many versions for each audience; ``withdrawn``: which of them.

    ``issuers``: of the versions for the team. ``copies``: the version of each, by its id.
    ``mission``: of another stream, there while a decision reads it.
    """

    entries: Mapping[str, Entry] = field(default_factory=dict)
    issued: Mapping[Audience, int] = field(default_factory=dict)
    withdrawn: frozenset[tuple[Audience, int]] = frozenset()
    issuers: Mapping[int, str] = field(default_factory=dict)
    copies: Mapping[str, int] = field(default_factory=dict)
    steps: int = 0
    mission: Mission = field(default_factory=Mission)


class Step(TypedDict):
    mission_id: str
    mandate: str
    state: str
    step: int
    done_by: str
    done_at: datetime


def evolve(state: Dossier, event: Heard) -> Dossier:
    if not isinstance(event, OnDossier):
        return replace(state, mission=missions.evolve(state.mission, event))
    state = replace(state, steps=event.step)
    match event:
        case DossierEntrySet():
            return replace(state, entries={**state.entries, event.entry.entry_id: event.entry})
        case DossierEntryRemoved():
            left = {key: one for key, one in state.entries.items() if key != event.entry_id}
            return replace(state, entries=left)
        case DossierVersionIssued():
            by = {event.number: event.done_by} if event.audience == "team" else {}
            issued = {**state.issued, event.audience: event.number}
            return replace(state, issued=issued, issuers={**state.issuers, **by})
        case DossierVersionWithdrawn():
            gone = (event.audience, event.number)
            return replace(state, withdrawn=state.withdrawn | {gone})
        case DossierCopyMade():
            return replace(state, copies={**state.copies, event.copy_id: event.number})
    assert_never(event)


def decide(command: Command, asked: Asked, state: Dossier) -> Sequence[Fact]:
    works_on_paper(
        command.mandate,
        asked,
        state.mission,
        no="Only the mandate and the desk officer may work on an assessment.",
    )
    if not isinstance(command, WithdrawDossier):
        goes_on(state.mission)
        by_itself(state.mission)
    match command:
        case SetDossierEntry():
            return _set(command, asked, state)
        case RemoveDossierEntry():
            return _remove(command, asked, state)
        case IssueDossier():
            return _issue(command, asked, state)
        case WithdrawDossier():
            return _withdraw(command, asked, state)
        case MakeDossierCopy():
            return _copy(command, asked, state)
    assert_never(command)


def _set(command: SetDossierEntry, asked: Asked, state: Dossier) -> Sequence[Fact]:
    entry = command.entry
    before = state.entries.get(entry.entry_id)
    _consults(entry.part, asked, state.mission)
    if before == entry:
        return []
    if entry.part not in PARTS or (before is not None and before.part != entry.part):
        raise Refused("Choose the part of the assessment from the list.")
    if entry.shared and entry.part == CONSULT:
        raise Refused("Whom to consult stands in no version for partners.")
    today = day_of(asked.at)
    if not today - _OLDEST <= entry.on <= today + AHEAD:
        raise Refused("Enter the day of what you write: not in the future.")
    _room(entry, state)
    _unchanged(command, state)
    return [DossierEntrySet(**_step(command, asked, state), entry=entry)]


def _room(entry: Entry, state: Dossier) -> None:
    """Refuse what is too much for one fact. Whom to consult counts apart: others know none of it.

    Raises ``Refused``.
    """
    consult = entry.part == CONSULT
    others = [
        one
        for one in state.entries.values()
        if (one.part == CONSULT) == consult and one.entry_id != entry.entry_id
    ]
    if len(others) >= MOST_ENTRIES:
        raise Refused("The assessment has as many entries as it can have.")
    if _bytes([*others, entry]) > (BYTES_TO_CONSULT if consult else BYTES_OF_ENTRIES):
        raise Refused(
            "The assessment is too long with this entry. Make it shorter, or take another one out."
        )


def _bytes(some: Iterable[Entry | Line]) -> int:
    """Return how much of a fact they take, at most: what is not ASCII counts as escaped."""
    return sum(len(json.dumps(asdict(one), default=str)) for one in some)


def _remove(command: RemoveDossierEntry, asked: Asked, state: Dossier) -> Sequence[Fact]:
    entry = state.entries.get(command.entry_id)
    if entry is None:
        return []
    _consults(entry.part, asked, state.mission)
    _unchanged(command, state)
    return [DossierEntryRemoved(**_step(command, asked, state), entry_id=command.entry_id)]


def _issue(command: IssueDossier, asked: Asked, state: Dossier) -> Sequence[Fact]:
    _decides(command.audience, command.mandate, asked, state.mission)
    _unchanged(command, state)
    if state.mission.called_off:
        raise Refused("The visit was called off.")
    if state.issued.get(command.audience, 0) >= MOST_VERSIONS:
        raise Refused("The assessment has as many versions as it can have.")
    if len(command.lines) > MOST_LINES or not all(map(_is_line, command.lines)):
        raise Refused("This is no line of an assessment.")
    if _bytes(command.lines) > BYTES_OF_LINES:
        raise Refused("The assessment is too long for one version.")
    partners = command.audience == "partners"
    if partners and any(one.kind in INSIDE for one in command.lines):
        raise Refused("Days and terms of the visit stand in no version for partners.")
    entries = sorted(state.entries.values(), key=lambda one: (one.on, one.entry_id))
    issued = DossierVersionIssued(
        **_step(command, asked, state),
        audience=command.audience,
        number=state.issued.get(command.audience, 0) + 1,
        lines=command.lines,
        entries=tuple(one for one in entries if one.shared or not partners),
    )
    return [issued]


def _is_line(line: Line) -> bool:
    written = "".join((line.origin, *line.says))
    in_part = line.part in PARTS and line.part != CONSULT
    return in_part and line.kind in KINDS and len(written) <= LONGEST


def _withdraw(command: WithdrawDossier, asked: Asked, state: Dossier) -> Sequence[Fact]:
    _decides(command.audience, command.mandate, asked, state.mission)
    if not 0 < command.number <= state.issued.get(command.audience, 0):
        raise Refused("There is no such version.")
    mine = command.audience == "team" and state.issuers[command.number] == asked.by.actor_id
    if not mine and not of_team(asked, state.mission):
        raise Forbidden("The desk officer withdraws only what the desk officer issued.")
    if (command.audience, command.number) in state.withdrawn:
        return []
    of = _step(command, asked, state)
    return [DossierVersionWithdrawn(**of, audience=command.audience, number=command.number)]


def _copy(command: MakeDossierCopy, asked: Asked, state: Dossier) -> Sequence[Fact]:
    """The mandate gives a version to partners: on record, and with for whom it is."""
    if not of_team(asked, state.mission):
        raise Forbidden("Only those who work for the mandate give a version to partners.")
    if command.copy_id in state.copies:
        return []
    if not 0 < command.number <= state.issued.get("partners", 0):
        raise Refused("There is no such version.")
    if ("partners", command.number) in state.withdrawn:
        raise Refused("There is no such version.")
    if [*state.copies.values()].count(command.number) >= MOST_COPIES:
        raise Refused("The version has as many copies as it can have.")
    made = DossierCopyMade(
        **_step(command, asked, state),
        number=command.number,
        copy_id=command.copy_id,
        whom=command.whom,
    )
    return [made]


def _decides(audience: Audience, mandate: str, asked: Asked, mission: Mission) -> None:
    """What goes to partners the holder decides; an office does while nobody holds the mandate."""
    if audience == "partners":
        if not of_team(asked, mission):
            raise Forbidden("Only the Mandate-holder may decide this about a mission.")
        decides(mandate, asked, mission)


def _consults(part: str, asked: Asked, mission: Mission) -> None:
    if part == CONSULT and not of_team(asked, mission):
        raise Forbidden("Only those who work for the mandate write whom to consult.")


def _unchanged(command: Command, state: Dossier) -> None:
    if command.seen != state.steps:
        raise Refused("The assessment has changed. Look at it again.")


def _step(command: Command, asked: Asked, state: Dossier) -> Step:
    return Step(
        mission_id=command.mission_id,
        mandate=state.mission.mandate,
        state=state.mission.state,
        step=state.steps + 1,
        done_by=asked.by.actor_id,
        done_at=asked.at,
    )


DOSSIER: Decider[Command, Heard, Dossier] = Decider(
    category="visitdossier",
    key=lambda command: command.mission_id,
    initial=Dossier(),
    decide=decide,
    evolve=evolve,
    consults=lambda command, _: [f"mission-{command.mission_id}", holding.stream(command.mandate)],
)
