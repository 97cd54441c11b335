"""Facts of followup about missions: the preparation and the course of one agreed visit.

Lifecycle: visits-recommendations-knowledge.md section E.4. What is exchanged with the State is on
the stream of the mission; the confidential programme has a stream of its own, which nothing that a
State could be shown reads. Each text is sealed under a key of its own.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal, TypeAlias

from shared.contracts.feed import Feed, Shown
from shared.contracts.followup_visits import VisitKind, Window
from shared.core.catalogue import Upcaster
from shared.core.message import Sealed

Plans: TypeAlias = Literal["agreed", "unsettled", "open", "called_off"]
"""What the visit file says of dates; ``open``: they are anew; ``unsettled``: the terms are."""
Phase: TypeAlias = Literal["planning", "underway", "interrupted", "ended", "completed"]
ItemState: TypeAlias = Literal["proposed", "confirmed", "refused", "cancelled", "held", "withdrawn"]
"""``withdrawn``: taken out, so that no State reads it."""
TaskState: TypeAlias = Literal["open", "done", "unneeded"]
TaskPhase: TypeAlias = Literal["before", "during", "after"]
Assignee: TypeAlias = Literal["holder", "officer", "desk"]
What: TypeAlias = Literal[
    "programme_agreed",
    "security_cleared",
    "began",
    "interrupted",
    "resumed",
    "ended",
    "completed",
    "debriefed",
    "sources_told",
    "taken_back",
]
"""``taken_back``: the last step of the course was logged by mistake."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgrammeItem:
    """``begins``, ``ends``: hours and minutes at the place, such as 09:30.

    ``text``: whom it is with; of older items also where, and who leads and interprets.
    ``unannounced``: of the confidential programme alone. All texts have the key of the item.
    """

    item_id: str
    day: date
    begins: str
    kind: str
    state: ItemState
    text: Sealed
    ends: str | None = None
    unannounced: bool = False
    place: Sealed | None = None
    lead: Sealed | None = None
    interpreter: Sealed | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnTask:
    """A task that the template has not. ``title``: under the key of the task's id."""

    phase: TaskPhase
    due: date
    title: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskLine:
    """How a mission keeps a task, of its own or of the template.

    ``task``: of shared.reference.missions, or the id of an own one. ``person``: an account; None:
    whoever has the role. ``after``: the task that comes first. ``team``: only those who work for
    the mandate read it. ``note``: under the key of ``note_id``.
    """

    task: str
    own: OwnTask | None
    assignee: Assignee
    person: str | None
    after: str | None
    team: bool
    note_id: str
    note: Sealed | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Particular:
    """``part``: of shared.reference.missions; each has a key of its own in each mission."""

    part: str
    text: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class OnMission:
    """``step``: how many steps its stream has with this one."""

    mission_id: str
    mandate: str
    state: str
    step: int
    done_by: str
    done_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class MissionOpened(OnMission):
    """``file_step``: the step of the visit file that agreed the dates. ``kind``: of the visit."""

    dates: Window
    file_step: int
    kind: VisitKind = "official"


@dataclass(frozen=True, slots=True, kw_only=True)
class MissionKindChanged(OnMission):
    """The visit file says another kind of the visit (E.2)."""

    kind: VisitKind
    file_step: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MissionPlansChanged(OnMission):
    """The visit file says something else. ``dates``: the new ones; None: they are as they were."""

    plans: Plans
    dates: Window | None
    file_step: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MissionTaskMarked(OnMission):
    """``task``: of shared.reference.missions, or the id of an own one."""

    task: str
    now: TaskState


@dataclass(frozen=True, slots=True, kw_only=True)
class MissionTaskSet(OnMission):
    line: TaskLine


