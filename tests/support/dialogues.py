"""A dialogue with its people, as the service decides it, in the portal's tables."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Engine

from portal.stakeholders.dialogues import whose
from portal.stakeholders.dialogues.read_model import DIALOGUES
from services.stakeholders.dialogue.decide import DIALOGUE
from shared.contracts.stakeholders_dialogue_commands import (
    AcceptCoSponsor,
    AskToCoSponsor,
    CallSpeaker,
    Command,
    ListSpeakers,
    PartWithCoSponsor,
    RecordDelivery,
    RequestSlot,
    ScheduleDialogue,
    UploadStatement,
)
from shared.contracts.stakeholders_dialogues import DialogueDetails, Fact, Form, Speaks
from shared.core.actor import Actor, Asked
from shared.core.message import derive_id
from shared.platform.vault import Vault
from shared.read_models.model import Applier
from shared.reference.dialogues import ROLES, slot_id
from shared.reference.organisations import register_id
from tests.support.ready import ready
from tests.support.sessions import NOW, OFFICER
from tests.support.twice import of_stakeholders, twice

DAY = timedelta(days=1)
_GRADES: dict[str, str] = {"ngo": "special", "nhri": "A", "nhri_concerned": "A"}


def named(number: int | str) -> str:
    return str(derive_id("dialogue of a test", number))


@dataclass(slots=True)
class Council:
    """Decides commands as the service does, and applies each fact twice."""

    engine: Engine
    vault: Vault
    told: int = 0
    states: dict[str, Any] = field(default_factory=dict)
    applier: Applier = field(init=False)

    def __post_init__(self) -> None:
        (self.applier,) = ready(self.engine, [DIALOGUES])

    def scheduled(
        self, number: int | str = 1, *, starts: datetime = NOW + 20 * DAY, **also: Any
    ) -> str:
        dialogue_id = named(number)
        standard = {
            "title": "Dialogue on torture",
            "sub_item": "3",
            "mandate": "sr-torture",
            "state_concerned": "KEN",
            "visits": 0,
            "minutes": 60,
        }
        details = DialogueDetails(starts_at=starts, **{**standard, **also})
        command = ScheduleDialogue(dialogue_id=dialogue_id, details=details)
        self.do(command, OFFICER, at=starts - 60 * DAY)
        return dialogue_id

    def asks(
        self,
        dialogue_id: str,
        account_id: str,
        *,
        organisation_id: str | None = None,
        speaks: Speaks = "ngo",
        speaker: str = "Sam Speaker",
        state: str | None = None,
        at: datetime = NOW - 30 * DAY,
    ) -> str:
        """Let somebody ask for a slot, and return its id."""
        pseudonym = None
        if organisation_id is not None:
            of = f"{dialogue_id}/{register_id(organisation_id)}"
            pseudonym = self.vault.pseudonym("slots", of)
        slot = slot_id(dialogue_id, pseudonym or state or account_id)
        command = RequestSlot(
            dialogue_id=dialogue_id,
            slot_id=slot,
            speaks=speaks,
            organisation=pseudonym,
            state=state,
            speaker=self.vault.seal(whose.subject_of(slot), speaker),
            grade=_GRADES.get(speaks),
        )
        role = ROLES.get(speaks)
        by = Actor(actor_id=account_id, roles=frozenset({role})) if role else OFFICER
        self.do(command, by, at=at)
        return slot

    def lists(self, dialogue_id: str, *slot_ids: str) -> None:
        self.do(
            ListSpeakers(dialogue_id=dialogue_id, slot_ids=slot_ids), OFFICER, at=NOW - 25 * DAY
        )

    def uploads(
        self,
        dialogue_id: str,
        slot: str,
        account_id: str,
        text: str = "We thank the Special Rapporteur",
        *,
        form: Form = "oral",
        publishes: bool = True,
        at: datetime = NOW - 24 * DAY,
    ) -> None:
        command = UploadStatement(
            dialogue_id=dialogue_id,
            slot_id=slot,
            form=form,
            text=self.vault.seal(whose.subject_of(slot), text),
            words=len(text.split()),
            language="en",
            publishes=publishes,
            grade="special",
            organisation=self.states[dialogue_id].slots[slot].organisation,
        )
        self.do(command, Actor(actor_id=account_id), at=at)

    def joins(
        self,
        dialogue_id: str,
        slot: str,
        account_id: str,
        organisation_id: str,
        *,
        accepted: bool = True,
        at: datetime = NOW - 24 * DAY,
    ) -> str:
        """Let an organisation ask to join a statement, and be accepted; return its pseudonym."""
        of = f"{dialogue_id}/{register_id(organisation_id)}"
        name = self.vault.pseudonym("slots", of)
        one = self.states[dialogue_id].slots[slot]
        command = AskToCoSponsor(
            dialogue_id=dialogue_id,
            slot_id=slot,
            organisation=name,
            speaks=one.speaks,
            speaker=self.vault.seal(whose.subject_of(slot), "Cora Co-Speaker"),
            grade="special",
        )
        by = Actor(actor_id=account_id, roles=frozenset({ROLES[one.speaks]}))
        self.do(command, by, at=at)
        if accepted:
            lead = Actor(actor_id=one.requested_by)
            accepts = AcceptCoSponsor(
                dialogue_id=dialogue_id,
                slot_id=slot,
                co_sponsor=name,
                organisation=one.organisation,
            )
            self.do(accepts, lead, at=at)
        return name

    def part(self, dialogue_id: str, slot: str, name: str) -> None:
        """Let whose statement it is take a co-sponsor off."""
        one = self.states[dialogue_id].slots[slot]
        command = PartWithCoSponsor(
            dialogue_id=dialogue_id,
            slot_id=slot,
            co_sponsor=name,
            code="lead",
            organisation=one.organisation,
        )
        self.do(command, Actor(actor_id=one.requested_by))

    def calls(self, dialogue_id: str, slot: str, *, at: datetime = NOW) -> None:
        self.do(CallSpeaker(dialogue_id=dialogue_id, slot_id=slot, grade="special"), OFFICER, at=at)

    def delivers(self, dialogue_id: str, slot: str, *, at: datetime = NOW) -> None:
        self.do(RecordDelivery(dialogue_id=dialogue_id, slot_id=slot), OFFICER, at=at)

    def do(self, command: Command, by: Actor, *, at: datetime = NOW) -> list[Fact]:
        of = command.dialogue_id
        state = self.states.get(of, DIALOGUE.initial)
        facts = list(DIALOGUE.decide(command, Asked(at=at, by=by), state))
        self.states[of] = DIALOGUE.fold(facts, state)
        numbered = enumerate(facts, self.told + 1)
        self.told += len(facts)
        arrived = [of_stakeholders(one, n, f"dialogue-{of}", at) for n, one in numbered]
        twice([self.applier], arrived)
        return facts
