"""The invented dialogue of a demonstration: it is to come, with a holder and a State listed."""

from datetime import timedelta

from portal.stakeholders.dialogues import whose
from portal.web.context import now
from portal.web.demonstration.asking import ask, invented, seal
from shared.contracts.commands import Command
from shared.contracts.stakeholders_dialogue_commands import (
    AskToCoSponsor,
    ListSpeakers,
    RequestSlot,
    ScheduleDialogue,
    UploadStatement,
)
from shared.contracts.stakeholders_dialogues import DialogueDetails, Speaks
from shared.core.message import derive_id
from shared.reference.dialogues import slot_id

_OFFICER = "stakeholders"


def tell() -> None:
    dialogue_id = str(derive_id("demo dialogue", 1))
    starts_at = (now() + timedelta(days=30)).replace(hour=9, minute=0, second=0, microsecond=0)
    details = DialogueDetails(
        title="Interactive dialogue on torture (invented)",
        sub_item="3",
        mandate="sr-torture",
        state_concerned="KEN",
        visits=1,
        starts_at=starts_at,
        minutes=60,
    )
    _ask(ScheduleDialogue(dialogue_id=dialogue_id, details=details), _OFFICER, "scheduled", 20)
    listed = [
        _slot(dialogue_id, _OFFICER, "holder", "holder", None),
        _slot(dialogue_id, _OFFICER, "KEN", "state_concerned", None),
    ]
    focal = invented("focal").organisation_id or ""
    own = _slot(dialogue_id, "focal", whose.pseudonym(dialogue_id, focal), "ngo", "special")
    upload = UploadStatement(
        dialogue_id=dialogue_id,
        slot_id=own,
        form="oral",
        text=seal(whose.subject_of(own), "We thank the Special Rapporteur (invented)."),
        words=6,
        language="en",
        publishes=True,
        grade="special",
        organisation=whose.pseudonym(dialogue_id, focal),
    )
    _ask(upload, "focal", "uploaded", 10)
    _ask(ListSpeakers(dialogue_id=dialogue_id, slot_ids=(*listed, own)), _OFFICER, "listed", 5)
    _joins(dialogue_id, own)


def _joins(dialogue_id: str, slot: str) -> None:
    """Another invented organisation asks to join the statement, and waits for the answer."""
    asked = AskToCoSponsor(
        dialogue_id=dialogue_id,
        slot_id=slot,
        organisation=whose.pseudonym(dialogue_id, str(derive_id("demo organisation", 1))),
        speaks="ngo",
        speaker=seal(whose.subject_of(slot), "Cora Speaker (invented)"),
        grade="general",
    )
    _ask(asked, "focal", "asks to join", 4)


def _slot(dialogue_id: str, by: str, of: str, speaks: Speaks, grade: str | None) -> str:
    found = slot_id(dialogue_id, of)
    command = RequestSlot(
        dialogue_id=dialogue_id,
        slot_id=found,
        speaks=speaks,
        organisation=of if speaks == "ngo" else None,
        state="KEN" if speaks == "state_concerned" else None,
        speaker=seal(whose.subject_of(found), "Sam Speaker (invented)"),
        grade=grade,
    )
    _ask(command, by, f"asked {speaks}", 15)
    return found


def _ask(command: Command, by: str, step: str, days: int) -> None:
    case = str(whose.case_of(str(derive_id("demo dialogue", 1))))
    ask(command, by, case, "dialogue", step, at=now() - timedelta(days=days))
