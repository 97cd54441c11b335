"""An interactive dialogue and its speakers, on one stream, so that nobody overtakes anybody.

Lifecycle and guards: selection-stakeholders-committee.md section B.3, SB2 to SB4 of B.4. The rules
are in ``slots`` and ``joining`` (what organisations do) and ``running`` (what officers do).
"""

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final

from services.stakeholders.dialogue import joining, running, slots
from services.stakeholders.dialogue.state import Absent, State, evolve
from shared.contracts.stakeholders_dialogue_commands import (
    AcceptCoSponsor,
    AskToCoSponsor,
    CallSpeaker,
    ChangeDialogue,
    CloseDialogue,
    Command,
    LeaveStatement,
    LinkStatementVideo,
    ListSpeakers,
    PartWithCoSponsor,
    PublishStatement,
    PutSpeakerBack,
    RecordDelivery,
    ReleaseSlot,
    RequestSlot,
    ScheduleDialogue,
    TakeBackStatement,
    UploadStatement,
    WithdrawSlot,
)
from shared.contracts.stakeholders_dialogues import Fact
from shared.core.actor import Asked
from shared.core.decider import Decider, Refused

_RULES: Final[Mapping[type, Callable[[Any, Asked, Any], Sequence[Fact]]]] = MappingProxyType(
    {
        ChangeDialogue: running.change,
        CloseDialogue: running.close,
        ListSpeakers: running.list_speakers,
        CallSpeaker: running.call,
        PutSpeakerBack: running.put_back,
        RecordDelivery: running.deliver,
        ReleaseSlot: running.release,
        PublishStatement: running.publish,
        LinkStatementVideo: running.link_video,
        RequestSlot: slots.request,
        UploadStatement: slots.upload,
        WithdrawSlot: joining.withdraw,
        AskToCoSponsor: joining.ask,
        AcceptCoSponsor: joining.accept,
        LeaveStatement: joining.leave,
        PartWithCoSponsor: joining.part,
        TakeBackStatement: slots.take_back,
    }
)


def decide(command: Command, asked: Asked, state: State) -> Sequence[Fact]:
    if isinstance(command, ScheduleDialogue):
        return running.schedule(command, asked, state)
    if isinstance(state, Absent):
        raise Refused("There is no such dialogue.")
    return _RULES[type(command)](command, asked, state)


DIALOGUE: Decider[Command, Fact, State] = Decider(
    category="dialogue",
    key=lambda command: command.dialogue_id,
    initial=Absent(),
    decide=decide,
    evolve=evolve,
    creates=lambda command: isinstance(command, ScheduleDialogue),
)
