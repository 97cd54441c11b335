"""An organisation in the register: claimed, confirmed, hidden or public, dissolved.

Lifecycle and guards: selection-stakeholders-committee.md section B.3; the rules are in
``registering``, ``naming``, ``seeing``, ``accreditation``, ``focal`` and ``dormancy``.
"""

from collections.abc import Sequence
from typing import TypeAlias, assert_never

from services.stakeholders.organisation import (
    accreditation,
    dormancy,
    focal,
    naming,
    registering,
    seeing,
)
from services.stakeholders.organisation.commands import Command, EndWithReal
from services.stakeholders.organisation.state import (
    MERGERS_STREAM,
    Absent,
    Joined,
    Organisation,
    Stage,
    State,
    evolve,
)
from shared.contracts import stakeholders_accreditation_commands as of_accreditation
from shared.contracts import stakeholders_dormancy_commands as of_dormancy
from shared.contracts import stakeholders_focal_point_commands as of_focal_points
from shared.contracts import stakeholders_naming_commands as of_naming
from shared.contracts.stakeholders_organisation_commands import (
    AskPublicListing,
    ClearRiskFlag,
    ConfirmOrganisation,
    ConfirmPublicListing,
    DissolveOrganisation,
    HideOrganisation,
    RaiseRiskFlag,
    RefuseRegistration,
    RegisterOrganisation,
    RenameOrganisation,
    RestoreOrganisation,
)
from shared.contracts.stakeholders_organisations import Fact
from shared.core.actor import Actor, Asked
from shared.core.decider import Decider, Forbidden, Refused
from shared.core.roles import Role
from shared.reference.organisations import register_id

_InRegister: TypeAlias = (
    ConfirmOrganisation
    | RefuseRegistration
    | RenameOrganisation
    | DissolveOrganisation
    | RestoreOrganisation
)
_OF_A_MERGED_ENTRY = (
    of_focal_points.PassFocalPointDay
    | of_focal_points.EndFocalPoint
    | of_focal_points.SuspendFocalPoint
    | of_focal_points.ReinstateFocalPoint
    | of_focal_points.ReassignFocalPointWork
    | HideOrganisation
    | RaiseRiskFlag
)
"""Its focal points were designated there, and nothing that protects is ever refused."""


_Seeing: TypeAlias = (
    AskPublicListing | ConfirmPublicListing | HideOrganisation | RaiseRiskFlag | ClearRiskFlag
)

_OF_A_PART = RegisterOrganisation | ConfirmOrganisation | RefuseRegistration
"""What officers decide about the split of which it is a part."""


def decide(command: Command, asked: Asked, state: State) -> Sequence[Fact]:
    if _waits_as_a_part(state) and isinstance(command, _OF_A_PART):
        raise Refused("This entry is part of a split. Decide about the split instead.")
    if isinstance(command, RegisterOrganisation):
        return registering.register(command, asked, state)
    if isinstance(state, Absent):
        raise Refused("There is no such organisation.")
    if isinstance(command, EndWithReal):
        return list(focal.with_real(command.organisation_id, asked, state))
    if focal.void(asked, state):
        raise Forbidden("You do not speak for this organisation any more.")
    if state.merged and not isinstance(command, _OF_A_MERGED_ENTRY):
        raise Refused("This entry was merged into another one.")
    if isinstance(command, of_accreditation.Command):
        return accreditation.decide(command, asked, state)
    if isinstance(command, of_focal_points.Command):
        return focal.decide(command, asked, state)
    if isinstance(command, of_naming.Command):
        return naming.decide(command, asked, state)
    if isinstance(command, of_dormancy.Command):
        return dormancy.decide(command, asked, state)
    if isinstance(command, _InRegister):
        return _registered(command, asked, state)
    return _seen(command, asked, state)


def _registered(command: _InRegister, asked: Asked, state: Organisation) -> Sequence[Fact]:
    match command:
        case ConfirmOrganisation():
            return registering.confirm(command, asked, state)
        case RefuseRegistration():
            return registering.refuse(command, asked, state)
        case RenameOrganisation():
            return registering.rename(command, asked, state)
        case DissolveOrganisation():
            return registering.dissolve(command, asked, state)
        case RestoreOrganisation():
            return registering.restore(command, asked, state)
    assert_never(command)


def _seen(command: _Seeing, asked: Asked, state: Organisation) -> Sequence[Fact]:
    match command:
        case AskPublicListing():
            return seeing.ask_public(command, asked, state)
        case ConfirmPublicListing():
            return seeing.confirm_public(command, asked, state)
        case HideOrganisation():
            return seeing.hide(command, asked, state)
        case RaiseRiskFlag():
            return seeing.raise_flag(command, asked, state)
        case ClearRiskFlag():
            return seeing.clear_flag(command, asked, state)
    assert_never(command)


def _waits_as_a_part(state: State) -> bool:
    """Whether a split that is not confirmed, or was not carried out, made this entry."""
    return (
        isinstance(state, Organisation)
        and state.part_of is not None
        and state.stage in {Stage.CLAIMED, Stage.REFUSED}
    )


def _consults(_: Command, state: State) -> Sequence[str]:
    return () if isinstance(state, Absent) else (MERGERS_STREAM,)


def _consults_for(_: Command, state: State, by: Actor) -> Sequence[str]:
    """Whoever speaks for it by a merger was designated at an entry of their own."""
    if isinstance(state, Absent) or not by.has(Role.FOCAL_POINT) or by.organisation_id is None:
        return ()
    whose = register_id(by.organisation_id)
    return () if whose == state.organisation_id else (ORGANISATION.stream_of(whose),)


ORGANISATION: Decider[Command, Fact | Joined, State] = Decider(
    category="organisation",
    key=lambda command: command.organisation_id,
    initial=Absent(),
    decide=decide,
    evolve=evolve,
    consults=_consults,
    consults_for=_consults_for,
)
