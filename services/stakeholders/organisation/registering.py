"""How an organisation gets into the register, is called, and leaves it: O1, O2, O3, O8, O11."""

from collections.abc import Sequence

from services.stakeholders.organisation import focal
from services.stakeholders.organisation.seeing import closing
from services.stakeholders.organisation.state import Absent, Organisation, Stage, State
from services.stakeholders.organisation.whose import decides, is_officer, own_or_officer
from shared.contracts.stakeholders_organisation_commands import (
    ConfirmOrganisation,
    DissolveOrganisation,
    RefuseRegistration,
    RegisterOrganisation,
    RenameOrganisation,
    RestoreOrganisation,
)
from shared.contracts.stakeholders_organisations import (
    Fact,
    OrganisationConfirmationProposed,
    OrganisationConfirmed,
    OrganisationDissolved,
    OrganisationRegistered,
    OrganisationRenamed,
    OrganisationRestored,
    Provenance,
    RegistrationRefused,
)
from shared.core.actor import Asked, by_application
from shared.core.decider import Refused
from shared.reference.organisations import REFUSALS, fingerprint


def register(command: RegisterOrganisation, asked: Asked, state: State) -> Sequence[Fact]:
    """Status is no condition (SB1); after a refusal it may apply again."""
    if asked.by != by_application(command.organisation_id):
        own_or_officer(
            asked,
            command.organisation_id,
            state,
            no="Only its focal point or a stakeholder officer may register this organisation.",
        )
    if not (isinstance(state, Absent) or state.stage is Stage.REFUSED):
        raise Refused("This organisation is in the register already.")
    return [
        OrganisationRegistered(
            organisation_id=command.organisation_id,
            profile=command.profile,
            standing=command.standing,
            provenance=_told_by(asked),
            registered_by=asked.by.actor_id,
            registered_at=asked.at,
        )
    ]


def confirm(command: ConfirmOrganisation, asked: Asked, state: Organisation) -> Sequence[Fact]:
    no = "Only a stakeholder officer may confirm an organisation."
    decides(asked, command.organisation_id, state, no=no)
    if state.stage is Stage.CONFIRMED:
        return []
    if state.stage is not Stage.CLAIMED:
        raise Refused("This registration does not wait for a decision.")
    as_seen(command.seen, state)
    if state.standing == "registered" or state.proposed_by not in {None, asked.by.actor_id}:
        return [
            OrganisationConfirmed(
                organisation_id=command.organisation_id,
                confirmed_by=asked.by.actor_id,
                confirmed_at=asked.at,
            )
        ]
    if state.proposed_by is not None:
        raise Refused("You confirmed it first. Another stakeholder officer confirms it too.")
    return [
        OrganisationConfirmationProposed(
            organisation_id=command.organisation_id,
            proposed_by=asked.by.actor_id,
            proposed_at=asked.at,
        )
    ]


def refuse(command: RefuseRegistration, asked: Asked, state: Organisation) -> Sequence[Fact]:
    no = "Only a stakeholder officer may refuse a registration."
    decides(asked, command.organisation_id, state, no=no)
    if command.code not in REFUSALS:
        raise Refused("Choose a reason from the list.")
    if state.stage is Stage.REFUSED:
        return []
    if state.stage is not Stage.CLAIMED:
        raise Refused("This registration does not wait for a decision.")
    return [
        RegistrationRefused(
            organisation_id=command.organisation_id,
            code=command.code,
            refused_by=asked.by.actor_id,
            refused_at=asked.at,
        )
    ]


def rename(command: RenameOrganisation, asked: Asked, state: Organisation) -> Sequence[Fact]:
    own_or_officer(
        asked,
        command.organisation_id,
        state,
        no="Only its focal point or a stakeholder officer may rename this organisation.",
    )
    if state.stage not in {Stage.CLAIMED, Stage.CONFIRMED}:
        raise Refused("This organisation is not in the register.")
    as_seen(command.seen, state)
    return [
        OrganisationRenamed(
            organisation_id=command.organisation_id,
            profile=command.profile,
            provenance=_told_by(asked),
            renamed_by=asked.by.actor_id,
            renamed_at=asked.at,
        )
    ]


def as_seen(seen: str, state: Organisation) -> None:
    """Refuse what was made of an entry that is another one by now: all of it would be replaced."""
    if seen and seen != fingerprint(state.profile):
        raise Refused("The entry was changed since you opened this page. Read it again.")


def dissolve(command: DissolveOrganisation, asked: Asked, state: Organisation) -> Sequence[Fact]:
    own_or_officer(
        asked,
        command.organisation_id,
        state,
        no="Only its focal point or a stakeholder officer may record that it was dissolved.",
    )
    if state.stage is Stage.DISSOLVED:
        return []
    if state.stage is not Stage.CONFIRMED:
        raise Refused("This organisation is not in the register.")
    return [
        *closing(command.organisation_id, asked, state),
        OrganisationDissolved(
            organisation_id=command.organisation_id,
            dissolved_by=asked.by.actor_id,
            dissolved_at=asked.at,
            merged=state.duplicates,
        ),
        *focal.dissolved(command.organisation_id, asked, state),
    ]


def restore(command: RestoreOrganisation, asked: Asked, state: Organisation) -> Sequence[Fact]:
    """Take back a dissolution; its focal points stay ended, and are designated anew."""
    no = "Only a stakeholder officer may record that it was not dissolved."
    decides(asked, command.organisation_id, state, no=no)
    if state.stage is Stage.CONFIRMED:
        return []
    if state.stage is not Stage.DISSOLVED:
        raise Refused("This organisation is not recorded as dissolved.")
    return [
        OrganisationRestored(
            organisation_id=command.organisation_id,
            restored_by=asked.by.actor_id,
            restored_at=asked.at,
        )
    ]


def _told_by(asked: Asked) -> Provenance:
    return "officer" if is_officer(asked) else "self"
