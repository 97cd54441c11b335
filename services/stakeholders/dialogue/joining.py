"""Joint statements: who joins one, and who keeps its slot when its first organisation leaves.

B.8 of selection-stakeholders-committee.md: if a slot is released, co-sponsors may keep it. It
passes to whoever was accepted first, at the place that it has, with the statement as it is.
"""

from collections.abc import Collection, Iterable, Sequence

from services.stakeholders.dialogue.slots import entitled, mine, not_over, own, withdrawn
from services.stakeholders.dialogue.state import OPEN, CoSponsor, Dialogue, Slot, Stage
from shared.contracts.stakeholders_dialogue_commands import (
    AcceptCoSponsor,
    AskToCoSponsor,
    LeaveStatement,
    PartWithCoSponsor,
    ReleaseSlot,
    WithdrawSlot,
)
from shared.contracts.stakeholders_dialogues import (
    CoSponsorAccepted,
    CoSponsorAsked,
    CoSponsorLeft,
    Fact,
    SlotPassedOn,
)
from shared.core.actor import Asked
from shared.core.decider import Forbidden, Refused, require
from shared.core.roles import Role
from shared.core.said import Number
from shared.reference.dialogues import (
    BY_ITSELF,
    BY_LEAD,
    GRADES,
    MOST_CO_SPONSORS,
    PASSING,
    RELEASES,
    ROLES,
)
from shared.reference.organisations import REGISTER_CLOCK


def ask(command: AskToCoSponsor, asked: Asked, state: Dialogue) -> Sequence[Fact]:
    one = _open(command.slot_id, state)
    if one.speaks not in GRADES or command.speaks != one.speaks:
        raise Refused("A statement is joined by organisations of the same kind.")
    require(asked, ROLES[one.speaks], no="You may not join this statement.")
    entitled(one.speaks, command.grade)
    names = {command.organisation, *command.merged}
    if one.organisation in names:
        raise Refused("This is the slot of your own organisation.")
    if names & one.co_sponsors.keys():
        return []
    if asked.at >= state.details.starts_at:
        raise Refused("A statement is joined before the dialogue begins.")
    if len(one.co_sponsors) >= MOST_CO_SPONSORS:
        raise Refused("A statement has at most {most} co-sponsors.", most=Number(MOST_CO_SPONSORS))
    return [
        CoSponsorAsked(
            dialogue_id=command.dialogue_id,
            slot_id=one.slot_id,
            organisation=command.organisation,
            speaker=command.speaker,
            asked_by=asked.by.actor_id,
            asked_at=asked.at,
        )
    ]


def accept(command: AcceptCoSponsor, asked: Asked, state: Dialogue) -> Sequence[Fact]:
    own(state, command, asked)
    one = _open(command.slot_id, state)
    if _found(one, command.co_sponsor).accepted:
        return []
    return [
        CoSponsorAccepted(
            dialogue_id=command.dialogue_id,
            slot_id=one.slot_id,
            organisation=command.co_sponsor,
            accepted_by=asked.by.actor_id,
            accepted_at=asked.at,
        )
    ]


def leave(command: LeaveStatement, asked: Asked, state: Dialogue) -> Sequence[Fact]:
    """Unknown and forbidden are refused alike."""
    one = state.slots.get(command.slot_id)
    known = one.co_sponsors.get(command.organisation) if one else None
    if one is None or known is None or not mine(known.asked_by, asked):
        raise Forbidden("Only who joined this statement may do that.")
    _still(one)
    return [_left(command.dialogue_id, one, command.organisation, "own", asked)]


def part(command: PartWithCoSponsor, asked: Asked, state: Dialogue) -> Sequence[Fact]:
    if command.code == BY_LEAD:
        own(state, command, asked)
    elif not (command.code in BY_ITSELF and asked.by.actor_id == REGISTER_CLOCK.actor_id):
        require(
            asked, Role.STAKEHOLDER_OFFICER, no="Only a stakeholder officer may run a dialogue."
        )
    if command.code not in RELEASES | {BY_LEAD}:
        raise Refused("Choose a reason from the list.")
    one = state.slots.get(command.slot_id)
    if one is None or command.co_sponsor not in one.co_sponsors:
        return []
    _still(one)
    return [_left(command.dialogue_id, one, command.co_sponsor, command.code, asked)]


def withdraw(command: WithdrawSlot, asked: Asked, state: Dialogue) -> Sequence[Fact]:
    one = own(state, command, asked)
    if one.stage is Stage.WITHDRAWN:
        return []
    if one.stage not in OPEN:
        raise Refused("This slot can no longer be given back.")
    return [given_up(state, command, one, "own", asked)]


def given_up(
    state: Dialogue, command: WithdrawSlot | ReleaseSlot, one: Slot, code: str, asked: Asked
) -> Fact:
    """Return what becomes of a slot whose organisation goes: it passes on, or is free."""
    heir = _heir(one, state, command.same) if code in PASSING else None
    if heir is None:
        return withdrawn(command.dialogue_id, one, code, asked)
    name, who = heir
    return SlotPassedOn(
        dialogue_id=command.dialogue_id,
        slot_id=one.slot_id,
        organisation=name,
        speaker=who.speaker,
        requested_by=who.asked_by,
        code=code,
        passed_by=asked.by.actor_id,
        passed_at=asked.at,
    )


def _heir(
    one: Slot, state: Dialogue, same: Iterable[Collection[str]]
) -> tuple[str, CoSponsor] | None:
    """Return the co-sponsor that was accepted first and has no slot of its own: one for each.

    Whoever was merged with an organisation that has one has one, and so has whose slot this was.
    """
    taken = {
        each.organisation for each in state.slots.values() if each.stage is not Stage.WITHDRAWN
    }
    taken |= {name for names in same if not taken.isdisjoint(names) for name in names}
    accepted = ((name, who) for name, who in one.co_sponsors.items() if who.accepted)
    return next(((name, who) for name, who in accepted if name not in taken), None)


def _open(slot_id: str, state: Dialogue) -> Slot:
    not_over(state)
    one = state.slots.get(slot_id)
    if one is None:
        raise Refused("Nobody asked for this slot.")
    _still(one)
    return one


def _still(one: Slot) -> None:
    if one.stage not in OPEN:
        raise Refused("This slot is not still to come.")


def _found(one: Slot, organisation: str) -> CoSponsor:
    known = one.co_sponsors.get(organisation)
    if known is None:
        raise Refused("This organisation did not ask to join.")
    return known


def _left(dialogue_id: str, one: Slot, organisation: str, code: str, asked: Asked) -> CoSponsorLeft:
    return CoSponsorLeft(
        dialogue_id=dialogue_id,
        slot_id=one.slot_id,
        organisation=organisation,
        code=code,
        left_by=asked.by.actor_id,
        left_at=asked.at,
    )
