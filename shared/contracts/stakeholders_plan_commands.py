"""The commands of the planning board, and their intended actors.

``first`` and ``last`` of ``ConfirmActivity``, and ``was_first`` and ``was_last`` of
``MoveActivity``: as the page showed them (decision 0063).
"""

from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from shared.contracts.stakeholders_plans import Kind
from shared.core.message import Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanActivity:
    """The holder of the mandate, or its officer; so for all but the comment.

    ``reprisals``: it rests on them.
    """

    plan_id: str
    mandate: str
    kind: Kind
    state: str
    first: date
    last: date
    reprisals: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveActivity:
    plan_id: str
    first: date
    last: date
    was_first: date
    was_last: date


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentOnActivity:
    """The Committee, and whose plan it is."""

    plan_id: str
    comment_id: str
    text: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmActivity:
    plan_id: str
    first: date
    last: date


@dataclass(frozen=True, slots=True, kw_only=True)
class DropActivity:
    plan_id: str
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepActivityFromDesk:
    """It rests on reprisals by now. What it rests on does not change back."""

    plan_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareActivity:
    """With the United Nations partners of the State, until ``EndSharing``."""

    plan_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EndSharing:
    plan_id: str


OfPlan: TypeAlias = (
    MoveActivity
    | CommentOnActivity
    | ConfirmActivity
    | DropActivity
    | KeepActivityFromDesk
    | ShareActivity
    | EndSharing
)
Command: TypeAlias = PlanActivity | OfPlan

TYPES: dict[str, type] = {
    "plan-activity": PlanActivity,
    "move-activity": MoveActivity,
    "comment-on-activity": CommentOnActivity,
    "confirm-activity": ConfirmActivity,
    "drop-activity": DropActivity,
    "keep-activity-from-desk": KeepActivityFromDesk,
    "share-activity": ShareActivity,
    "end-sharing": EndSharing,
}
