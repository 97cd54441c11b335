"""The commands of the internal advisory procedure, and their intended actors.

``step``: how many steps the page showed, where a decision rests on them (decision 0063).
``unable``: the members of the Committee who cannot act, by their accounts; the next stands in.
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
    unable: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class InviteHolderToComment:
    """The chair, or who stands in. ``holders``: the accounts that have the mandate today."""

    iap_id: str
    step: int
    points: Sealed
    holders: tuple[str, ...]
    unable: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentOnIap:
    """Who is invited. ``invitation``: how many there were when the page was shown."""

    iap_id: str
    invitation: int
    comment: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsiderIap:
    """The chair, or who stands in: the Committee has considered it."""

    iap_id: str
    step: int
    unable: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordIapOutcome:
    """The chair, or who stands in."""

    iap_id: str
    step: int
    outcome: Sealed
    unable: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TellIapOutcome:
    """The chair, or who stands in. ``told``: what is told."""

    iap_id: str
    step: int
    told: Sealed
    unable: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RefuseIap:
    """The chair, or who stands in, until an outcome is told."""

    iap_id: str
    step: int
    code: str
    unable: tuple[str, ...] = ()


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
