"""Asking for a slot, uploading a statement, taking it back: what organisations do."""

from collections.abc import Sequence
from typing import TypeAlias

from services.stakeholders.dialogue.state import Dialogue, Slot, Stage
from shared.contracts.stakeholders_dialogue_commands import (
    AcceptCoSponsor,
    PartWithCoSponsor,
    RequestSlot,
    TakeBackStatement,
    UploadStatement,
    WithdrawSlot,
)
from shared.contracts.stakeholders_dialogues import (
    Fact,
    SlotRequested,
    SlotWithdrawn,
    Speaks,
    StatementTakenBack,
    StatementUploaded,
)
from shared.core.actor import Asked
from shared.core.decider import Forbidden, Refused, require
from shared.core.roles import Role
from shared.core.said import Number
from shared.reference import states
from shared.reference.consultations import LANGUAGES
from shared.reference.dialogues import (
    BEFORE,
    BY_RIGHT,
    FORMS,
    GRADES,
    MOST_WORDS,
    OF_STATES,
    ORDER,
    ROLES,
    WORDS,
    WRITTEN_BEFORE,
)

_OfTheirs: TypeAlias = (
    UploadStatement | WithdrawSlot | TakeBackStatement | AcceptCoSponsor | PartWithCoSponsor
)


def request(command: RequestSlot, asked: Asked, state: Dialogue) -> Sequence[Fact]:
    if command.speaks not in ORDER:
        raise Refused("Choose as what somebody speaks.")
    _may_request(command, asked)
    not_over(state)
    entitled(command.speaks, command.grade)
    latest = state.details.starts_at - BEFORE
    if command.speaks not in BY_RIGHT and asked.at > latest:
        raise Refused("A slot is asked for at least 24 hours before the dialogue.")
    _state(command, state)
    before = state.slots.get(command.slot_id)
    if any(one.stage is not Stage.WITHDRAWN for one in _theirs(command, state)):
        raise Refused("A slot was asked for already.")
    if before is not None and before.organisation != command.organisation:
        raise Refused("This slot is of another organisation now.")
    return [
        SlotRequested(
            dialogue_id=command.dialogue_id,
            slot_id=command.slot_id,
            speaks=command.speaks,
            organisation=command.organisation,
            state=command.state,
            speaker=command.speaker,
            requests=before.requests + 1 if before else 1,
            requested_by=asked.by.actor_id,
            # The order of this stream is the order of asking, whatever two servers' clocks say.
            requested_at=max(asked.at, state.last_at or asked.at),
        )
    ]


def _theirs(command: RequestSlot, state: Dialogue) -> list[Slot]:
    """Return the slots of whoever asks: an organisation has one, of whichever entry."""
    names = {command.organisation, *command.merged} - {None}
    return [
        one
        for one in state.slots.values()
        if one.slot_id == command.slot_id or one.organisation in names
    ]


def upload(command: UploadStatement, asked: Asked, state: Dialogue) -> Sequence[Fact]:
    one = own(state, command, asked)
    not_over(state)
    if command.form not in FORMS or command.language not in LANGUAGES:
        raise Refused("Choose from the list.")
    if one.stage is Stage.WITHDRAWN:
        raise Refused("This slot was given back.")
    entitled(one.speaks, command.grade)
    if not 1 <= command.words <= MOST_WORDS:
        raise Refused("Enter the statement, of at most {most} words.", most=Number(MOST_WORDS))
    if command.form == "written":
        _written(command, asked, state)
    before = one.statements.get(command.form)
    if before and (before.text, before.publishes) == (command.text, command.publishes):
        return []
    if before and one.stage is Stage.DELIVERED and before.text != command.text:
        raise Refused("This statement was delivered, so its text stays as it is.")
    return [
        StatementUploaded(
            dialogue_id=command.dialogue_id,
            slot_id=one.slot_id,
            form=command.form,
            text=command.text,
            words=command.words,
            language=command.language,
            publishes=command.publishes,
            uploaded_by=asked.by.actor_id,
            uploaded_at=asked.at,
        )
    ]


def take_back(command: TakeBackStatement, asked: Asked, state: Dialogue) -> Sequence[Fact]:
    """Whose it is takes it back at any time: what was public is public no more."""
    one = own(state, command, asked)
    before = one.statements.get(command.form)
    if before is None:
        raise Refused("There is no such statement.")
    if not before.publishes:
        return []
    return [
        StatementTakenBack(
            dialogue_id=command.dialogue_id,
            slot_id=one.slot_id,
            form=command.form,
            taken_back_by=asked.by.actor_id,
            taken_back_at=asked.at,
        )
    ]


def entitled(speaks: Speaks, grade: str | None) -> None:
    """Refuse whom no grade entitles that is in force on the day of this act (SB2)."""
    if speaks in GRADES and grade not in GRADES[speaks]:
        raise Refused("No accreditation that gives a slot is in force today.")


def not_over(state: Dialogue) -> None:
    if state.called_off:
        raise Refused("This dialogue was called off.")
    if state.closed:
        raise Refused("This dialogue is over.")


def withdrawn(dialogue_id: str, one: Slot, code: str, asked: Asked) -> SlotWithdrawn:
    return SlotWithdrawn(
        dialogue_id=dialogue_id,
        slot_id=one.slot_id,
        code=code,
        withdrawn_by=asked.by.actor_id,
        withdrawn_at=asked.at,
    )


def _state(command: RequestSlot, state: Dialogue) -> None:
    """A State's slot names it, and the State concerned is the one that the dialogue is about."""
    if command.speaks == "state_concerned" and command.state != state.details.state_concerned:
        raise Refused("This State is not the State concerned.")
    if (command.state in states()) is not (command.speaks in OF_STATES):
        raise Refused("Choose the State from the list.")


def _written(command: UploadStatement, asked: Asked, state: Dialogue) -> None:
    if asked.at > state.details.starts_at - WRITTEN_BEFORE:
        raise Refused("A written statement comes at least two weeks before the dialogue.")
    most = WORDS.get(command.grade or "", MOST_WORDS)
    if command.words > most:
        raise Refused(
            "A written statement has at most {most} words with this status.", most=Number(most)
        )


def _may_request(command: RequestSlot, asked: Asked) -> None:
    """A Government asks for its State's slot, as an officer does for any State."""
    no = "You may not ask for this slot."
    if command.speaks in OF_STATES and _of_state(command.state, asked):
        return
    require(asked, ROLES.get(command.speaks, Role.STAKEHOLDER_OFFICER), no=no)


def own(state: Dialogue, command: _OfTheirs, asked: Asked) -> Slot:
    """Return the slot of whoever asks now: who left the organisation has none of its slots."""
    one = state.slots.get(command.slot_id)
    if one is None or not _may(one, command.organisation, asked):
        raise Forbidden("Only whose slot it is may do that.")
    return one


def _may(one: Slot, organisation: str | None, asked: Asked) -> bool:
    """Who asked for it, and whoever answers for the organisation or the State."""
    if one.organisation is not None:
        return organisation == one.organisation and mine(one.requested_by, asked)
    return one.requested_by == asked.by.actor_id or _of_state(one.state, asked)


def mine(requested_by: str, asked: Asked) -> bool:
    """Whether this person asked for it, or answers for the organisation."""
    return requested_by == asked.by.actor_id or asked.by.has(Role.FOCAL_POINT, Role.CONTACT_POINT)


def _of_state(state: str | None, asked: Asked) -> bool:
    return asked.by.has(Role.GOVERNMENT) and state in asked.by.states
