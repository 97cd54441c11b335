"""Facts of stakeholders: early warning. K5 and K6 of section D.3.

Numbers are in bands, told by their least number; 0 is below the first band (SD2). No fact here has
a line in the feed: that an alert exists is internal (SD8).
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal, TypeAlias

from shared.core.catalogue import Upcaster
from shared.core.message import Sealed

Series: TypeAlias = Literal["letters", "urgent", "submissions"]
Level: TypeAlias = Literal["notice", "alert", "urgent"]
Outcome: TypeAlias = Literal["referred", "watched", "dismissed"]
Stage: TypeAlias = Literal["raised", "acknowledged", "referred", "watched", "dismissed", "closed"]
Whose: TypeAlias = Literal["both", "committee", "desk"]
"""Whose alert a step changed: after a rise by reprisals alone the desk of the State reads another
than the Committee (R15)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """The window of a State: its number, the urgent among them, and both without reprisals.

    ``usual``: the expected number. ``dispersion``: variance by mean, above 1. Both also from a past
    without reprisals.
    """

    window: int
    urgent: int
    open_window: int
    open_urgent: int
    usual: float
    dispersion: float
    open_usual: float
    open_dispersion: float


@dataclass(frozen=True, slots=True, kw_only=True)
class BackTest:
    """What the page showed of a rule before it was adopted (SD11).

    ``raised``: alerts in the history held, over ``weeks``. In invented counts: ``false`` alarms a
    year, the ``share`` of surges found, and the median weeks of ``delay``.
    """

    weeks: int
    raised: int
    false: float
    share: float
    delay: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertRuleAdopted:
    """A version of the rule of a series; it replaces the one before."""

    rule: Series
    version: int
    floor: int
    least: Level
    quiet: int
    reason: Sealed
    tested: BackTest
    adopted_by: str
    adopted_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertRuleSuspended:
    """The rule raises nothing until a version is adopted again."""

    rule: Series
    version: int
    suspended_by: str
    suspended_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertRaised:
    """``on``: the last day of the 28. ``usual`` and ``now``: bands.

    ``open_level`` and ``open_now``: without reprisals; None: a desk officer has no such alert.
    ``doubtful``: an alert was raised in the time to which this one is compared.
    """

    alert_id: str
    rule: Series
    version: int
    state: str
    on: date
    level: Level
    usual: int
    now: int
    open_level: Level | None
    open_now: int
    doubtful: bool
    raised_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertRose:
    """It is more than it told, so somebody is to acknowledge it anew, whatever was decided."""

    alert_id: str
    rule: Series
    version: int
    state: str
    on: date
    level: Level
    usual: int
    now: int
    open_level: Level | None
    open_now: int
    rose_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertAcknowledged:
    """Somebody has it."""

    alert_id: str
    acknowledged_by: str
    acknowledged_at: datetime
    whose: Whose = "both"


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertReferred:
    """``to``: one of shared.reference.alerts.REFERRED_TO. Nothing is sent by it (SD6)."""

    alert_id: str
    to: str
    referred_by: str
    referred_at: datetime
    whose: Whose = "both"


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertWatched:
    alert_id: str
    watched_by: str
    watched_at: datetime
    whose: Whose = "both"


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertDismissed:
    """``reason_code``: one of shared.reference.alerts.DISMISSED."""

    alert_id: str
    reason_code: str
    dismissed_by: str
    dismissed_at: datetime
    whose: Whose = "both"


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertClosed:
    alert_id: str
    closed_by: str
    closed_at: datetime
    whose: Whose = "both"


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertStepTakenBack:
    """The last step was an error. ``stage`` and ``code``: as they were before it.

    ``desk_stage`` and ``desk_code``: to the desk of the State, where that is another.
    """

    alert_id: str
    stage: Stage
    code: str | None
    taken_back_by: str
    taken_back_at: datetime
    whose: Whose = "both"
    desk_stage: Stage | None = None
    desk_code: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferencePinned:
    """The State is compared with the time up to ``until``; None: with the usual time again.

    ``reason_code``: one of shared.reference.alerts.PINS; None where the pin goes.
    """

    rule: Series
    state: str
    until: date | None
    reason_code: str | None
    pinned_by: str
    pinned_at: datetime


OfRule: TypeAlias = AlertRuleAdopted | AlertRuleSuspended
OfAlert: TypeAlias = (
    AlertRaised
    | AlertRose
    | AlertAcknowledged
    | AlertReferred
    | AlertWatched
    | AlertDismissed
    | AlertClosed
    | AlertStepTakenBack
    | ReferencePinned
)
Fact: TypeAlias = OfRule | OfAlert

TYPES: dict[str, type] = {
    "alert-rule-adopted": AlertRuleAdopted,
    "alert-rule-suspended": AlertRuleSuspended,
    "alert-raised": AlertRaised,
    "alert-rose": AlertRose,
    "alert-acknowledged": AlertAcknowledged,
    "alert-referred": AlertReferred,
    "alert-watched": AlertWatched,
    "alert-dismissed": AlertDismissed,
    "alert-closed": AlertClosed,
    "alert-step-taken-back": AlertStepTakenBack,
    "reference-pinned": ReferencePinned,
}


def _of_both(told: dict[str, Any]) -> dict[str, Any]:
    """Version 1 changed what the desk of the State reads with what the Committee reads."""
    return {**told, "whose": "both"}


UPCASTERS: dict[str, tuple[Upcaster, ...]] = {
    "alert-acknowledged": (_of_both,),
    "alert-referred": (_of_both,),
    "alert-watched": (_of_both,),
    "alert-dismissed": (_of_both,),
    "alert-closed": (_of_both,),
    "alert-step-taken-back": (_of_both,),
}
