"""What a person does with an alert: take it, decide about it, close it, take a step back (K6)."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from types import MappingProxyType
from typing import Final, assert_never

from services.stakeholders.alerts.members import not_apart
from services.stakeholders.alerts.state import Alert, State
from shared.contracts.stakeholders_alert_commands import (
    AcknowledgeAlert,
    CloseAlert,
    DecideAlert,
    PinReference,
    Step,
    TakeBackAlertStep,
)
from shared.contracts.stakeholders_alerts import (
    AlertAcknowledged,
    AlertClosed,
    AlertDismissed,
    AlertReferred,
    AlertStepTakenBack,
    AlertWatched,
    OfAlert,
    Outcome,
    ReferencePinned,
    Whose,
)
from shared.core.actor import Asked
from shared.core.decider import Refused
from shared.core.geneva import day_of
from shared.core.roles import Role
from shared.core.said import Day
from shared.reference.alerts import DISMISSED, PINS, REFERRED_TO
from shared.reference.early_warning import GUARD

_NOT_FOR_DESK: Final = "There is no such alert, or it is closed."
_CODES: Final[Mapping[Outcome, frozenset[str | None]]] = MappingProxyType(
    {
        "referred": frozenset(REFERRED_TO),
        "dismissed": frozenset(DISMISSED),
        "watched": frozenset({None}),
    }
)


def step(command: Step, asked: Asked, state: State) -> Sequence[OfAlert]:
    """``AcknowledgeAlert`` comes first; what is decided then can be decided anew until closed."""
    here = _theirs(command, asked, state)
    _check(command, here)
    if isinstance(command, DecideAlert) and (here.stage, here.code) == _goal(command):
        return []
    whose = _whose(command, asked, state)
    by, at, alert_id = asked.by.actor_id, asked.at, here.alert_id
    match command:
        case AcknowledgeAlert():
            return [
                AlertAcknowledged(
                    alert_id=alert_id, acknowledged_by=by, acknowledged_at=at, whose=whose
                )
            ]
        case DecideAlert():
            return [_decided(command, asked, alert_id, whose)]
        case CloseAlert():
            return [AlertClosed(alert_id=alert_id, closed_by=by, closed_at=at, whose=whose)]
        case TakeBackAlertStep():
            return [_taken_back(asked, here, state, whose)]
    assert_never(command)


def pin(command: PinReference, asked: Asked, state: State) -> Sequence[OfAlert]:
    """A State whose baseline was itself a crisis is compared with an earlier time (D.8)."""
    not_apart(command.state, asked, state.committee)
    if command.until == state.pinned:
        return []
    if command.before != state.pinned:
        raise Refused("The time of comparison has changed. Load the page and read it.")
    if command.until is None:
        reason = None
    else:
        reason = command.reason_code
        latest = day_of(asked.at) - timedelta(weeks=GUARD + 1)
        if reason not in PINS:
            raise Refused("Choose a reason from the list.")
        if command.until > latest:
            raise Refused("Enter a day not later than {day}.", day=Day(latest))
    return [
        ReferencePinned(
            rule=command.rule,
            state=command.state,
            until=command.until,
            reason_code=reason,
            pinned_by=asked.by.actor_id,
            pinned_at=asked.at,
        )
    ]


def _theirs(command: Step, asked: Asked, state: State) -> Alert:
    """Return the alert that the page showed, for who may handle it."""
    by = asked.by
    of_desk = _of_desk(command, asked)
    if by.has(Role.COORDINATION_COMMITTEE) or not by.has(Role.DESK_OFFICER):
        not_apart(command.state, asked, state.committee)
    elif not of_desk:
        raise Refused(_NOT_FOR_DESK)
    here = _for_desk(command, state.desk) if of_desk else _known(command, state.alert)
    told = state.read if of_desk else state.told
    shown = (here.stage, told and (told.level, told.band))
    if shown != (command.stage, (command.level, command.now)):
        raise Refused("The alert has changed. Look at it again.")
    return here


def _of_desk(command: Step, asked: Asked) -> bool:
    return asked.by.has(Role.DESK_OFFICER) and command.state in asked.by.states


def _known(command: Step, alert: Alert | None) -> Alert:
    if alert is None or alert.alert_id != command.alert_id:
        raise Refused("There is no such alert.")
    return alert


def _for_desk(command: Step, alert: Alert | None) -> Alert:
    """To the desk of a State, what R15 keeps from it does not exist.

    Its last alert is answered as one before, once it is closed: there may be a newer one that rests
    on reprisals.
    """
    if alert is None or alert.alert_id != command.alert_id or alert.stage == "closed":
        raise Refused(_NOT_FOR_DESK)
    return alert


def _check(command: Step, alert: Alert) -> None:
    match command:
        case AcknowledgeAlert():
            if alert.stage != "raised":
                raise Refused("Somebody has this alert.")
        case DecideAlert():
            if alert.stage == "raised":
                raise Refused("Take this alert first.")
            if alert.stage == "closed":
                raise Refused("This alert is closed.")
            if command.code not in _CODES[command.outcome]:
                raise Refused("Choose from the list.")
        case CloseAlert():
            if alert.stage not in _CODES:
                raise Refused("Say first what follows from this alert.")
        case TakeBackAlertStep():
            if not alert.past:
                raise Refused("There is no step to take back.")
        case _:
            assert_never(command)


def _whose(command: Step, asked: Asked, state: State) -> Whose:
    """Return whose alert this changes: of both while both read the same.

    After a rise of which the desk of the State does not read, a step of the desk is its own, so
    that the rise waits for the Committee (SD7). One of the Committee is the desk's, too, where it
    could be taken there: another would tell of the rise (R15).
    """
    alert, desk = state.alert, state.desk
    if alert and desk and alert.number == desk.number:
        return "both"
    if _of_desk(command, asked):
        return "desk"
    if desk is None or isinstance(command, TakeBackAlertStep):
        return "committee"
    try:
        _check(command, desk)
    except Refused:
        return "committee"
    again = isinstance(command, DecideAlert) and (desk.stage, desk.code) == _goal(command)
    return "committee" if again else "both"


def _goal(command: DecideAlert) -> tuple[Outcome, str | None]:
    return command.outcome, command.code


def _decided(command: DecideAlert, asked: Asked, alert_id: str, whose: Whose) -> OfAlert:
    by, at = asked.by.actor_id, asked.at
    match command.outcome:
        case "referred":
            to = command.code or ""
            return AlertReferred(
                alert_id=alert_id, to=to, referred_by=by, referred_at=at, whose=whose
            )
        case "watched":
            return AlertWatched(alert_id=alert_id, watched_by=by, watched_at=at, whose=whose)
        case "dismissed":
            why = command.code or ""
            return AlertDismissed(
                alert_id=alert_id, reason_code=why, dismissed_by=by, dismissed_at=at, whose=whose
            )
    assert_never(command.outcome)


def _taken_back(asked: Asked, here: Alert, state: State, whose: Whose) -> AlertStepTakenBack:
    """Where both take it back, each goes back to what it was."""
    both = whose == "both"
    to = (state.alert if both and state.alert else here).past[-1]
    theirs = state.desk.past[-1] if both and state.desk else to
    other = (theirs.stage, theirs.code) != (to.stage, to.code)
    return AlertStepTakenBack(
        alert_id=here.alert_id,
        stage=to.stage,
        code=to.code,
        taken_back_by=asked.by.actor_id,
        taken_back_at=asked.at,
        whose=whose,
        desk_stage=theirs.stage if other else None,
        desk_code=theirs.code if other else None,
    )
