"""Facts of approvals while the mandates of a letter gather, and conditions on its text."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias

from shared.core.message import Sealed

Because: TypeAlias = Literal["no_consent", "withdrawn"]
"""Nobody who is affected agreed that the mandates act (c1); or who had agreed withdrew."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationExtended:
    communication_id: str
    mandate: str
    join_by: datetime
    extended_by: str
    extended_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class MandateDroppedOut:
    """The mandate was silent until the date to join; the letter goes on without it."""

    communication_id: str
    mandate: str
    join_by: datetime
    dropped_out_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class NamingAllowed:
    """A holder decided on an overriding vital interest (procedure.md section 5, c2 "no").

    This letter may name the victims to the authorities although nobody asked them.
    """

    communication_id: str
    mandate: str
    victim_ids: tuple[str, ...]
    reason: Sealed
    allowed_by: str
    allowed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class JoiningTimesNoted:
    """How long a mandate lets others join its letters; None: as long as the office does.

    It is on ``joiningtimes-<mandate>``, which an invitation without a date reads.
    """

    mandate: str
    hours_urgent: int | None
    days: int | None
    changed_at: datetime
    noted_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmissionBarred:
    """No letter based on it may be drafted, approved or transmitted (R13).

    It is on ``consent-<submission_id>``, which every such decision reads.
    """

    submission_id: str
    because: Because
    barred_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmissionUnbarred:
    """This reason no longer applies; the other one may still bar the submission."""

    submission_id: str
    because: Because
    unbarred_at: datetime
