"""What was decided about an organisation elsewhere: O4 of section B.3. Append-only.

What is in force on a day is for ``shared.reference.accreditation`` to say, from the records; they
are sealed, so they say to nobody here which organisation this is (decision 0058).
"""

from collections.abc import Sequence
from typing import assert_never

from services.stakeholders.organisation.state import Organisation, Stage
from services.stakeholders.organisation.whose import decides, own
from shared.contracts.stakeholders_accreditation_commands import (
    CheckAccreditationClaim,
    ClaimAccreditation,
    Command,
    RecordAccreditation,
)
from shared.contracts.stakeholders_accreditations import (
    AccreditationClaimChecked,
    AccreditationClaimed,
    AccreditationRecorded,
    Fact,
)
from shared.core.actor import Asked
from shared.core.decider import Refused


def decide(command: Command, asked: Asked, state: Organisation) -> Sequence[Fact]:
    match command:
        case RecordAccreditation():
            return _record(command, asked, state)
        case ClaimAccreditation():
            return _claim(command, asked, state)
        case CheckAccreditationClaim():
            return _check(command, asked, state)
    assert_never(command)


def _record(command: RecordAccreditation, asked: Asked, state: Organisation) -> Sequence[Fact]:
    no = "Only a stakeholder officer may record an accreditation."
    decides(asked, command.organisation_id, state, no=no)
    if command.record_id in state.records:
        return []
    _can_have_one(state)
    if command.corrects is not None and state.records.get(command.corrects, True):
        raise Refused("There is no such record, or another one was recorded in its place.")
    return [
        AccreditationRecorded(
            organisation_id=command.organisation_id,
            record_id=command.record_id,
            record=command.record,
            corrects=command.corrects,
            source=command.source,
            recorded_by=asked.by.actor_id,
            recorded_at=asked.at,
        )
    ]


def _claim(command: ClaimAccreditation, asked: Asked, state: Organisation) -> Sequence[Fact]:
    own(
        asked,
        command.organisation_id,
        state,
        no="Only its own focal point may say which status an organisation has.",
    )
    if command.claim_id in state.claims:
        return []
    _can_have_one(state)
    if not all(state.claims.values()):
        raise Refused("A stakeholder officer still checks what was said before.")
    return [
        AccreditationClaimed(
            organisation_id=command.organisation_id,
            claim_id=command.claim_id,
            claim=command.claim,
            claimed_by=asked.by.actor_id,
            claimed_at=asked.at,
        )
    ]


def _check(command: CheckAccreditationClaim, asked: Asked, state: Organisation) -> Sequence[Fact]:
    no = "Only a stakeholder officer may check what an organisation says."
    decides(asked, command.organisation_id, state, no=no)
    if command.claim_id not in state.claims:
        raise Refused("The organisation did not say this.")
    if state.claims[command.claim_id]:
        return []
    if command.found and not state.records:
        raise Refused("Record the accreditation first, with its document.")
    return [
        AccreditationClaimChecked(
            organisation_id=command.organisation_id,
            claim_id=command.claim_id,
            found=command.found,
            checked_by=asked.by.actor_id,
            checked_at=asked.at,
        )
    ]


def _can_have_one(state: Organisation) -> None:
    if state.stage not in {Stage.CLAIMED, Stage.CONFIRMED}:
        raise Refused("This organisation is not in the register.")
    if state.standing == "person":
        raise Refused("The entry of a person without an organisation has no accreditation.")
