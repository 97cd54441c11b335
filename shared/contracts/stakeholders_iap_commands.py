"""The commands of the internal advisory procedure, and their intended actors.

``step``: how many steps the page showed, where a decision rests on them (decision 0063).
"""

from dataclasses import dataclass
from typing import TypeAlias

from shared.core.message import Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestIap:
    """A mandate-holder, a Government, an institution's contact point, or the President."""

    iap_id: str
    mandate: str | None
    papers: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class CategoriseIap:
    """The chair, or who stands in."""

    iap_id: str
    step: int
    category: str


@dataclass(frozen=True, slots=True, kw_only=True)
class InviteHolderToComment:
    """The chair, or who stands in."""

    iap_id: str
    step: int
    points: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentOnIap:
    """The holder of the mandate, once invited."""

    iap_id: str
    comment: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsiderIap:
    """The chair, or who stands in: the Committee has considered it."""

    iap_id: str
    step: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordIapOutcome:
    """The chair, or who stands in."""

    iap_id: str
    step: int
    outcome: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class TellIapOutcome:
    """The chair, or who stands in. ``told``: what is told."""

    iap_id: str
    step: int
    told: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class RefuseIap:
    """The chair, or who stands in, before there is an outcome."""

    iap_id: str
    step: int
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawIap:
    """Who asked."""

    iap_id: str


OfCommittee: TypeAlias = (
    CategoriseIap
    | InviteHolderToComment
    | ConsiderIap
    | RecordIapOutcome
    | TellIapOutcome
    | RefuseIap
)
Command: TypeAlias = RequestIap | OfCommittee | CommentOnIap | WithdrawIap

TYPES: dict[str, type] = {
    "request-iap": RequestIap,
    "categorise-iap": CategoriseIap,
    "invite-holder-to-comment": InviteHolderToComment,
    "comment-on-iap": CommentOnIap,
    "consider-iap": ConsiderIap,
    "record-iap-outcome": RecordIapOutcome,
    "tell-iap-outcome": TellIapOutcome,
    "refuse-iap": RefuseIap,
    "withdraw-iap": WithdrawIap,
}
