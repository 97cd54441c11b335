"""Facts of stakeholders about advice that OHCHR asks of the Coordination Committee.

K10 of selection-stakeholders-committee.md section D.3, capability 44 of procedure.md. Requests of
national institutions for advice are another thing (``stakeholders_advice``). All texts are sealed.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeAlias

from shared.core.message import Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitteeAdviceRequested:
    """``due_on``: the day by which the Committee answers."""

    request_id: str
    question: Sealed
    due_on: date
    asked_by: str
    asked_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitteeAdviceGiven:
    """``version``: 1 for the first answer; a later one stands for what was answered before.

    ``corrects``: what it stands for was advice, too.
    """

    request_id: str
    version: int
    corrects: bool
    advice: Sealed
    given_by: str
    given_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitteeAdviceDeclined:
    """The Committee gives no advice. ``version``: as in ``CommitteeAdviceGiven``.

    ``reason``: None: what was asked was erased, and no text can be kept about it.
    """

    request_id: str
    version: int
    reason: Sealed | None
    declined_by: str
    declined_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitteeDissentRecorded:
    """A member does not share the advice of ``version``; it replaces their dissent before."""

    request_id: str
    version: int
    dissent: Sealed
    member_id: str
    recorded_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitteeDissentTakenBack:
    request_id: str
    member_id: str
    taken_back_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitteeAdviceWithdrawn:
    """By who asked, before there was an answer. The Committee reads it no more."""

    request_id: str
    withdrawn_by: str
    withdrawn_at: datetime


Fact: TypeAlias = (
    CommitteeAdviceRequested
    | CommitteeAdviceGiven
    | CommitteeAdviceDeclined
    | CommitteeDissentRecorded
    | CommitteeDissentTakenBack
    | CommitteeAdviceWithdrawn
)

TYPES: dict[str, type] = {
    "committee-advice-requested": CommitteeAdviceRequested,
    "committee-advice-given": CommitteeAdviceGiven,
    "committee-advice-declined": CommitteeAdviceDeclined,
    "committee-dissent-recorded": CommitteeDissentRecorded,
    "committee-dissent-taken-back": CommitteeDissentTakenBack,
    "committee-advice-withdrawn": CommitteeAdviceWithdrawn,
}
