"""What officers do in a dialogue: the list of speakers, who has the floor, what is published."""

from collections.abc import Sequence

from services.stakeholders.dialogue.joining import given_up
from services.stakeholders.dialogue.slots import entitled, not_over, withdrawn
from services.stakeholders.dialogue.state import OPEN, Absent, Dialogue, Slot, Stage, State
from shared.contracts.stakeholders_dialogue_commands import (
    CallSpeaker,
    ChangeDialogue,
    CloseDialogue,
    LinkStatementVideo,
    ListSpeakers,
    PublishStatement,
    PutSpeakerBack,
    RecordDelivery,
    ReleaseSlot,
    ScheduleDialogue,
)
from shared.contracts.stakeholders_dialogues import (
    DialogueChanged,
    DialogueClosed,
    DialogueDetails,
    DialogueScheduled,
    Fact,
    SpeakerCalled,
    SpeakerListed,
    SpeakerPutBack,
    StatementDelivered,
    StatementNotReached,
    StatementPublished,
    StatementVideoLinked,
)
from shared.core.actor import Asked
from shared.core.decider import Refused, require
from shared.core.roles import Role
from shared.core.said import Number
from shared.reference import mandates, states
from shared.reference.dialogues import (
    BY_ITSELF,
    MOST_MINUTES,
    MOST_VISITS,
    OF_CONCERN,
    RELEASES,
)
from shared.reference.organisations import REGISTER_CLOCK


def schedule(command: ScheduleDialogue, asked: Asked, state: State) -> Sequence[Fact]:
    _officer(asked)
    if not isinstance(state, Absent):
        raise Refused("This dialogue was scheduled already.")
    _sound(command.details)
    if asked.at >= command.details.starts_at:
        raise Refused("A dialogue begins after it is scheduled.")
    return [
        DialogueScheduled(
            dialogue_id=command.dialogue_id,
            details=command.details,
            scheduled_by=asked.by.actor_id,
            scheduled_at=asked.at,
        )
    ]


def change(command: ChangeDialogue, asked: Asked, state: Dialogue) -> Sequence[Fact]:
    _officer(asked)
    not_over(state)
    _sound(command.details)
    if command.details == state.details:
        return []
    new, old = command.details, state.details
    if new.starts_at != old.starts_at and new.starts_at <= asked.at:
        raise Refused("Choose a time that is still to come.")
    if new.state_concerned != old.state_concerned and _concerned(state):
        raise Refused("Take the slots of the State concerned and its institution first.")
    return [
        DialogueChanged(
            dialogue_id=command.dialogue_id,
            details=command.details,
            changed_by=asked.by.actor_id,
            changed_at=asked.at,
        )
    ]


def list_speakers(command: ListSpeakers, asked: Asked, state: Dialogue) -> Sequence[Fact]:
    """Put requests on the list; and back on it who was called and absent."""
    _officer(asked)
    not_over(state)
    facts: list[Fact] = []
    for slot_id in dict.fromkeys(command.slot_ids):
        one = _found(state, slot_id)
        if one.stage is Stage.REQUESTED or one.absent:
            facts.append(
                SpeakerListed(
                    dialogue_id=command.dialogue_id,
                    slot_id=slot_id,
                    listed_by=asked.by.actor_id,
                    listed_at=asked.at,
                )
            )
        elif one.stage is not Stage.LISTED:
            raise Refused("This slot cannot be listed any more.")
    return facts


def call(command: CallSpeaker, asked: Asked, state: Dialogue) -> Sequence[Fact]:
    """Give the floor to the next on the list, if the time that is left is enough."""
    _officer(asked)
    not_over(state)
    one, speaking = _found(state, command.slot_id), state.speaking()
    if speaking == one:
        return []
    if speaking is not None:
        raise Refused("Somebody has the floor.")
    if asked.at < state.details.starts_at:
        raise Refused("The dialogue has not begun.")
    line = state.line()
    if not line or line[0] != one:
        raise Refused("Somebody else is next on the list.")
    entitled(one.speaks, command.grade)
    if state.seconds(one) > state.left:
        raise Refused("There is not enough time left.")
    return [
        SpeakerCalled(
            dialogue_id=command.dialogue_id,
            slot_id=one.slot_id,
            called_by=asked.by.actor_id,
            called_at=asked.at,
        )
    ]


def put_back(command: PutSpeakerBack, asked: Asked, state: Dialogue) -> Sequence[Fact]:
    _officer(asked)
    one = _found(state, command.slot_id)
    if one.stage is Stage.LISTED:
        return []
    if one.stage is not Stage.SPEAKING:
        raise Refused("This speaker does not have the floor.")
    return [
        SpeakerPutBack(
            dialogue_id=command.dialogue_id,
            slot_id=one.slot_id,
            put_back_by=asked.by.actor_id,
            put_back_at=asked.at,
        )
    ]


