"""The rule looks at a State: it raises an alert, says that one rose, or is quiet (K6, SD7)."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from services.stakeholders.alerts.state import State
from shared.contracts.stakeholders_alert_commands import LookAtState
from shared.contracts.stakeholders_alerts import AlertRaised, AlertRose, Level, OfAlert
from shared.core.actor import Asked, system
from shared.core.decider import Forbidden
from shared.core.geneva import day_of
from shared.core.message import derive_id
from shared.reference.early_warning import (
    GUARD,
    REACH,
    Settings,
    band,
    level_of,
    open_level_of,
    rises,
)

LOOKER = system("early-warning")


def look(command: LookAtState, asked: Asked, state: State) -> Sequence[OfAlert]:
    """Nothing follows from a look by a version that is not in force, or at a day to come."""
    if asked.by.actor_id != LOOKER.actor_id:
        raise Forbidden("Only the platform itself may do this.")
    settings = state.rule.settings
    if settings is None or command.version != state.rule.version:
        return []
    level = level_of(settings, command.measured)
    if level is None or command.on > day_of(asked.at):
        return []
    now = band(command.measured.window)
    more = state.told is None or rises(state.told, level, now)
    if state.alert is not None and state.alert.stage != "closed":
        return [_rose(command, asked, state, state.alert.alert_id, settings, level)] if more else []
    if not more and command.on < _quiet_until(state, settings):
        return []
    return [_raised(command, asked, state, settings, level)]


def _quiet_until(state: State, settings: Settings) -> date:
    """Return when the quiet time ends, which begins anew when somebody closes the alert."""
    days = [state.told.on] if state.told else []
    days += [state.closed_on] if state.closed_on else []
    return max(days, default=date.min) + timedelta(days=settings.quiet)


def _raised(  # each a part of the decision
    command: LookAtState, asked: Asked, state: State, settings: Settings, level: Level
) -> AlertRaised:
    number = len(state.raised_on)
    return AlertRaised(
        alert_id=str(derive_id("alert", command.rule, command.state, command.on, number)),
        doubtful=_doubtful(command.on, state),
        raised_at=asked.at,
        **_figures(command, settings, level),
    )


def _rose(  # likewise
    command: LookAtState,
    asked: Asked,
    state: State,
    alert_id: str,
    settings: Settings,
    level: Level,
) -> AlertRose:
    """What rose by reprisals alone is no rise to the desk of the State (R15)."""
    figures = _figures(command, settings, level)
    open_level, read = figures["open_level"], state.read
    if open_level and read and not rises(read, open_level, figures["open_now"]):
        figures |= {"open_level": None, "open_now": 0}
    return AlertRose(alert_id=alert_id, rose_at=asked.at, **figures)


def _doubtful(on: date, state: State) -> bool:
    """Whether an alert was raised in the baseline: then the usual may be too high (D.8)."""
    first, last = on - timedelta(days=REACH), on - timedelta(weeks=GUARD + 1)
    return state.pinned is None and any(first < one <= last for one in state.raised_on)


def _figures(command: LookAtState, settings: Settings, level: Level) -> dict[str, Any]:
    """Return the fields of both facts: numbers as bands, and what is without reprisals."""
    one = command.measured
    open_level = open_level_of(settings, one)
    return {
        "rule": command.rule,
        "version": command.version,
        "state": command.state,
        "on": command.on,
        "level": level,
        "usual": band(one.usual),
        "now": band(one.window),
        "open_level": open_level,
        "open_now": band(one.open_window) if open_level else 0,
    }
