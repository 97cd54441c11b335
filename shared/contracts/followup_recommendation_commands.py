"""The commands of a recommendation."""

from dataclasses import dataclass
from typing import TypeAlias

from shared.core.message import Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueRecommendation:
    """``addressee`` is a State's alpha-3 code; ``communication_id`` the letter it follows from."""

    recommendation_id: str
    communication_id: str | None
    addressee: str
    mandate: str
    text: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class ProvideImplementationInfo:
    """The provider follows from the actor."""

    recommendation_id: str
    info_id: str
    text: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessImplementation:
    recommendation_id: str
    scheme: str
    grade: str
    rationale: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishRecommendation:
    """``text``: the public text, in the clear."""

    recommendation_id: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawRecommendation:
    """``reason``: one of WITHDRAWAL_REASONS; ``note`` explains it in free words."""

    recommendation_id: str
    reason: str
    note: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareRecommendation:
    """Invite an organisation, named by its code, to read it before it is public."""

    recommendation_id: str
    organisation_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UnshareRecommendation:
    recommendation_id: str
    organisation_id: str


Command: TypeAlias = (
    IssueRecommendation
    | ProvideImplementationInfo
    | AssessImplementation
    | PublishRecommendation
    | WithdrawRecommendation
    | ShareRecommendation
    | UnshareRecommendation
)
