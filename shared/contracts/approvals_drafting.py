"""What happens to a letter while its mandates gather, and what its drafting must heed."""

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
    """It was silent until the date to join had passed; the letter goes on without it."""

    communication_id: str
    mandate: str
    join_by: datetime
    dropped_out_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class NamingAllowed:
    """A holder decided on an overriding vital interest (procedure.md section 5, c2 "no").

    The victims may be named in this letter to the authorities although they were not asked.
    """

    communication_id: str
    mandate: str
    victim_ids: tuple[str, ...]
    reason: Sealed
    allowed_by: str
    allowed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class JoiningTimesNoted:
    """How long a mandate lets others join what it leads; None: as long as the office does.

    It stands on ``joiningtimes-<mandate>``, which inviting without a date consults.
    """

    mandate: str
    hours_urgent: int | None
    days: int | None
    changed_at: datetime
    noted_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmissionBarred:
    """No letter may be drafted, approved or transmitted on it (R13).

    It stands on ``consent-<submission_id>``, which every such decision consults.
    """

    submission_id: str
    because: Because
    barred_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmissionUnbarred:
    """This reason is gone; the other one may still bar it."""

    submission_id: str
    because: Because
    unbarred_at: datetime
