"""The commands of early warning.

``alert_id``, ``stage``, ``level`` and ``now``, the least number of the band: what the page showed
(decision 0063).
"""

from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from shared.contracts.stakeholders_alerts import BackTest, Level, Measured, Outcome, Series, Stage
from shared.core.message import Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class AdoptAlertRule:
    """``version``: the one that it becomes."""

    rule: Series
    version: int
    floor: int
    least: Level
    quiet: int
    reason: Sealed
    tested: BackTest


@dataclass(frozen=True, slots=True, kw_only=True)
class SuspendAlertRule:
    rule: Series
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LookAtState:
    """Only the portal's own process asks for it. ``on``: the last day of the window."""

    rule: Series
    version: int
    state: str
    on: date
    measured: Measured


@dataclass(frozen=True, slots=True, kw_only=True)
class AcknowledgeAlert:
    rule: Series
    state: str
    alert_id: str
    stage: Stage
    level: Level
    now: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DecideAlert:
    """``code``: whom it is referred to, or why it is dismissed; None of what is watched."""

    rule: Series
    state: str
    alert_id: str
    stage: Stage
    level: Level
    now: int
    outcome: Outcome
    code: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseAlert:
    rule: Series
    state: str
    alert_id: str
    stage: Stage
    level: Level
    now: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeBackAlertStep:
    """``stage``: the one that is taken back."""

    rule: Series
    state: str
    alert_id: str
    stage: Stage
    level: Level
    now: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PinReference:
    """``until``: None takes the pin away, and ``reason_code`` then is None.

    ``before``: the one that the page showed.
    """

    rule: Series
    state: str
    before: date | None
    until: date | None
    reason_code: str | None


OfRule: TypeAlias = AdoptAlertRule | SuspendAlertRule
Step: TypeAlias = AcknowledgeAlert | DecideAlert | CloseAlert | TakeBackAlertStep
OfAlert: TypeAlias = LookAtState | Step | PinReference
Command: TypeAlias = OfRule | OfAlert

TYPES: dict[str, type] = {
    "adopt-alert-rule": AdoptAlertRule,
    "suspend-alert-rule": SuspendAlertRule,
    "look-at-state": LookAtState,
    "acknowledge-alert": AcknowledgeAlert,
    "decide-alert": DecideAlert,
    "close-alert": CloseAlert,
    "take-back-alert-step": TakeBackAlertStep,
    "pin-reference": PinReference,
}
