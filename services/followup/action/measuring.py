"""The indicators of an action: when a report is due, and what is reported for each day."""

from collections.abc import Sequence
from datetime import date
from typing import assert_never

from services.followup.action.state import Action, Indicator, on
from services.followup.action.whose import seen
from shared.contracts.followup_action_commands import (
    ArchiveIndicator,
    DefineIndicator,
    OfIndicator,
    ReportIndicator,
    RescheduleIndicator,
    RestoreIndicator,
)
from shared.contracts.followup_actions import (
    ActionPlanned,
    Fact,
    IndicatorArchived,
    IndicatorDefined,
    IndicatorReported,
    IndicatorRescheduled,
    IndicatorRestored,
)
from shared.core.actor import Asked
from shared.core.decider import Refused
from shared.core.geneva import day_of
from shared.reference.actions import (
    AHEAD,
    DUE_DAYS,
    EVER,
    EVERY,
    INDICATORS,
    NUMBER,
    SOON,
    due_days,
    rescheduled,
)


def decide(
    command: OfIndicator, asked: Asked, state: Action, planned: ActionPlanned
) -> Sequence[Fact]:
    known = state.indicators.get(command.indicator_id)
    if isinstance(command, DefineIndicator):
        return [] if known else _define(command, asked, state, planned)
    if known is None:
        raise Refused("There is no such indicator.")
    if isinstance(command, RestoreIndicator):
        if not known.archived:
            return []
        _room(state)
        seen(command.seen, state)
        of = on(state, planned, asked)
        return [IndicatorRestored(**of, indicator_id=command.indicator_id)]
    if known.archived:
        if isinstance(command, ArchiveIndicator):
            return []
        raise Refused("The indicator is archived. Restore it first.")
    return _of_known(command, asked, state, planned, known)


def _of_known(
    command: RescheduleIndicator | ReportIndicator | ArchiveIndicator,
    asked: Asked,
    state: Action,
    planned: ActionPlanned,
    known: Indicator,
) -> Sequence[Fact]:
    match command:
        case RescheduleIndicator():
            return _reschedule(command, asked, state, planned, known)
        case ReportIndicator():
            return _report(command, asked, state, planned, known)
        case ArchiveIndicator():
            seen(command.seen, state)
            of = on(state, planned, asked)
            return [IndicatorArchived(**of, indicator_id=command.indicator_id)]
    assert_never(command)


def _define(
    command: DefineIndicator, asked: Asked, state: Action, planned: ActionPlanned
) -> Sequence[Fact]:
    _room(state)
    if len(state.indicators) >= EVER:
        raise Refused(
            "An action has at most 60 indicators in all. Restore one, or plan another one."
        )
    seen(command.seen, state)
    if not NUMBER.fullmatch(command.baseline) or not NUMBER.fullmatch(command.target):
        raise Refused("Enter a number, such as 12 or 12.5.")
    today = day_of(asked.at)
    days = _days(command.starts_on, command.ends_on, command.every_months, today)
    due = rescheduled((), (), days, today)
    if not due:
        raise Refused("No report would be due. Choose a later last day.")
    return [
        IndicatorDefined(
            **on(state, planned, asked),
            indicator_id=command.indicator_id,
            title=command.title,
            unit=command.unit,
            baseline=command.baseline,
            target=command.target,
            starts_on=command.starts_on,
            ends_on=command.ends_on,
            every_months=command.every_months,
            due_days=due,
        )
    ]


def _reschedule(
    command: RescheduleIndicator,
    asked: Asked,
    state: Action,
    planned: ActionPlanned,
    known: Indicator,
) -> Sequence[Fact]:
    if known.schedule == (command.starts_on, command.ends_on, command.every_months):
        return []
    seen(command.seen, state)
    today = day_of(asked.at)
    days = _days(command.starts_on, command.ends_on, command.every_months, today)
    due = rescheduled(known.due, known.reports, days, today)
    if len(due) > DUE_DAYS:
        raise _too_many()
    return [
        IndicatorRescheduled(
            **on(state, planned, asked),
            indicator_id=command.indicator_id,
            starts_on=command.starts_on,
            ends_on=command.ends_on,
            every_months=command.every_months,
            due_days=due,
            dropped=tuple(sorted({*known.due} - {*due})),
        )
    ]


def _report(
    command: ReportIndicator,
    asked: Asked,
    state: Action,
    planned: ActionPlanned,
    known: Indicator,
) -> Sequence[Fact]:
    if any(one.report_id == command.report_id for one in known.reports.values()):
        return []
    seen(command.seen, state)
    if command.due_on not in known.due:
        raise Refused("No report is due on that day. Look at the indicator again.")
    if command.due_on > day_of(asked.at) + SOON:
        raise Refused("You can report from 30 days before the day.")
    if not NUMBER.fullmatch(command.value):
        raise Refused("Enter a number, such as 12 or 12.5.")
    return [
        IndicatorReported(
            **on(state, planned, asked),
            indicator_id=command.indicator_id,
            due_on=command.due_on,
            report_id=command.report_id,
            value=command.value,
            text=command.text,
        )
    ]


def _days(first: date, last: date, every: int, today: date) -> tuple[date, ...]:
    if every not in EVERY:
        raise Refused("Choose from the list how often it is reported.")
    if not today - AHEAD <= first <= last <= today + AHEAD:
        raise Refused("Enter a first and a last day within 20 years, in this order.")
    days = due_days(first, last, every)
    if len(days) > DUE_DAYS:
        raise _too_many()
    return days


def _too_many() -> Refused:
    return Refused("A report would be due on more than 60 days. Let it be due less often.")


def _room(state: Action) -> None:
    if sum(not one.archived for one in state.indicators.values()) >= INDICATORS:
        raise Refused("An action has at most 20 indicators. Archive one first.")
