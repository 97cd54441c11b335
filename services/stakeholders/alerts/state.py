"""The alerts of one rule on one State, folded from their events."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType
from typing import Final, TypeAlias, assert_never

from services.stakeholders.alerts import rule
from services.stakeholders.alerts.rule import Rule
from services.stakeholders.committee.members import state as members
from services.stakeholders.committee.members.state import Committee
from shared.contracts import stakeholders_alerts as facts
from shared.contracts import stakeholders_committee, stakeholders_terms
from shared.contracts.stakeholders_alerts import (
    AlertAcknowledged,
    AlertClosed,
    AlertDismissed,
    AlertRaised,
    AlertReferred,
    AlertRose,
    AlertStepTakenBack,
    AlertWatched,
    OfAlert,
    ReferencePinned,
    Stage,
)
from shared.core.geneva import day_of
from shared.reference.early_warning import Told


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """``number``: of the fact that it was raised, rose, or was changed by. ``code``: of the stage.

    ``past``: as it was before each step that was not taken back.
    """

    alert_id: str
    number: int
    stage: Stage = "raised"
    past: tuple["Alert", ...] = ()
    code: str | None = None

    def to(self, number: int, stage: Stage, code: str | None = None) -> "Alert":
        return replace(self, number=number, stage=stage, past=(*self.past, self), code=code)


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """``alert``: the last one. ``told``: what it told last. ``closed_on``: since when it is.

    ``desk``: the last one as the desk of the State reads it, without reprisals: what rose by them
    alone changed nothing there. None: it reads of none. ``read``: what that told last. Both have
    one number while they are the same.

    ``facts``: how many there were. ``raised_on``: the days of all. ``rule`` and ``committee``:
    while a decision reads them.
    """

    alert: Alert | None = None
    desk: Alert | None = None
    told: Told | None = None
    read: Told | None = None
    closed_on: date | None = None
    facts: int = 0
    raised_on: tuple[date, ...] = ()
    pinned: date | None = None
    rule: Rule = field(default_factory=Rule)
    committee: Committee = field(default_factory=Committee)


Heard: TypeAlias = OfAlert | facts.OfRule | stakeholders_committee.Fact | stakeholders_terms.Fact
Step: TypeAlias = (
    AlertAcknowledged
    | AlertReferred
    | AlertWatched
    | AlertDismissed
    | AlertClosed
    | AlertStepTakenBack
)

_STAGES: Final[Mapping[type, Stage]] = MappingProxyType(
    {AlertAcknowledged: "acknowledged", AlertWatched: "watched"}
)


def evolve(state: State, event: Heard) -> State:
    if isinstance(event, facts.OfRule):
        return replace(state, rule=rule.after(state.rule, event))
    if isinstance(event, stakeholders_committee.Fact | stakeholders_terms.Fact):
        return replace(state, committee=members.evolve(state.committee, event))
    if isinstance(event, ReferencePinned):
        return replace(state, pinned=event.until)
    if state.alert is None and not isinstance(event, AlertRaised):
        return state
    state = replace(state, facts=state.facts + 1)
    if isinstance(event, AlertRaised):
        alert = Alert(alert_id=event.alert_id, number=state.facts)
        raised_on = (*state.raised_on, event.on)
        desk = alert if event.open_level else None
        told = replace(_told(state, event), closed_on=None, raised_on=raised_on)
        return replace(told, alert=alert, desk=desk)
    if isinstance(event, AlertRose):
        alert = Alert(alert_id=event.alert_id, number=state.facts)
        desk = alert if event.open_level else state.desk
        return replace(_told(state, event), alert=alert, desk=desk)
    return _stepped(state, event)


def _stepped(state: State, event: Step) -> State:
    if state.desk and event.whose != "committee":
        state = replace(state, desk=_after(state.desk, event, state.facts))
    if state.alert and event.whose != "desk":
        closed_on = day_of(event.closed_at) if isinstance(event, AlertClosed) else None
        alert = _after(state.alert, event, state.facts)
        state = replace(state, alert=alert, closed_on=closed_on)
    return state


def _after(alert: Alert, event: Step, number: int) -> Alert:
    """Each takes back by its own past."""
    match event:
        case AlertAcknowledged() | AlertWatched():
            return alert.to(number, _STAGES[type(event)])
        case AlertReferred():
            return alert.to(number, "referred", event.to)
        case AlertDismissed():
            return alert.to(number, "dismissed", event.reason_code)
        case AlertClosed():
            return alert.to(number, "closed", alert.code)
        case AlertStepTakenBack():
            return alert.past[-1] if alert.past else alert
    assert_never(event)


def _told(state: State, event: AlertRaised | AlertRose) -> State:
    told = Told(level=event.level, band=event.now, on=event.on)
    read = None if isinstance(event, AlertRaised) else state.read
    if event.open_level is not None:
        read = Told(level=event.open_level, band=event.open_now, on=event.on)
    return replace(state, told=told, read=read)
