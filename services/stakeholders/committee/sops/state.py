"""The standard operating procedures, folded from their events: one stream for all of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TypeAlias, assert_never

from services.stakeholders.committee.members import state as members
from services.stakeholders.committee.members.state import Committee
from shared.contracts import stakeholders_committee
from shared.contracts.stakeholders_sops import (
    Fact,
    SopAcknowledged,
    SopAdopted,
    SopCommented,
    SopDeviated,
    SopDeviationEnded,
    SopDrafted,
    SopInForce,
    SopPublished,
    SopSuperseded,
    SopUnpublished,
)
from shared.core.message import Sealed
from shared.reference.sops import Version

Heard: TypeAlias = Fact | stakeholders_committee.Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """``number``: 1 for the first draft of a version."""

    number: int
    title: Sealed
    text: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class Sop:
    """``draft``: of the version after the last that was adopted. ``told``: to be in force.

    ``deviations``: by mandate, from which day; those that go on. ``read``: who read which version.
    """

    draft: Draft | None = None
    adopted: tuple[Version, ...] = ()
    told: frozenset[int] = frozenset()
    comments: frozenset[str] = frozenset()
    deviations: Mapping[str, date] = field(default_factory=dict)
    public: frozenset[int] = frozenset()
    read: frozenset[tuple[str, int]] = frozenset()

    @property
    def last(self) -> Version | None:
        return self.adopted[-1] if self.adopted else None

    @property
    def next(self) -> int:
        return self.last.version + 1 if self.last else 1


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """``sops``: by id. ``committee``: while a decision reads it."""

    sops: Mapping[str, Sop] = field(default_factory=dict)
    committee: Committee = field(default_factory=Committee)


def evolve(state: State, event: Heard) -> State:
    if isinstance(event, stakeholders_committee.Fact):
        return replace(state, committee=members.evolve(state.committee, event))
    found = state.sops.get(event.sop_id, Sop())
    return replace(state, sops={**state.sops, event.sop_id: _after(found, event)})


def _after(sop: Sop, event: Fact) -> Sop:
    match event:
        case SopDrafted():
            draft = Draft(number=event.draft, title=event.title, text=event.text)
            return replace(sop, draft=draft)
        case SopCommented():
            return replace(sop, comments=sop.comments | {event.comment_id})
        case SopAdopted():
            new = Version(version=event.version, in_force_on=event.in_force_on)
            return replace(sop, draft=None, adopted=(*sop.adopted, new))
        case SopInForce():
            return replace(sop, told=sop.told | {event.version})
        case SopSuperseded():
            return sop
        case SopDeviated():
            return replace(sop, deviations={**sop.deviations, event.mandate: event.from_on})
        case SopDeviationEnded():
            left = {key: one for key, one in sop.deviations.items() if key != event.mandate}
            return replace(sop, deviations=left)
        case SopPublished():
            return replace(sop, public=sop.public | {event.version})
        case SopUnpublished():
            return replace(sop, public=sop.public - {event.version})
        case SopAcknowledged():
            return replace(sop, read=sop.read | {(event.reader, event.version)})
    assert_never(event)
