"""Facts of nominations: who supports a candidate, named by the candidate or by themselves.

A7 of selection-stakeholders-committee.md section A.3. Who the nominator is, and the status of an
organisation on the day, are one sealed text under the candidate's key.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias

from shared.core.message import Sealed

Kind: TypeAlias = Literal[
    "government",
    "regional_group",
    "international_organisation",
    "ngo",
    "human_rights_body",
    "individual",
]
"""An NHRI is a human-rights body."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NominatorNamed:
    """By the candidate. ``answer_by``: where the nominator is asked to confirm; None: nobody is."""

    vacancy_id: str
    candidate_id: str
    nomination_id: str
    kind: Kind
    nominator: Sealed
    answer_by: datetime | None
    named_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CandidateNominated:
    """By the nominator, who says who signs. ``nominator`` takes the place of the earlier text."""

    vacancy_id: str
    candidate_id: str
    nomination_id: str
    nominator: Sealed
    nominated_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class NominationDeclined:
    """By the nominator, who gives no reason."""

    vacancy_id: str
    candidate_id: str
    nomination_id: str
    declined_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class NominationWithdrawn:
    """Taken back, by the candidate or by a nominator who had confirmed."""

    vacancy_id: str
    candidate_id: str
    nomination_id: str
    by: Literal["candidate", "nominator"]
    withdrawn_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class NominationAccepted:
    """By the candidate, of a nominator who began before them, and signed."""

    vacancy_id: str
    candidate_id: str
    nomination_id: str
    kind: Kind
    nominator: Sealed
    accepted_at: datetime


Fact: TypeAlias = (
    NominatorNamed
    | CandidateNominated
    | NominationDeclined
    | NominationWithdrawn
    | NominationAccepted
)

TYPES: dict[str, type] = {
    "nominator-named": NominatorNamed,
    "candidate-nominated": CandidateNominated,
    "nomination-declined": NominationDeclined,
    "nomination-withdrawn": NominationWithdrawn,
    "nomination-accepted": NominationAccepted,
}
