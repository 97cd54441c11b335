"""Who is on the Committee, folded from its events, and the terms of its members."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import TypeAlias, assert_never

from shared.contracts import stakeholders_terms
from shared.contracts.stakeholders_committee import (
    CommitteeChairDesignated,
    CommitteeElected,
    CommitteeMemberLeft,
    Fact,
    Member,
)
from shared.contracts.stakeholders_terms import HolderTermEnded, HolderTermStarted
from shared.reference.committee import Composition
from shared.reference.terms import COMPLETED

Heard: TypeAlias = Fact | stakeholders_terms.Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A term. ``last``: the last day, planned or real. ``cut``: it ended before it was over."""

    mandate: str
    holder_id: str | None
    starts_on: date
    last: date
    cut: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Committee:
    """``past``: the compositions of days before. ``terms``: while a decision reads them."""

    now: Composition | None = None
    past: tuple[Composition, ...] = ()
    terms: Mapping[str, Held] = field(default_factory=dict)

    @property
    def every(self) -> list[Composition]:
        return [*self.past, *([self.now] if self.now else [])]

    def until(self, member: Member) -> date:
        """Return the last day as a holder: terms that follow one another are one."""
        found = self.terms[member.term_id]
        for one in sorted(self.terms.values(), key=lambda term: term.starts_on):
            same = (one.mandate, one.holder_id) == (found.mandate, found.holder_id)
            if same and one.holder_id and one.starts_on == found.last + timedelta(days=1):
                found = one
        return found.last


def evolve(state: Committee, event: Heard) -> Committee:
    match event:
        case CommitteeElected():
            return _elected(state, event)
        case CommitteeChairDesignated():
            return _changed(state, event.election_id, chair=(event.from_on, event.term_id))
        case CommitteeMemberLeft():
            return _changed(state, event.election_id, left={event.term_id: event.left_on})
        case HolderTermStarted():
            held = Held(
                mandate=event.mandate,
                holder_id=event.holder_id,
                starts_on=event.starts_on,
                last=event.ends_on,
            )
            return replace(state, terms={**state.terms, event.term_id: held})
        case HolderTermEnded():
            return _ended(state, event)
    assert_never(event)


def _elected(state: Committee, event: CommitteeElected) -> Committee:
    new = Composition(
        election_id=event.election_id,
        elected_on=event.elected_on,
        kind=event.kind,
        members=event.members,
        outgoing=event.outgoing_chair,
        chairs=((event.elected_on, event.chair),) if event.chair else (),
    )
    kept = [one for one in state.every if one.election_id != event.corrects]
    return replace(state, now=new, past=tuple(kept))


def _changed(
    state: Committee,
    election_id: str,
    *,
    chair: tuple[date, str] | None = None,
    left: Mapping[str, date] | None = None,
) -> Committee:
    now = state.now
    if now is None or now.election_id != election_id:
        return state
    chairs = [one for one in now.chairs if chair is None or one[0] != chair[0]]
    return replace(
        state,
        now=replace(
            now,
            chairs=(*chairs, *([chair] if chair else [])),
            left={**now.left, **(left or {})},
        ),
    )


def _ended(state: Committee, event: HolderTermEnded) -> Committee:
    found = state.terms.get(event.term_id)
    if found is None:
        return state
    ended = replace(found, last=event.ended_on, cut=event.reason_code != COMPLETED)
    return replace(state, terms={**state.terms, event.term_id: ended})