def deliver(command: RecordDelivery, asked: Asked, state: Dialogue) -> Sequence[Fact]:
    _officer(asked)
    one = _found(state, command.slot_id)
    if one.stage is Stage.DELIVERED:
        return []
    if one.called_at is None:
        raise Refused("This speaker does not have the floor.")
    return [
        StatementDelivered(
            dialogue_id=command.dialogue_id,
            slot_id=one.slot_id,
            seconds=max(0, int((asked.at - one.called_at).total_seconds())),
            recorded_by=asked.by.actor_id,
            delivered_at=asked.at,
        )
    ]


def release(command: ReleaseSlot, asked: Asked, state: Dialogue) -> Sequence[Fact]:
    """Take a slot that is still to come; what was delivered stands (SB2)."""
    if not (command.code in BY_ITSELF and asked.by.actor_id == REGISTER_CLOCK.actor_id):
        _officer(asked)
    if command.code not in RELEASES:
        raise Refused("Choose a reason from the list.")
    one = _found(state, command.slot_id)
    if one.stage is Stage.WITHDRAWN:
        return []
    if one.stage not in OPEN:
        raise Refused("Only a slot that is still to come can be taken.")
    return [given_up(state, command, one, command.code, asked)]


def close(command: CloseDialogue, asked: Asked, state: Dialogue) -> Sequence[Fact]:
    _officer(asked)
    if state.closed:
        return []
    if state.speaking() is not None:
        raise Refused("Somebody has the floor.")
    if not command.called_off and asked.at < state.details.starts_at:
        raise Refused("The dialogue has not begun.")
    left = [one for one in state.slots.values() if one.stage in OPEN]
    facts: list[Fact] = [
        withdrawn(command.dialogue_id, one, "called_off", asked)
        if command.called_off
        else StatementNotReached(
            dialogue_id=command.dialogue_id, slot_id=one.slot_id, recorded_at=asked.at
        )
        for one in left
    ]
    closed = DialogueClosed(
        dialogue_id=command.dialogue_id,
        called_off=command.called_off,
        closed_by=asked.by.actor_id,
        closed_at=asked.at,
    )
    return [*facts, closed]


def publish(command: PublishStatement, asked: Asked, state: Dialogue) -> Sequence[Fact]:
    """Publish what its author wants public: once it was delivered, or came in time and was not."""
    _officer(asked)
    one = _found(state, command.slot_id)
    statement = one.statements.get(command.form)
    if statement is None:
        raise Refused("There is no such statement.")
    if not statement.publishes:
        raise Refused("Whose statement it is does not want it published.")
    if statement.published:
        return []
    if one.stage not in {Stage.DELIVERED, Stage.NOT_REACHED}:
        raise Refused("A statement is published once it was delivered, or the dialogue is over.")
    late = statement.uploaded_at > state.details.starts_at
    if one.stage is Stage.NOT_REACHED and late:
        raise Refused("This statement did not come in time.")
    return [
        StatementPublished(
            dialogue_id=command.dialogue_id,
            slot_id=one.slot_id,
            form=command.form,
            received_in_time=one.stage is Stage.NOT_REACHED,
            published_by=asked.by.actor_id,
            published_at=asked.at,
        )
    ]


def link_video(command: LinkStatementVideo, asked: Asked, state: Dialogue) -> Sequence[Fact]:
    """Link the recording of an oral statement that was delivered, and that its author publishes."""
    _officer(asked)
    one = _found(state, command.slot_id)
    statement = one.statements.get("oral")
    if statement is None:
        raise Refused("There is no such statement.")
    if statement.video == command.address:
        return []
    if command.address is not None and one.stage is not Stage.DELIVERED:
        raise Refused("Only a statement that was delivered has a video.")
    if command.address is not None and not statement.publishes:
        raise Refused("Whose statement it is does not want it published.")
    return [
        StatementVideoLinked(
            dialogue_id=command.dialogue_id,
            slot_id=one.slot_id,
            address=command.address,
            linked_by=asked.by.actor_id,
            linked_at=asked.at,
        )
    ]


def _officer(asked: Asked) -> None:
    require(asked, Role.STAKEHOLDER_OFFICER, no="Only a stakeholder officer may run a dialogue.")


def _concerned(state: Dialogue) -> bool:
    """Whether somebody has a slot because of which State the dialogue is about."""
    return any(
        one.speaks in OF_CONCERN and one.stage is not Stage.WITHDRAWN
        for one in state.slots.values()
    )


def _found(state: Dialogue, slot_id: str) -> Slot:
    one = state.slots.get(slot_id)
    if one is None:
        raise Refused("Nobody asked for this slot.")
    return one


def _sound(details: DialogueDetails) -> None:
    if not details.title.strip():
        raise Refused("Enter the title of the dialogue.")
    if details.mandate not in mandates():
        raise Refused("Choose the mandate from the list.")
    if details.state_concerned is not None and details.state_concerned not in states():
        raise Refused("Choose the State from the list.")
    if not 1 <= details.minutes <= MOST_MINUTES:
        raise Refused("A dialogue has at most {most} minutes.", most=Number(MOST_MINUTES))
    if not 0 <= details.visits <= MOST_VISITS:
        raise Refused("A holder presents at most {most} reports.", most=Number(MOST_VISITS))
