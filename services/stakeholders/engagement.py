"""Reports on engagement: drafted, checked by another person, published or kept.

Selection-stakeholders-committee.md section B.2. A report's numbers are made once: a number that
was public and changes later would tell what changed it (decision 0069).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto
from typing import TypeAlias, assert_never

from shared.contracts.stakeholders_engagement import (
    Counts,
    EngagementReportChanged,
    EngagementReportChecked,
    EngagementReportDiscarded,
    EngagementReportDrafted,
    EngagementReportKept,
    EngagementReportPublished,
    Fact,
)
from shared.contracts.stakeholders_engagement_commands import (
    ChangeEngagementReport,
    CheckEngagementReport,
    Command,
    DiscardEngagementReport,
    DraftEngagementReport,
    KeepEngagementReport,
    PublishEngagementReport,
)
from shared.core.actor import Asked
from shared.core.decider import Decider, Forbidden, Refused
from shared.core.geneva import day_of
from shared.core.message import Sealed
from shared.core.roles import Role
from shared.reference import mandates
from shared.reference.engagement import KINDS, LEAST, PEOPLE, QUARTERS, last_day, report_id

_OF_MANDATES = (Role.HUMAN_RIGHTS_OFFICER, Role.MANDATE_HOLDER)
_FIRST_YEAR, _LAST_YEAR = 2000, 2199


class Stage(Enum):
    """``DISCARDED``: as if nobody had drafted it."""

    DRAFTED = auto()
    CHECKED = auto()
    PUBLISHED = auto()
    KEPT = auto()
    DISCARDED = auto()


@dataclass(frozen=True, slots=True)
class Absent:
    """Nobody drafted it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """``written_by``: who wrote the text last. ``was_public``: now or before."""

    mandate: str
    counts: Counts
    narrative: Sealed
    version: int
    written_by: str
    stage: Stage = Stage.DRAFTED
    was_public: bool = False


State: TypeAlias = Absent | Report


def decide(command: Command, asked: Asked, state: State) -> Sequence[Fact]:
    if isinstance(command, DraftEngagementReport):
        return _draft(command, asked, state)
    if isinstance(state, Absent):
        raise Refused("There is no such report.")
    _may(asked, state.mandate)
    if state.stage is Stage.DISCARDED:
        if isinstance(command, DiscardEngagementReport):
            return []
        raise Refused("This report was thrown away.")
    match command:
        case ChangeEngagementReport():
            return _change(command, asked, state)
        case CheckEngagementReport():
            return _check(command, asked, state)
        case PublishEngagementReport():
            return _publish(command, asked, state)
        case KeepEngagementReport():
            return _keep(command, asked, state)
        case DiscardEngagementReport():
            return _discard(command, asked, state)
    assert_never(command)


def evolve(state: State, event: Fact) -> State:
    if isinstance(event, EngagementReportDrafted):
        return Report(
            mandate=event.mandate,
            counts=event.counts,
            narrative=event.narrative,
            version=event.version,
            written_by=event.drafted_by,
        )
    if isinstance(state, Absent):
        return state
    match event:
        case EngagementReportChanged():
            return replace(
                state,
                narrative=event.narrative,
                version=event.version,
                written_by=event.changed_by,
                stage=Stage.DRAFTED,
            )
        case EngagementReportChecked():
            return replace(state, stage=Stage.CHECKED)
        case EngagementReportPublished():
            return replace(state, stage=Stage.PUBLISHED, was_public=True)
        case EngagementReportKept():
            return replace(state, stage=Stage.KEPT)
        case EngagementReportDiscarded():
            return replace(state, stage=Stage.DISCARDED)
    assert_never(event)


def _draft(command: DraftEngagementReport, asked: Asked, state: State) -> Sequence[Fact]:
    _may(asked, command.mandate)
    if isinstance(state, Report) and state.stage is not Stage.DISCARDED:
        if (state.counts, state.narrative) == (command.counts, command.narrative):
            return []
        raise Refused("There is a report about this quarter already.")
    _sound(command, asked)
    return [
        EngagementReportDrafted(
            report_id=command.report_id,
            mandate=command.mandate,
            year=command.year,
            quarter=command.quarter,
            counts=command.counts,
            narrative=command.narrative,
            version=state.version + 1 if isinstance(state, Report) else 1,
            drafted_by=asked.by.actor_id,
            drafted_at=asked.at,
        )
    ]


