"""Facts of who takes part in a vacancy: disclosures, recusals and their end, lobbying.

A11 to A14 of selection-stakeholders-committee.md section A.3.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias

from shared.core.message import Sealed

Cause: TypeAlias = Literal["declared", "nationality"]
Stage: TypeAlias = Literal["review", "deliberation", "report"]


@dataclass(frozen=True, slots=True, kw_only=True)
class NoConflictDeclared:
    """Of these candidates, by a member of these nationalities: "none" is an answer."""

    vacancy_id: str
    member_id: str
    candidate_ids: tuple[str, ...]
    nationalities: tuple[str, ...]
    declared_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberRecused:
    """From the whole vacancy, while the candidate who is the cause is considered."""

    vacancy_id: str
    member_id: str
    cause: Cause
    candidate_id: str
    recused_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RecusalLifted:
    """The cause left the pool. The member takes part again from ``from_stage`` on."""

    vacancy_id: str
    member_id: str
    cause: Cause
    candidate_id: str
    from_stage: Stage
    lifted_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class LobbyingDisclosed:
    """Who approached the member, in the member's words: for the panel and the officer."""

    vacancy_id: str
    disclosure_id: str
    member_id: str
    text: Sealed
    disclosed_at: datetime


Fact: TypeAlias = NoConflictDeclared | MemberRecused | RecusalLifted | LobbyingDisclosed

TYPES: dict[str, type] = {
    "no-conflict-declared": NoConflictDeclared,
    "member-recused": MemberRecused,
    "recusal-lifted": RecusalLifted,
    "lobbying-disclosed": LobbyingDisclosed,
}
