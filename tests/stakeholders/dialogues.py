"""An interactive dialogue of the tests, its people, and its facts."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from services.stakeholders.dialogue.decide import DIALOGUE
from services.stakeholders.dialogue.state import Dialogue
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
from shared.contracts.stakeholders_dialogues import (
    DialogueDetails,
    DialogueScheduled,
    Fact,
    Form,
    Speaks,
)
from shared.core.actor import Actor, Asked
from shared.core.message import Sealed, derive_id
from shared.core.roles import Role
from shared.core.testing import AT
from shared.reference import dialogues as reference
from shared.reference.dialogues import slot_id

ID = str(derive_id("dialogue", 1))
STARTS = AT + timedelta(days=30)
DAY = timedelta(days=1)
OFFICER = Actor(actor_id="officer-1", roles=frozenset({Role.STAKEHOLDER_OFFICER}))

DETAILS = DialogueDetails(
    title="Interactive dialogue on torture",
    sub_item="3",
    mandate="sr-torture",
    state_concerned="KEN",
    visits=2,
    starts_at=STARTS,
    minutes=60,
)
SCHEDULE = ScheduleDialogue(dialogue_id=ID, details=DETAILS)
SCHEDULED = DialogueScheduled(
    dialogue_id=ID, details=DETAILS, scheduled_by="officer-1", scheduled_at=AT
)
CHANGE = ChangeDialogue(dialogue_id=ID, details=replace(DETAILS, minutes=90))
CLOSE = CloseDialogue(dialogue_id=ID, called_off=False)
GRADE: dict[str, str] = {"ngo": "special", "nhri": "A", "nhri_concerned": "A"}


def of(name: str) -> str:
    return slot_id(ID, name)


def who(name: str, speaks: Speaks = "ngo") -> Actor:
    """Return who asks for a slot of this kind."""
    role = reference.ROLES.get(speaks)
    return Actor(actor_id=name, roles=frozenset({role})) if role else OFFICER


def request(name: str, speaks: Speaks = "ngo", **changed: Any) -> RequestSlot:
    standard = RequestSlot(
        dialogue_id=ID,
        slot_id=of(name),
        speaks=speaks,
        organisation=f"pseudonym-{name}" if speaks in reference.ROLES else None,
        state=name if speaks in reference.OF_STATES else None,
        speaker=Sealed(f"slot-{of(name)}", "bmFtZQ"),
        grade=GRADE.get(speaks),
    )
    return replace(standard, **changed)


def upload(name: str, form: Form = "oral", **changed: Any) -> UploadStatement:
    standard = UploadStatement(
        dialogue_id=ID,
        slot_id=of(name),
        form=form,
        text=Sealed(f"slot-{of(name)}", "dGV4dA"),
        words=200,
        language="en",
        publishes=True,
        grade="special",
        organisation=f"pseudonym-{name}",
    )
    return replace(standard, **changed)


def listing(*names: str) -> ListSpeakers:
    return ListSpeakers(dialogue_id=ID, slot_ids=tuple(of(name) for name in names))


def call(name: str, grade: str | None = "special") -> CallSpeaker:
    return CallSpeaker(dialogue_id=ID, slot_id=of(name), grade=grade)


def deliver(name: str) -> RecordDelivery:
    return RecordDelivery(dialogue_id=ID, slot_id=of(name))


def put_back(name: str) -> PutSpeakerBack:
    return PutSpeakerBack(dialogue_id=ID, slot_id=of(name))


def withdraw(name: str, **changed: Any) -> WithdrawSlot:
    standard = WithdrawSlot(dialogue_id=ID, slot_id=of(name), organisation=f"pseudonym-{name}")
    return replace(standard, **changed)


def release(name: str, code: str = "no_grade") -> ReleaseSlot:
    return ReleaseSlot(dialogue_id=ID, slot_id=of(name), code=code)


def publish(name: str, form: Form = "oral") -> PublishStatement:
    return PublishStatement(dialogue_id=ID, slot_id=of(name), form=form)


def take_back(name: str, form: Form = "oral") -> TakeBackStatement:
    return TakeBackStatement(
        dialogue_id=ID, slot_id=of(name), form=form, organisation=f"pseudonym-{name}"
    )


def link_video(name: str, address: str | None = "dmlkZW8") -> LinkStatementVideo:
    sealed = Sealed(f"slot-{of(name)}", address) if address else None
    return LinkStatementVideo(dialogue_id=ID, slot_id=of(name), address=sealed)


def join(slot: str, name: str, **changed: Any) -> AskToCoSponsor:
    """Ask to join the statement of this slot."""
    standard = AskToCoSponsor(
        dialogue_id=ID,
        slot_id=of(slot),
        organisation=f"pseudonym-{name}",
        speaks="ngo",
        speaker=Sealed(f"slot-{of(slot)}", f"{name}-speaks"),
        grade="special",
    )
    return replace(standard, **changed)


def accept(slot: str, name: str) -> AcceptCoSponsor:
    return AcceptCoSponsor(
        dialogue_id=ID,
        slot_id=of(slot),
        co_sponsor=f"pseudonym-{name}",
        organisation=f"pseudonym-{slot}",
    )


def leave(slot: str, name: str) -> LeaveStatement:
    return LeaveStatement(dialogue_id=ID, slot_id=of(slot), organisation=f"pseudonym-{name}")


def part(slot: str, name: str, code: str = "lead") -> PartWithCoSponsor:
    return PartWithCoSponsor(
        dialogue_id=ID,
        slot_id=of(slot),
        co_sponsor=f"pseudonym-{name}",
        code=code,
        organisation=f"pseudonym-{slot}",
    )


class Story:
    """A dialogue as it goes on: each command is decided on what came of those before."""

    def __init__(self, **details: Any) -> None:
        self.at = AT
        self.facts: list[Fact] = []
        self.state = DIALOGUE.initial
        self.do(replace(SCHEDULE, details=replace(DETAILS, **details)))

    def do(
        self, command: Command, by: Actor = OFFICER, *, at: datetime | None = None
    ) -> list[Fact]:
        """Decide it at this time: a second after the command before, if nothing is said."""
        self.at = at or self.at + timedelta(seconds=1)
        facts = list(DIALOGUE.decide(command, Asked(at=self.at, by=by), self.state))
        self.state = DIALOGUE.fold(facts, self.state)
        self.facts += facts
        return facts

    def asks(self, name: str, speaks: Speaks = "ngo", **changed: Any) -> list[Fact]:
        return self.do(request(name, speaks, **changed), who(name, speaks))

    def lists(self, *names: str) -> "Story":
        """Let these ask and be listed."""
        for name in names:
            self.asks(name)
        self.do(listing(*names))
        return self

    def joins(self, slot: str, *names: str) -> "Story":
        """Let these ask to join, and be accepted."""
        for name in names:
            self.do(join(slot, name), who(name))
            self.do(accept(slot, name), who(slot))
        return self

    def begins(self) -> "Story":
        self.at = max(self.at, STARTS)
        return self

    def speaks(self, name: str, seconds: int = 90) -> "Story":
        """Let the next have the floor for so long."""
        self.do(call(name))
        self.do(deliver(name), at=self.at + timedelta(seconds=seconds))
        return self

    @property
    def dialogue(self) -> Dialogue:
        assert isinstance(self.state, Dialogue)
        return self.state

    def line(self) -> list[str]:
        names = {slot.slot_id: slot.requested_by for slot in self.dialogue.slots.values()}
        return [names[slot.slot_id] for slot in self.dialogue.line()]

    def stage(self, name: str) -> str:
        return self.dialogue.slots[of(name)].stage.name.lower()


_EVE = STARTS - DAY
EVERY: tuple[tuple[Any, Actor, datetime], ...] = (
    (SCHEDULE, OFFICER, AT),
    (CHANGE, OFFICER, AT),
    (request("ann"), who("ann"), AT),
    (request("ben"), who("ben"), AT),
    (request("cem"), who("cem"), AT),
    (upload("ann"), who("ann"), AT),
    (join("ann", "dot"), who("dot"), AT),
    (accept("ann", "dot"), who("ann"), AT),
    (leave("ann", "dot"), who("dot"), AT),
    (join("ann", "eda"), who("eda"), AT),
    (part("ann", "eda"), who("ann"), AT),
    (listing("ann", "ben", "cem"), OFFICER, _EVE),
    (withdraw("ben"), who("ben"), _EVE),
    (release("cem", "safety"), OFFICER, _EVE),
    (call("ann"), OFFICER, STARTS),
    (put_back("ann"), OFFICER, STARTS),
)
"""Commands in an order in which each of them changes something; the rest in ``SPOKEN``."""
SPOKEN: tuple[tuple[Any, Actor, datetime], ...] = (
    *((command, by, at) for command, by, at in EVERY[:-1]),
    (deliver("ann"), OFFICER, STARTS + timedelta(seconds=80)),
    (CLOSE, OFFICER, STARTS + DAY),
    (publish("ann"), OFFICER, STARTS + DAY),
    (link_video("ann"), OFFICER, STARTS + DAY),
    (take_back("ann"), who("ann"), STARTS + DAY),
)