@dataclass(frozen=True, slots=True, kw_only=True)
class MissionParticularsSet(OnMission):
    """All of them: a part that is not there has no text any more."""

    particulars: tuple[Particular, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgrammeItemSet(OnMission):
    """``version``: of the programme with the State, from here on; None: of before it had any."""

    item: ProgrammeItem
    version: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MissionStepTaken(OnMission):
    """``on``: the day there. ``note``: conditions, a reason; under the key of ``note_id``.

    ``version``: of the programme that is agreed (M6); None: of other steps, and of before.
    ``mandates``: of a visit that began, whose it is, the mandate that leads first; of before it
    alone. Of other steps none.
    """

    what: What
    phase: Phase
    on: date
    note_id: str
    note: Sealed | None
    version: int | None = None
    mandates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PreliminaryFindingsShared(OnMission):
    """The Government heard them first (M11). What is said last counts.

    ``office``, ``channel``: of shared.reference.missions. ``note``: as for a step.
    """

    on: date
    office: str
    channel: str
    note_id: str
    note: Sealed | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PreliminaryFindingsRefused(OnMission):
    """The Government refused to hear them, as the holder says. ``note``: how that came."""

    on: date
    office: str
    note_id: str
    note: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class MissionStatementIssued(OnMission):
    """Its end-of-mission statement is public since that day, in Geneva."""

    statement_id: str
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfidentialItemSet(OnMission):
    """On a stream of its own; ``step`` is of that stream."""

    item: ProgrammeItem


@dataclass(frozen=True, slots=True, kw_only=True)
class MissionPassedOn(OnMission):
    """``to`` goes on with it in place of ``mandate``; None: it is kept as a record (SC3)."""

    to: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MandateAskedToJoin(OnMission):
    """The mandate that leads asks another one to make it a joint visit."""

    asked: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MandateNotAskedToJoin(OnMission):
    """It is asked no more."""

    asked: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MandateJoinedVisit(OnMission):
    """A holder agreed that this is the visit of the own file, too.

    ``own_mission_id``: which the file opened. ``joined``: all that have joined by now.
    """

    joining: str
    own_mission_id: str
    joined: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MandateLeftVisit(OnMission):
    """It does not come along: it left, or its file did not stand at these days."""

    leaving: str
    own_mission_id: str
    joined: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MissionGoesOnIn(OnMission):
    """On the mission that the file of a mandate opened which joined another one.

    ``joint``: that of the joint visit, and ``joint_step`` its step that says so. ``into``: the
    same; None: it goes on by itself.
    ``comes``: whether its own file, and its mandate, still let it come along.
    """

    joint: str
    joint_step: int
    into: str | None
    comes: bool


OfMission: TypeAlias = (
    MissionOpened
    | MissionKindChanged
    | MissionPlansChanged
    | MissionTaskMarked
    | MissionTaskSet
    | MissionParticularsSet
    | ProgrammeItemSet
    | MissionStepTaken
    | MissionPassedOn
    | PreliminaryFindingsShared
    | PreliminaryFindingsRefused
    | MissionStatementIssued
    | MandateAskedToJoin
    | MandateNotAskedToJoin
    | MandateJoinedVisit
    | MandateLeftVisit
    | MissionGoesOnIn
)
Fact: TypeAlias = OfMission | ConfidentialItemSet

TYPES: dict[str, type] = {
    "mission-opened": MissionOpened,
    "mission-kind-changed": MissionKindChanged,
    "mission-plans-changed": MissionPlansChanged,
    "mission-task-marked": MissionTaskMarked,
    "mission-task-set": MissionTaskSet,
    "mission-particulars-set": MissionParticularsSet,
    "mission-programme-item-set": ProgrammeItemSet,
    "mission-step-taken": MissionStepTaken,
    "mission-confidential-item-set": ConfidentialItemSet,
    "mission-passed-on": MissionPassedOn,
    "preliminary-findings-shared": PreliminaryFindingsShared,
    "preliminary-findings-refused": PreliminaryFindingsRefused,
    "mission-statement-issued": MissionStatementIssued,
    "mission-mandate-asked": MandateAskedToJoin,
    "mission-mandate-not-asked": MandateNotAskedToJoin,
    "mission-mandate-joined": MandateJoinedVisit,
    "mission-mandate-left": MandateLeftVisit,
    "mission-goes-on-in": MissionGoesOnIn,
}


_WITHOUT: dict[str, Any] = {
    "ends": None,
    "unannounced": False,
    "place": None,
    "lead": None,
    "interpreter": None,
}


def items_2(data: dict[str, Any]) -> dict[str, Any]:
    """Items of before had one text."""
    return {**data, "items": [{**each, **_WITHOUT} for each in data["items"]]}


def _item_2(data: dict[str, Any]) -> dict[str, Any]:
    return {**data, "item": {**data["item"], **_WITHOUT}}


def _opened_2(data: dict[str, Any]) -> dict[str, Any]:
    """In version 1 a mission did not know the kind of its visit."""
    return {**data, "kind": "official"}


def _version_2(data: dict[str, Any]) -> dict[str, Any]:
    return {**data, "version": None}


def _mandates_3(data: dict[str, Any]) -> dict[str, Any]:
    return {**data, "mandates": [data["mandate"]] if data["what"] == "began" else []}


UPCASTERS: dict[str, tuple[Upcaster, ...]] = {
    "mission-opened": (_opened_2,),
    "mission-programme-item-set": (lambda data: _version_2(_item_2(data)),),
    "mission-confidential-item-set": (_item_2,),
    "mission-step-taken": (_version_2, _mandates_3),
}


def began(fact: MissionStepTaken) -> bool:
    """VR7: that a visit began is told, and nothing else of its course."""
    return fact.what == "began"


FEED: Feed = {
    MissionStepTaken: Shown(
        words="Visit began", mandates="mandates", recipient="state", where=began
    )
}
