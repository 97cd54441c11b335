"""A candidate's file in a selection, as its facts leave it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TypeAlias, assert_never

from shared.contracts.stakeholders import (
    ApplicationWithdrawn,
    CandidateScored,
    ConflictDeclared,
    EligibilityScreened,
)
from shared.core.message import Sealed

Given: TypeAlias = tuple[Mapping[str, int], Sealed | None]
"""The scores of one member, and his note."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """``screened``: eligible or not and why; None before the screening.

    ``scores``: by member, in the clear, of before preferences were sealed.

    ``conflicts``: who declared one; ``barred``: who is recused from the vacancy for it.
    ``turned_down``: by the Council, or by the President after it deferred. ``traced``: False of an
    application that was withdrawn before the list, which no number tells of.
    """

    applicant_id: str
    nationalities: frozenset[str] = frozenset()
    screened: tuple[bool, Sealed | None] | None = None
    conflicts: frozenset[str] = frozenset()
    barred: frozenset[str] = frozenset()
    scores: Mapping[str, Given] = field(default_factory=dict)
    withdrawn: bool = False
    turned_down: bool = False
    traced: bool = True

    @property
    def eligible(self) -> bool:
        considered = not self.withdrawn and not self.turned_down
        return self.screened is not None and self.screened[0] and considered

    def out(self, member_id: str) -> bool:
        """Whether this person is excluded from this file (R4 of procedure.md section 6.2)."""
        return member_id == self.applicant_id or member_id in self.conflicts

    def without(self, member_id: str) -> "Candidate":
        """Exclude the member from this file, together with their score."""
        return replace(self.unscored(member_id), conflicts=self.conflicts | {member_id})

    def gone(self, *, listed: bool) -> "Candidate":
        return replace(self, withdrawn=True, traced=listed)

    def unscored(self, member_id: str) -> "Candidate":
        kept = {member: given for member, given in self.scores.items() if member != member_id}
        return replace(self, scores=kept)


@dataclass(frozen=True, slots=True)
class Kept:
    """What a member gave under seal: its hash, and the candidates whom it is about."""

    version: int
    commitment: str
    candidate_ids: frozenset[str]


OfFile: TypeAlias = EligibilityScreened | ApplicationWithdrawn | ConflictDeclared | CandidateScored


def changed(file: Candidate, event: OfFile) -> Candidate:
    match event:
        case EligibilityScreened():
            return replace(file, screened=(event.eligible, event.reason))
        case ApplicationWithdrawn():
            return file.gone(listed=event.listed)
        case ConflictDeclared():
            return file.without(event.member_id)
        case CandidateScored():
            given = {event.member_id: (event.scores, event.note)}
            return replace(file, scores={**file.scores, **given})
    assert_never(event)
