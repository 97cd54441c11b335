"""The commands of standard operating procedures, and their intended actors."""

from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from shared.core.message import Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftSop:
    """The Committee: a new procedure, its next version, or another draft of that.

    ``version``: the one of which it is a draft. ``draft``: the number of the draft of it that the
    page showed; 0: there was none.
    """

    sop_id: str
    version: int
    draft: int
    title: Sealed
    text: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentSop:
    """The Committee, or a mandate-holder.

    ``version`` and ``draft``: of the text that the page showed; 0: it was no draft.
    """

    sop_id: str
    version: int
    draft: int
    comment_id: str
    text: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class AdoptSop:
    """The chair records what the Annual Meeting adopted.

    ``version`` and ``draft``: of the text that the page showed.
    """

    sop_id: str
    version: int
    draft: int
    adopted_on: date
    in_force_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviateFromSop:
    """The holder of the mandate."""

    sop_id: str
    mandate: str
    from_on: date
    reason: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class EndSopDeviation:
    """The holder of the mandate: today is the last day."""

    sop_id: str
    mandate: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishSop:
    """The chair: everybody reads this version."""

    sop_id: str
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class UnpublishSop:
    """The chair."""

    sop_id: str
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AcknowledgeSop:
    """A mandate-holder, or the Committee: they have read the version in force."""

    sop_id: str
    version: int


Command: TypeAlias = (
    DraftSop
    | CommentSop
    | AdoptSop
    | DeviateFromSop
    | EndSopDeviation
    | PublishSop
    | UnpublishSop
    | AcknowledgeSop
)

TYPES: dict[str, type] = {
    "draft-sop": DraftSop,
    "comment-sop": CommentSop,
    "adopt-sop": AdoptSop,
    "deviate-from-sop": DeviateFromSop,
    "end-sop-deviation": EndSopDeviation,
    "publish-sop": PublishSop,
    "unpublish-sop": UnpublishSop,
    "acknowledge-sop": AcknowledgeSop,
}
