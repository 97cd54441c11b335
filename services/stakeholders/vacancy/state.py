"""The state of a selection; ``fold`` computes it from the facts."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal, TypeAlias

from services.stakeholders import terms as register
from services.stakeholders.vacancy.candidate import Candidate, Kept
from services.stakeholders.vacancy.closing import Closing
from services.stakeholders.vacancy.files import Files
from services.stakeholders.vacancy.talks import Talks
from shared.contracts.stakeholders import Region, Seat
from shared.contracts.stakeholders_calls import CallRules
from shared.contracts.stakeholders_recusal import Stage
from shared.contracts.stakeholders_review import Rules, Sheet

Cause: TypeAlias = tuple[str, Literal["declared", "nationality"], str]
"""A member who is recused, why, and the candidate who is the cause."""


@dataclass(frozen=True, slots=True)
class Absent:
    """There is no such vacancy."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Vacancy:
    """``scored``: a member has scored, so the panel stands. ``shortlist``: ids by ``ranks``.

    ``disclosed``: by member the candidates with whom there is no conflict. ``recused``: the causes.
    ``benched``: from which stage on a member takes part again whose recusal was lifted.
    ``left``: whose seat went to somebody else. ``over``: by seat the last day of a term that the
    clock ended; another term of that seat ends on another day. ``lapsed``: the reason.
    ``adopters``: whose seats took part when the last short list was adopted.
    ``round``: how often the call was issued, 0 before the first time. ``terms``: of the mandate,
    while a decision reads them.
    ``invited``: until when somebody may apply whom the panel asked to, after its review.
    ``sealed`` and ``opened``: by or of members, without what is void; ``versions``: the last of
    each member, void or not.
    """

    mandate: str
    seat_region: Region | None
    closes_at: datetime | None = None
    opened_at: datetime | None = None
    call: CallRules | None = None
    seats: frozenset[Seat] = frozenset()
    candidates: Mapping[str, Candidate] = field(default_factory=dict)
    scored: bool = False
    review_closed: bool = False
    shortlist: tuple[str, ...] | None = None
    ranks: tuple[int, ...] = ()
    disclosed: Mapping[str, frozenset[str]] = field(default_factory=dict)
    nationalities: Mapping[str, frozenset[str]] = field(default_factory=dict)
    recused: frozenset[Cause] = frozenset()
    benched: Mapping[str, Stage] = field(default_factory=dict)
    lobbied: frozenset[str] = frozenset()
    left: frozenset[str] = frozenset()
    over: Mapping[str, date] = field(default_factory=dict)
    adopters: frozenset[str] = frozenset()
    round: int = 0
    lapsed: str | None = None
    closing: Closing = field(default_factory=Closing)
    terms: register.State = field(default_factory=dict)
    rules: Rules | None = None
    sealed: Mapping[str, Kept] = field(default_factory=dict)
    versions: Mapping[str, int] = field(default_factory=dict)
    opened: Mapping[str, Sheet] = field(default_factory=dict)
    interviews: frozenset[str] | None = None
    talks: Talks = field(default_factory=Talks)
    reminded_at: datetime | None = None
    invited: Mapping[str, datetime] = field(default_factory=dict)
    files: Files = field(default_factory=Files)

    def call_over(self, at: datetime) -> bool:
        return self.closes_at is not None and at >= self.closes_at

    def may_still_apply(self, applicant_id: str, at: datetime) -> bool:
        """Whether the panel asked this person to apply after its review, and still waits."""
        until = self.invited.get(applicant_id)
        decided = self.shortlist is not None or not self.review_closed
        return until is not None and at <= until and not decided

    def seat_of(self, member_id: str) -> Seat | None:
        return next((seat for seat in self.seats if seat.member_id == member_id), None)

    def applied(self, actor_id: str) -> bool:
        """Whether this person is a candidate here, and decides nothing."""
        return any(
            one.applicant_id == actor_id and not one.withdrawn for one in self.candidates.values()
        )

    def term_over(self, member_id: str) -> bool:
        """Whether the term of this member's seat has ended, and nobody has the seat yet."""
        seat = self.seat_of(member_id)
        if seat is None or seat.ends_on is None:
            return False
        return self.over.get(seat.region) == seat.ends_on

    def takes_part(self, member_id: str) -> bool:
        """Whether the term of the member's seat goes on, and the member does not stand back."""
        return not (self.term_over(member_id) or self.stands_back(member_id))

    def stands_back(self, member_id: str) -> bool:
        """Whether the member is recused, or waits for the stage after a recusal."""
        if any(member == member_id for member, _, _ in self.recused):
            return True
        reached = {
            "review": True,
            "deliberation": self.review_closed,
            "report": self.shortlist is not None,
        }
        return not reached[self.benched.get(member_id, "review")]

    def active(self) -> list[Seat]:
        return [seat for seat in self.seats if self.takes_part(seat.member_id)]

    def is_out(self, member_id: str) -> bool:
        """Whether the member is recused, or out of a file of this vacancy."""
        files = self.eligible().values()
        return not self.takes_part(member_id) or any(file.out(member_id) for file in files)

    def eligible(self) -> dict[str, Candidate]:
        return {i: candidate for i, candidate in self.candidates.items() if candidate.eligible}

    def recommended(self) -> dict[str, int]:
        """Who on the list stands, with the rank, which closes up where somebody left."""
        standing = self.eligible().keys()
        listed = zip(self.shortlist or (), self.ranks, strict=False)
        ranks = {one: rank for one, rank in listed if one in standing}
        return {
            one: 1 + sum(other < rank for other in ranks.values()) for one, rank in ranks.items()
        }

    def files_of(self, member_id: str) -> frozenset[str]:
        """The eligible candidates on whom the member works."""
        return frozenset(i for i, file in self.eligible().items() if not file.out(member_id))

    def late(self) -> list[str]:
        """The members who take part and have not said what they think of each candidate."""
        return sorted(
            seat.member_id
            for seat in self.active()
            if not self.files_of(seat.member_id) <= self._covered(seat.member_id)
        )

    def _covered(self, member_id: str) -> frozenset[str]:
        kept = self.sealed.get(member_id)
        clear = {i for i, file in self.candidates.items() if member_id in file.scores}
        return (kept.candidate_ids if kept else frozenset()).union(clear)


State: TypeAlias = Absent | Vacancy
