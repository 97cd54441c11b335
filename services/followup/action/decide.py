"""An action: what somebody does about recommendations to a State (section F.4).

Its owner is a Government, a national institution, or a country team.

Whoever is of its owner drafts, and ``showing`` has who publishes and takes back. ``measuring`` has
its indicators, ``filing`` its files. Nothing is deleted: what is not wanted is archived.
"""

from collections.abc import Sequence
from datetime import date
from typing import assert_never

from services.followup.action import filing, measuring, showing
from services.followup.action.state import Action, Heard, evolve, on
from services.followup.action.whose import OF_STATE, require_owner, seen
from services.followup.recommendation.decide import RECOMMENDATION
from services.followup.recommendation.describing import CODE
from shared.contracts.followup_action_commands import (
    AbandonAction,
    AddActionFile,
    ArchiveAction,
    ArchiveIndicator,
    Command,
    CompleteAction,
    DefineIndicator,
    PlanAction,
    PublishAction,
    RemoveActionFile,
    ReportIndicator,
    ReportProgress,
    RescheduleIndicator,
    RestoreAction,
    RestoreIndicator,
    ResumeAction,
    ReviseAction,
    TakeActionBack,
    Written,
)
from shared.contracts.followup_actions import (
    ActionAbandoned,
    ActionCompleted,
    ActionPlanned,
    ActionProgressReported,
    ActionResumed,
    ActionRevised,
    Fact,
    Linked,
)
from shared.core.actor import Asked
from shared.core.decider import Decider, Refused
from shared.core.geneva import day_of
from shared.reference import OTHER, recipients
from shared.reference.actions import AHEAD, LINKS, WHOLE

_OF_INDICATOR = (
    DefineIndicator,
    RescheduleIndicator,
    ReportIndicator,
    ArchiveIndicator,
    RestoreIndicator,
)


def decide(command: Command, asked: Asked, state: Action) -> Sequence[Fact]:
    if isinstance(command, PlanAction):
        return _plan(command, asked, state)
    planned = state.planned
    if planned is None:
        raise Refused("There is no such action.")
    if isinstance(command, TakeActionBack):
        return showing.take_back(command, asked, state, planned)
    require_owner(asked.by, planned.owner_kind, planned.owner)
    if isinstance(command, ArchiveAction):
        return showing.archive(asked, state, planned)
    if isinstance(command, RestoreAction):
        return showing.restore(asked, state, planned)
    if state.archived:
        raise Refused("The action is archived. Restore it first.")
    if isinstance(command, PublishAction):
        return showing.publish(command, asked, state, planned)
    if isinstance(command, _OF_INDICATOR):
        return measuring.decide(command, asked, state, planned)
    if isinstance(command, AddActionFile | RemoveActionFile):
        return filing.decide(command, asked, state, planned)
    return _write(command, asked, state, planned)


def _plan(command: PlanAction, asked: Asked, state: Action) -> Sequence[Fact]:
    require_owner(asked.by, command.owner_kind, command.owner)
    if state.planned is not None:
        return []
    if command.state == OTHER or command.state not in recipients():
        raise Refused("Choose the State from the list.")
    if command.owner_kind in OF_STATE and command.owner != command.state:
        raise Refused(
            "A Government or country team plans actions on recommendations to its own State."
        )
    links = _links(command.links)
    _days(command.starts_on, command.target_on, day_of(asked.at))
    return [
        ActionPlanned(
            action_id=command.action_id,
            owner_kind=command.owner_kind,
            owner=command.owner,
            state=command.state,
            step=1,
            done_by=asked.by.actor_id,
            done_at=asked.at,
            revision_id=command.revision_id,
            title=command.title,
            details=command.details,
            budget=command.budget,
            starts_on=command.starts_on,
            target_on=command.target_on,
            target_text=command.target_text,
            links=links,
        )
    ]


def _write(command: Written, asked: Asked, state: Action, planned: ActionPlanned) -> Sequence[Fact]:
    match command:
        case ReviseAction():
            return _revise(command, asked, state, planned)
        case ReportProgress():
            return _progress(command, asked, state, planned)
        case CompleteAction():
            if state.claim == "done":
                return []
            _goes_on(state)
            seen(command.seen, state)
            return [ActionCompleted(**on(state, planned, asked))]
        case AbandonAction():
            if state.claim == "abandoned":
                return []
            _goes_on(state)
            seen(command.seen, state)
            of = on(state, planned, asked)
            return [ActionAbandoned(**of, report_id=command.report_id, text=command.text)]
        case ResumeAction():
            if state.claim not in {"done", "abandoned"}:
                return []
            seen(command.seen, state)
            return [ActionResumed(**on(state, planned, asked))]
    assert_never(command)


def _revise(
    command: ReviseAction, asked: Asked, state: Action, planned: ActionPlanned
) -> Sequence[Fact]:
    if command.revision_id == state.revision_id:
        return []
    seen(command.seen, state)
    links = _links(command.links)
    _days(command.starts_on, command.target_on, day_of(asked.at))
    return [
        ActionRevised(
            **on(state, planned, asked),
            revision_id=command.revision_id,
            title=command.title,
            details=command.details,
            budget=command.budget,
            starts_on=command.starts_on,
            target_on=command.target_on,
            target_text=command.target_text,
            links=links,
        )
    ]


def _progress(
    command: ReportProgress, asked: Asked, state: Action, planned: ActionPlanned
) -> Sequence[Fact]:
    if command.report_id == state.report_id:
        return []
    _goes_on(state)
    seen(command.seen, state)
    if command.percent is not None and not 0 <= command.percent <= WHOLE:
        raise Refused("Enter a number from 0 to 100.")
    return [
        ActionProgressReported(
            **on(state, planned, asked),
            report_id=command.report_id,
            percent=command.percent,
            text=command.text,
        )
    ]


def _goes_on(state: Action) -> None:
    if state.claim in {"done", "abandoned"}:
        raise Refused("The action has ended. Resume it first.")


def _links(links: Sequence[Linked]) -> tuple[Linked, ...]:
    by_id = {one.recommendation_id: one for one in links}
    if not by_id or not all(map(CODE.fullmatch, by_id)):
        raise Refused("Choose the recommendations from the list.")
    if len(by_id) > LINKS:
        raise Refused("An action is about at most 20 recommendations. Plan another one.")
    return tuple(by_id.values())


def _days(starts_on: date | None, target_on: date | None, today: date) -> None:
    some = [day for day in (starts_on, target_on) if day is not None]
    if any(not today - AHEAD <= day <= today + AHEAD for day in some):
        raise Refused("Enter days within 20 years.")
    if starts_on is not None and target_on is not None and target_on < starts_on:
        raise Refused("It cannot be done before it begins.")


def _consults(command: Command, state: Action) -> Sequence[str]:
    """What was recommended may have gone to another mandate, whose office takes back now."""
    if not isinstance(command, TakeActionBack):
        return []
    return [RECOMMENDATION.stream_of(link.recommendation_id) for link in state.published_links]


ACTION: Decider[Command, Heard, Action] = Decider(
    category="followupaction",
    key=lambda command: command.action_id,
    initial=Action(),
    decide=decide,
    evolve=evolve,
    creates=lambda command: isinstance(command, PlanAction),
    consults=_consults,
)
