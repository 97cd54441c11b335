"""Facts of a review: what members give under seal, its opening, and who is interviewed.

A15 to A17 and A19 of selection-stakeholders-committee.md section A.3, and SA4 of section A.4.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Literal, TypeAlias

from shared.core.commitment import committed
from shared.core.message import Sealed

Method: TypeAlias = Literal["criteria", "rank5"]
"""Scores by criterion for each candidate, or a list of the best, in order."""
TieRule: TypeAlias = Literal["take-all"]
"""Who is tied at the cut is above it, all of them."""
NotOpened: TypeAlias = Literal["lost", "mismatch", "unsound"]
"""No text was there; it does not match its hash; it does, and is none that the method knows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """How a panel works. ``preset``: one of shared.reference.panels.PRESETS, where they come from.

    ``scale``: the points of the first place, the second and so on; empty where members score.
    ``cut``: so many by points are looked at for an interview; 0: the panel draws no line.
    """

    preset: str
    method: Method
    scale: tuple[int, ...]
    quorum: int
    tie_rule: TieRule
    cut: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """What a member gave one candidate: each criterion, and a note."""

    candidate_id: str
    scores: Mapping[str, int]
    note: Sealed | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """What a member gives for a vacancy: ``order``, the best first, or what each one ``scored``."""

    order: tuple[str, ...] = ()
    scored: tuple[Scored, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PreferencesSubmitted:
    """Sealed: nobody reads them before the opening, also not in this fact.

    ``candidate_ids``: whom they are about, the same whatever was given. ``version``: from 1 on; the
    last one counts.
    """

    vacancy_id: str
    member_id: str
    version: int
    commitment: str
    candidate_ids: tuple[str, ...]
    submitted_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PreferencesOpened:
    """They match the ``commitment``: whoever doubts it computes it again (``commitment_of``)."""

    vacancy_id: str
    member_id: str
    round: int
    version: int
    commitment: str
    nonce: str
    sheet: Sheet
    opened_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PreferencesNotOpened:
    """The review was closed without them, although they had been given."""

    vacancy_id: str
    member_id: str
    version: int
    commitment: str
    cause: NotOpened
    closed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class MembersReminded:
    """The chair reminded those whose preferences were not in."""

    vacancy_id: str
    member_ids: tuple[str, ...]
    reminded_by: str
    reminded_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class InterviewListAdopted:
    """Who is interviewed. ``reason``: why it leaves the order of the points, where it does."""

    vacancy_id: str
    candidate_ids: tuple[str, ...]
    reason: Sealed | None
    adopted_by: str
    adopted_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AdditionalCandidateConsidered:
    """The panel asks somebody from the roster to apply, by ``apply_by``, although the call closed.

    ``reason``: why this seat needs it, and why the person is as well qualified or better.
    """

    vacancy_id: str
    mandate: str
    applicant_id: str
    reason: Sealed
    apply_by: datetime
    considered_by: str
    considered_at: datetime


Fact: TypeAlias = (
    PreferencesSubmitted
    | PreferencesOpened
    | PreferencesNotOpened
    | MembersReminded
    | InterviewListAdopted
    | AdditionalCandidateConsidered
)

TYPES: dict[str, type] = {
    "preferences-submitted": PreferencesSubmitted,
    "preferences-opened": PreferencesOpened,
    "preferences-not-opened": PreferencesNotOpened,
    "members-reminded": MembersReminded,
    "interview-list-adopted": InterviewListAdopted,
    "additional-candidate-considered": AdditionalCandidateConsidered,
}


def commitment_of(
    vacancy_id: str, member_id: str, round_: int, version: int, nonce: str, sheet: Sheet
) -> str:
    """Return the hash that binds a sheet to its vacancy, member, round and version."""
    bound = [vacancy_id, member_id, round_, version, asdict(sheet)]
    return committed(json.dumps(bound, sort_keys=True, separators=(",", ":")), nonce)
