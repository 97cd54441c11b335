"""An action of who implements recommendations, folded from its events."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import TypeAlias, TypedDict, assert_never

from services.followup.recommendation import state as recommendations
from shared.contracts import followup_actions as facts
from shared.contracts.followup_actions import (
    ActionAbandoned,
    ActionArchived,
    ActionCompleted,
    ActionFileAdded,
    ActionFileRemoved,
    ActionPlanned,
    ActionProgressReported,
    ActionPublished,
    ActionRestored,
    ActionResumed,
    ActionRevised,
    ActionTakenBack,
    Claim,
    Fact,
    IndicatorArchived,
    IndicatorDefined,
    IndicatorReported,
    IndicatorRescheduled,
    IndicatorRestored,
    Linked,
    OfIndicator,
    OwnerKind,
    Report,
    Written,
)
from shared.contracts.followup_custody import RecommendationPassedOn
from shared.core.actor import Asked
from shared.reference.actions import item_of

Heard: TypeAlias = Fact | recommendations.Event


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """``due``: each day on which a report is due. ``reports``: the last one for each day."""

    baseline: str
    target: str
    schedule: tuple[date, date, int]
    due: tuple[date, ...]
    reports: Mapping[date, Report] = field(default_factory=dict)
    archived: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """``planned`` is None where there is none. ``ended_for``: why it is abandoned, while it is.

    ``writers``: who wrote each item since it was published, the last of each. ``published``: the
    step with which it was published; 0: it is a draft. ``changed``: the step of the last change to
    what would be published. ``barred``: the office took back what was published last.
    ``published_links``, ``published_texts``: those of the last publication; by its links the office
    takes it back. ``passed_to``: to which mandates its recommendations went since, there while a
    decision reads it. ``files``: those beside its progress.
    """

    planned: ActionPlanned | None = None
    step: int = 0
    writers: Mapping[str, str] = field(default_factory=dict)
    changed: int = 0
    revision_id: str = ""
    starts_on: date | None = None
    target_on: date | None = None
    links: tuple[Linked, ...] = ()
    claim: Claim = "planned"
    percent: int | None = None
    report_id: str | None = None
    ended_for: str | None = None
    indicators: Mapping[str, Indicator] = field(default_factory=dict)
    published: int = 0
    published_links: tuple[Linked, ...] = ()
    published_texts: frozenset[str] = frozenset()
    passed_to: Mapping[str, str] = field(default_factory=dict)
    barred: bool = False
    files: frozenset[str] = frozenset()
    archived: bool = False

    @property
    def said(self) -> str | None:
        """The text of why it is abandoned, else of the last progress."""
        return self.ended_for or self.report_id

    @property
    def texts(self) -> frozenset[str]:
        """The ids of the texts that would be published."""
        shown = {key: one for key, one in self.indicators.items() if not one.archived}
        values = {each.report_id for one in shown.values() for each in one.reports.values()}
        said = {self.said} if self.said else set()
        return frozenset({self.revision_id, *shown, *values, *said})

    @property
    def stays_back(self) -> bool:
        """Whether all that the office took back would be published again."""
        return self.barred and self.published_texts <= self.texts


def evolve(state: Action, event: Heard) -> Action:
    if isinstance(event, RecommendationPassedOn):
        to = event.to or event.mandate
        return replace(state, passed_to={**state.passed_to, event.recommendation_id: to})
    if not isinstance(event, facts.OnAction):
        return state
    state = replace(state, step=event.step)
    match event:
        case ActionPublished():
            shown = replace(state, published_links=event.links, published_texts=state.texts)
            return replace(shown, published=event.step, writers={}, barred=False)
        case ActionTakenBack():
            barred = state.barred or event.reason != "owner"
            return replace(state, published=0, barred=barred)
        case ActionArchived():
            return replace(state, published=0, archived=True)
        case ActionRestored():
            return replace(state, archived=False)
        case ActionFileRemoved():
            gone = event.attachment_id
            left = {item: by for item, by in state.writers.items() if item != gone}
            return replace(state, files=state.files - {gone}, writers=left)
        case _:
            item = item_of(event)
            writers = {**state.writers, **({item: event.done_by} if item else {})}
            return _written(replace(state, writers=writers, changed=event.step), event)


def _written(state: Action, event: Written | OfIndicator | ActionFileAdded) -> Action:
    match event:
        case ActionPlanned() | ActionRevised():
            planned = event if isinstance(event, ActionPlanned) else state.planned
            return replace(
                state,
                planned=planned,
                revision_id=event.revision_id,
                starts_on=event.starts_on,
                target_on=event.target_on,
                links=event.links,
            )
        case ActionProgressReported():
            said = replace(state, percent=event.percent, report_id=event.report_id)
            return replace(said, claim="under-way")
        case ActionCompleted():
            return replace(state, claim="done")
        case ActionAbandoned():
            return replace(state, claim="abandoned", ended_for=event.report_id)
        case ActionResumed():
            return replace(state, claim="under-way", ended_for=None)
        case ActionFileAdded():
            return replace(state, files=state.files | {event.attachment_id})
        case (
            IndicatorDefined()
            | IndicatorRescheduled()
            | IndicatorReported()
            | IndicatorArchived()
            | IndicatorRestored()
        ):
            one = _measured(state.indicators.get(event.indicator_id), event)
            return replace(state, indicators={**state.indicators, event.indicator_id: one})
    assert_never(event)


def _measured(known: Indicator | None, event: OfIndicator) -> Indicator:
    if isinstance(event, IndicatorDefined):
        return Indicator(
            baseline=event.baseline,
            target=event.target,
            schedule=(event.starts_on, event.ends_on, event.every_months),
            due=event.due_days,
        )
    assert known is not None  # noqa: S101  # it was defined before
    match event:
        case IndicatorRescheduled():
            schedule = (event.starts_on, event.ends_on, event.every_months)
            return replace(known, schedule=schedule, due=event.due_days)
        case IndicatorReported():
            report = Report(due_on=event.due_on, report_id=event.report_id, value=event.value)
            return replace(known, reports={**known.reports, event.due_on: report})
        case IndicatorArchived():
            return replace(known, archived=True)
        case IndicatorRestored():
            return replace(known, archived=False)
    assert_never(event)


class OnAction(TypedDict):
    """What every fact of an action says."""

    action_id: str
    owner_kind: OwnerKind
    owner: str
    state: str
    step: int
    done_by: str
    done_at: datetime


def on(state: Action, planned: ActionPlanned, asked: Asked) -> OnAction:
    return OnAction(
        action_id=planned.action_id,
        owner_kind=planned.owner_kind,
        owner=planned.owner,
        state=planned.state,
        step=state.step + 1,
        done_by=asked.by.actor_id,
        done_at=asked.at,
    )