def _change(command: ChangeEngagementReport, asked: Asked, state: Report) -> Sequence[Fact]:
    if command.narrative == state.narrative:
        return []
    if state.stage is Stage.PUBLISHED:
        raise Refused("This report is public. Take it back before you change it.")
    return [
        EngagementReportChanged(
            report_id=command.report_id,
            mandate=state.mandate,
            narrative=command.narrative,
            version=state.version + 1,
            changed_by=asked.by.actor_id,
            changed_at=asked.at,
        )
    ]


def _check(command: CheckEngagementReport, asked: Asked, state: Report) -> Sequence[Fact]:
    _as_read(command.version, state)
    if asked.by.actor_id == state.written_by:
        raise Refused("Another person checks what you wrote.")
    if state.stage is not Stage.DRAFTED:
        return []
    return [
        EngagementReportChecked(
            report_id=command.report_id,
            mandate=state.mandate,
            checked_by=asked.by.actor_id,
            checked_at=asked.at,
        )
    ]


def _publish(command: PublishEngagementReport, asked: Asked, state: Report) -> Sequence[Fact]:
    if state.stage is Stage.PUBLISHED:
        return []
    _as_read(command.version, state)
    _checked(state)
    return [
        EngagementReportPublished(
            report_id=command.report_id,
            mandate=state.mandate,
            published_by=asked.by.actor_id,
            published_at=asked.at,
        )
    ]


def _keep(command: KeepEngagementReport, asked: Asked, state: Report) -> Sequence[Fact]:
    if state.stage is Stage.KEPT:
        return []
    _checked(state)
    return [
        EngagementReportKept(
            report_id=command.report_id,
            mandate=state.mandate,
            taken_back=state.stage is Stage.PUBLISHED,
            kept_by=asked.by.actor_id,
            kept_at=asked.at,
        )
    ]


def _discard(command: DiscardEngagementReport, asked: Asked, state: Report) -> Sequence[Fact]:
    """Numbers that everybody read are not made anew: their difference would tell."""
    if state.was_public:
        raise Refused("This report was public: its numbers stay. You can change its text.")
    return [
        EngagementReportDiscarded(
            report_id=command.report_id,
            mandate=state.mandate,
            discarded_by=asked.by.actor_id,
            discarded_at=asked.at,
        )
    ]


def _as_read(version: int, state: Report) -> None:
    """Decide about no other text than the page showed (decision 0063)."""
    if version != state.version:
        raise Refused("The text was changed since you opened this page. Read it again.")


def _checked(state: Report) -> None:
    if state.stage is Stage.DRAFTED:
        raise Refused("Another person checks this report first.")


def _sound(command: DraftEngagementReport, asked: Asked) -> None:
    if command.mandate not in mandates():
        raise Refused("Choose the mandate from the list.")
    known = command.quarter in QUARTERS and _FIRST_YEAR <= command.year <= _LAST_YEAR
    if not known or command.report_id != report_id(command.mandate, command.year, command.quarter):
        raise Refused("Choose the quarter from the list.")
    if last_day(command.year, command.quarter) >= day_of(asked.at):
        raise Refused("This quarter is not over yet.")
    numbers = command.counts.numbers
    if set(numbers) != set(KINDS) or any(one is not None and one < 0 for one in numbers.values()):
        raise Refused("The numbers of this report are not complete.")
    if any(0 < (numbers[kind] or 0) < LEAST for kind in PEOPLE):
        raise Refused("A number below five is not in a report.")


def _may(asked: Asked, mandate: str) -> None:
    if asked.by.has(Role.STAKEHOLDER_OFFICER):
        return
    if asked.by.has(*_OF_MANDATES) and asked.by.serves(mandate):
        return
    raise Forbidden(
        "Only stakeholder officers, and who holds or services the mandate, may write this."
    )


ENGAGEMENT: Decider[Command, Fact, State] = Decider(
    category="engagement",
    key=lambda command: command.report_id,
    initial=Absent(),
    decide=decide,
    evolve=evolve,
)
