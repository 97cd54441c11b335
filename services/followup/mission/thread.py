"""The dialogue on a mission (E.8): a thread is opened for one audience, and stays with it.

Each has a stream of its own. Whoever may not read a thread is refused as if it had never been.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import TypeAlias, TypedDict, assert_never

from services.followup import holding
from services.followup.mission import admission
from services.followup.mission.admission import Partner, admitted
from services.followup.mission.state import Mission, by_itself, works
from shared.contracts.followup_visit_thread_commands import (
    AddVisitMessageFile,
    Command,
    CorrectVisitMessage,
    OfMessage,
    OpenVisitThread,
    StrikeVisitMessage,
    WriteVisitMessage,
)
from shared.contracts.followup_visit_threads import (
    Audience,
    Fact,
    OnThread,
    Side,
    VisitMessageCorrected,
    VisitMessageFileAdded,
    VisitMessageStruck,
    VisitMessageWritten,
    VisitThreadOpened,
)
from shared.core.actor import Asked
from shared.core.decider import Decider, Refused
from shared.core.fingerprints import require_fingerprints
from shared.core.geneva import day_of
from shared.core.message import Sealed
from shared.core.roles import Role
from shared.core.said import Day, Number
from shared.reference.holding import in_office
from shared.reference.visit_threads import (
    AUDIENCES,
    DAYS,
    MOST_CORRECTIONS,
    MOST_FILES,
    MOST_MESSAGES,
    STATE,
    WITH_DESK,
    last_day,
)

Heard: TypeAlias = Fact | admission.Heard


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    by: str
    side: Side
    text: Sealed
    corrections: int = 0
    struck: bool = False
    files: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Thread:
    """``audience``: None before it is opened. ``days``: how long one writes after the visit closed.

    ``partner`` and its mission belong to other streams, and are there while a decision reads them.
    """

    audience: Audience | None = None
    mission_id: str = ""
    messages: Mapping[str, Message] = field(default_factory=dict)
    steps: int = 0
    days: int = DAYS
    partner: Partner = field(default_factory=Partner)

    @property
    def mission(self) -> Mission:
        return self.partner.mission


class Step(TypedDict):
    """What every fact of a thread says."""

    thread_id: str
    mission_id: str
    mandate: str
    state: str
    step: int
    done_by: str
    done_at: datetime


def evolve(state: Thread, event: Heard) -> Thread:
    if not isinstance(event, OnThread):
        return replace(state, partner=admission.evolve(state.partner, event))
    state = replace(state, steps=event.step)
    match event:
        case VisitThreadOpened():
            return replace(state, audience=event.audience, mission_id=event.mission_id)
        case VisitMessageWritten():
            message = Message(by=event.done_by, side=event.side, text=event.text)
            return _put(state, event.message_id, message)
        case VisitMessageCorrected():
            known = state.messages[event.message_id]
            times = known.corrections + 1
            again = replace(known, text=event.text, corrections=times)
            return _put(state, event.message_id, again)
        case VisitMessageStruck():
            known = state.messages[event.message_id]
            return _put(state, event.message_id, replace(known, struck=True))
        case VisitMessageFileAdded():
            known = state.messages[event.message_id]
            files = known.files | {event.attachment_id}
            return _put(state, event.message_id, replace(known, files=files))
    assert_never(event)


def _put(state: Thread, message_id: str, message: Message) -> Thread:
    return replace(state, messages={**state.messages, message_id: message})


def closed_on(mission: Mission) -> date | None:
    """Return the day on which a mission was completed, or called off before it began.

    Or became a record of a mandate that ended.
    Who notes late that it was completed ends no thread at once: the day of the note counts then.
    """
    if mission.kept_on is not None:
        return mission.kept_on
    if mission.phase == "completed":
        return mission.completed_on
    return mission.called_off_on if mission.called_off else None


def decide(command: Command, asked: Asked, state: Thread) -> Sequence[Fact]:
    if isinstance(command, OpenVisitThread):
        return _open(command, asked, state)
    side = _side(command, asked, state)
    if isinstance(command, StrikeVisitMessage):
        return _strike(command, asked, state, side)
    _not_frozen(asked, state)
    match command:
        case WriteVisitMessage():
            return _write(command, asked, state, side)
        case CorrectVisitMessage():
            return _correct(command, asked, state)
        case AddVisitMessageFile():
            return _add_file(command, asked, state)
    assert_never(command)


def _not_frozen(asked: Asked, state: Thread) -> None:
    by_itself(state.mission)
    last = last_day(closed_on(state.mission), state.days)
    if last is not None and day_of(asked.at) > last:
        raise Refused("Nothing is written in this thread after {day}.", day=Day(last))


def _open(command: OpenVisitThread, asked: Asked, state: Thread) -> Sequence[Fact]:
    if command.audience not in AUDIENCES:
        raise Refused("Choose from the list who reads it.")
    side = _opens(command, asked, state)
    if state.audience is not None:
        if (state.audience, state.mission_id) == (command.audience, command.mission_id):
            return []
        raise Refused("There is no such thread.")
    if closed_on(state.mission) is not None:
        raise Refused("The visit is closed. No thread is opened any more.")
    opened = VisitThreadOpened(
        **_step(command, asked, state, 1), audience=command.audience, title=command.title
    )
    first = VisitMessageWritten(
        **_step(command, asked, state, 2),
        message_id=command.message_id,
        side=side,
        partner_id=command.partner_id,
        text=command.text,
    )
    return [opened, first]


def _opens(command: OpenVisitThread, asked: Asked, state: Thread) -> Side:
    """Let through the mandate; a partner for those who read it, itself among them; the State."""
    if command.partner_id is not None:
        if state.mission.mandate != command.mandate:
            raise Refused("There is no such thread.")
        return _of_partner(command.mission_id, asked, state, command.audience)
    by, mission = asked.by, state.mission
    theirs = by.has(Role.GOVERNMENT) and mission.state in by.states
    goes_by_itself = mission.mandate == command.mandate and mission.into is None
    if theirs and command.audience == STATE and goes_by_itself:
        return "state"
    works(command.mandate, asked, mission)
    _in_office(asked, mission)
    return "mandate"


def _write(
    command: WriteVisitMessage, asked: Asked, state: Thread, side: Side
) -> Sequence[VisitMessageWritten]:
    if command.message_id in state.messages:
        return []
    if len(state.messages) >= MOST_MESSAGES:
        raise Refused("The thread has as many messages as it can have.")
    return [
        VisitMessageWritten(
            **_step(command, asked, state),
            message_id=command.message_id,
            side=side,
            partner_id=command.partner_id,
            text=command.text,
        )
    ]


def _correct(
    command: CorrectVisitMessage, asked: Asked, state: Thread
) -> Sequence[VisitMessageCorrected]:
    known = _own(command, asked, state)
    if known.text == command.text:
        return []
    if known.corrections >= MOST_CORRECTIONS:
        raise Refused("The message was corrected as often as it can be. Write a new one.")
    return [
        VisitMessageCorrected(
            **_step(command, asked, state), message_id=command.message_id, text=command.text
        )
    ]


def _add_file(
    command: AddVisitMessageFile, asked: Asked, state: Thread
) -> Sequence[VisitMessageFileAdded]:
    known = _own(command, asked, state)
    if command.attachment_id in known.files:
        return []
    if len(known.files) >= MOST_FILES:
        raise Refused("A message takes {most} files.", most=Number(MOST_FILES))
    require_fingerprints(command.object_name, command.sha256)
    return [
        VisitMessageFileAdded(
            **_step(command, asked, state),
            message_id=command.message_id,
            attachment_id=command.attachment_id,
            object_name=command.object_name,
            sha256=command.sha256,
            size=command.size,
            media_type=command.media_type,
            scanned=command.scanned,
            details=command.details,
        )
    ]


def _own(
    command: CorrectVisitMessage | AddVisitMessageFile, asked: Asked, state: Thread
) -> Message:
    """Return the message of who acts, that was not struck."""
    known = state.messages.get(command.message_id)
    if known is None or known.struck or known.by != asked.by.actor_id:
        raise Refused("There is no such message.")
    return known


def _strike(
    command: StrikeVisitMessage, asked: Asked, state: Thread, side: Side
) -> Sequence[VisitMessageStruck]:
    """Who wrote it, and the mandate at any time where no State wrote it.

    A name may have to go at once, also by a colleague, and also from a thread that is frozen.
    """
    known = state.messages.get(command.message_id)
    ours = known is not None and side == "mandate" and known.side != "state"
    if not ours:
        _not_frozen(asked, state)
    if known is None or not (ours or known.by == asked.by.actor_id):
        raise Refused("There is no such message.")
    if known.struck:
        return []
    return [
        VisitMessageStruck(**_step(command, asked, state), message_id=command.message_id, side=side)
    ]


def _side(command: OfMessage, asked: Asked, state: Thread) -> Side:
    """Return as whom somebody writes. Raises ``Refused`` as for a thread that never was."""
    mission, audience = state.mission, state.audience
    ours = state.mission_id == command.mission_id and command.mandate in mission.mandates
    if audience is None or not ours:
        raise Refused("There is no such thread.")
    if command.partner_id is not None:
        return _of_partner(command.mission_id, asked, state, audience)
    by = asked.by
    if by.has(Role.HUMAN_RIGHTS_OFFICER, Role.MANDATE_HOLDER) and by.serves(command.mandate):
        _in_office(asked, mission)
        return "mandate"
    if mission.state in by.states:
        if by.has(Role.DESK_OFFICER) and audience == WITH_DESK:
            return "desk"
        if by.has(Role.GOVERNMENT) and audience == STATE:
            return "state"
    raise Refused("There is no such thread.")


def _of_partner(mission_id: str, asked: Asked, state: Thread, audience: Audience) -> Side:
    """Let through who is admitted at this moment, to this mission, as one of the audience."""
    one = state.partner.proposed
    if (
        one is None
        or one.mission_id != mission_id
        or one.kind == "security"
        or one.kind not in AUDIENCES[audience]
        or state.mission.called_off
        or not (state.partner.undertaken and admitted(state.partner, asked))
    ):
        raise Refused("There is no such thread.")
    return one.kind


def _in_office(asked: Asked, mission: Mission) -> None:
    """A holder writes in office; officers also while nobody holds the mandate."""
    if not asked.by.has(Role.HUMAN_RIGHTS_OFFICER):
        in_office(mission.holding, asked)


def _step(command: Command, asked: Asked, state: Thread, ahead: int = 1) -> Step:
    return Step(
        thread_id=command.thread_id,
        mission_id=command.mission_id,
        mandate=state.mission.mandate,
        state=state.mission.state,
        step=state.steps + ahead,
        done_by=asked.by.actor_id,
        done_at=asked.at,
    )


def _others(command: Command, _: Thread) -> Sequence[str]:
    """Return the streams that a decision reads: the mission, the holding, and an admission."""
    some = [f"mission-{command.mission_id}", holding.stream(command.mandate)]
    if command.partner_id is None:
        return some
    return [*some, f"missionpartner-{command.partner_id}"]


THREAD: Decider[Command, Heard, Thread] = Decider(
    category="visitdialogue",
    key=lambda command: command.thread_id,
    initial=Thread(),
    decide=decide,
    evolve=evolve,
    consults=_others,
)
