"""A candidate's file in a selection, as its facts leave it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal, TypeAlias, assert_never

from shared.contracts import stakeholders_screening as screening
from shared.contracts.stakeholders import (
    ApplicationWithdrawn,
    CandidateScored,
    ConflictDeclared,
    EligibilityScreened,
)
from shared.core.message import Sealed

Answer: TypeAlias = Literal["confirmed", "disputed", "taken-back"]
Given: TypeAlias = tuple[Mapping[str, int], Sealed | None]
"""The scores of one member, and his note."""


@dataclass(frozen=True, slots=True)
class Proposed:
    """A "no" that one officer proposed; another one answers it by its number."""

    number: int
    by: str
    reason: Sealed
    grounds: screening.Grounds | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """``screened``: eligible or not and why; None before the screening. ``grounds``: by code.

    ``proposed``: the "no" that waits, while ``screened`` stands; ``proposals``: how many so far;
    ``answered``: the last that was, how, and by whom.

    ``scores``: by member, in the clear, of before preferences were sealed.

    ``conflicts``: who declared one; ``barred``: who is recused from the vacancy for it.
    ``turned_down``: by the Council, or by the President after it deferred. ``traced``: False of an
    application that was withdrawn before the list, which no number tells of. ``additional``: sent
    after the review of this round (A19).
    """

    applicant_id: str
    nationalities: frozenset[str] = frozenset()
    screened: tuple[bool, Sealed | None] | None = None
    grounds: screening.Grounds | None = None
    proposed: Proposed | None = None
    proposals: int = 0
    answered: tuple[int, Answer, str] | None = None
    conflicts: frozenset[str] = frozenset()
    barred: frozenset[str] = frozenset()
    scores: Mapping[str, Given] = field(default_factory=dict)
    withdrawn: bool = False
    turned_down: bool = False
    traced: bool = True
    additional: bool = False

    @property
    def eligible(self) -> bool:
        considered = not self.withdrawn and not self.turned_down
        return self.screened is not None and self.screened[0] and considered

    @property
    def waits(self) -> bool:
        """Whether an officer has yet to say what this application is."""
        return not self.withdrawn and (self.screened is None or self.proposed is not None)

    def answer(self, how: Answer, by: str) -> "Candidate":
        """End the proposal that waits, if one does."""
        if self.proposed is None:
            return self
        return replace(self, proposed=None, answered=(self.proposed.number, how, by))

    def out(self, member_id: str) -> bool:
        """Whether this person is excluded from this file (R4 of procedure.md section 6.2)."""
        return member_id == self.applicant_id or member_id in self.conflicts

    def without(self, member_id: str) -> "Candidate":
        """Exclude the member from this file, together with their score."""
        return replace(self.unscored(member_id), conflicts=self.conflicts | {member_id})

    def gone(self, *, listed: bool) -> "Candidate":
        return replace(self, withdrawn=True, traced=listed, proposed=None)

    def unscored(self, member_id: str) -> "Candidate":
        kept = {member: given for member, given in self.scores.items() if member != member_id}
        return replace(self, scores=kept)


@dataclass(frozen=True, slots=True)
class Kept:
    """What a member gave under seal: its hash, and the candidates whom it is about."""

    version: int
    commitment: str
    candidate_ids: frozenset[str]


OfFile: TypeAlias = (
    EligibilityScreened | ApplicationWithdrawn | ConflictDeclared | CandidateScored | screening.Fact
)


def changed(file: Candidate, event: OfFile) -> Candidate:
    match event:
        case EligibilityScreened():
            said = (event.eligible, event.reason)
            screened = replace(file, screened=said, grounds=event.grounds)
            return screened.answer("confirmed", event.screened_by)
        case screening.NotEligibleProposed():
            proposed = Proposed(event.proposal, event.proposed_by, event.reason, event.grounds)
            return replace(file, proposed=proposed, proposals=event.proposal)
        case screening.NotEligibleDisputed():
            return file.answer("disputed", event.disputed_by)
        case screening.NotEligibleTakenBack():
            return file.answer("taken-back", event.taken_back_by)
        case ApplicationWithdrawn():
            return file.gone(listed=event.listed)
        case ConflictDeclared():
            return file.without(event.member_id)
        case CandidateScored():
            given = {event.member_id: (event.scores, event.note)}
            return replace(file, scores={**file.scores, **given})
    assert_never(event)
