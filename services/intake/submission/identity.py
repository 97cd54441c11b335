"""Opening a source's identity: a role, a reason, and a fact before anything is shown (R5)."""

from collections.abc import Sequence

from services.intake.events import Event
from services.intake.submission.access import kept_from
from services.intake.submission.state import Received
from shared.contracts.intake_source import Function, PassageCleared, SourceIdentityOpened
from shared.contracts.intake_source_commands import ClearPassages, OpenSourceIdentity
from shared.core.actor import Actor, Asked
from shared.core.decider import Forbidden, Refused
from shared.core.roles import Role
from shared.reference.opening import REASONS

_NOT_YOU = (
    "Only the Quick Response Desk, or an officer or holder of a mandate that the submission was "
    "shared with, may see who the source is."
)


def open_identity(command: OpenSourceIdentity, asked: Asked, state: Received) -> Sequence[Event]:
    role = _function(asked.by, state)
    if role is None:
        raise Forbidden(_NOT_YOU)
    if command.reason_code not in REASONS:
        raise Refused("Choose a reason from the list.")
    if command.opening_id in state.later.openings:
        return []
    return [
        SourceIdentityOpened(
            submission_id=command.submission_id,
            opening_id=command.opening_id,
            role=role,
            reason_code=command.reason_code,
            reason=command.reason,
            opened_by=asked.by.actor_id,
            opened_at=asked.at,
        )
    ]


def clear_passages(command: ClearPassages, asked: Asked, state: Received) -> Sequence[Event]:
    """Only a person who may know the source can say that a passage does not reveal it (R6)."""
    role = _function(asked.by, state)
    if role is None:
        raise Forbidden(_NOT_YOU)
    new = tuple(dict.fromkeys(one for one in command.passages if one not in state.later.cleared))
    if not command.passages:
        raise Refused("Say which passages stay.")
    if not new:
        return []
    return [
        PassageCleared(
            submission_id=command.submission_id,
            passages=new,
            role=role,
            reason=command.reason,
            cleared_by=asked.by.actor_id,
            cleared_at=asked.at,
        )
    ]


def _function(by: Actor, state: Received) -> Function | None:
    """Return the role in which the person may ask (procedure.md section 6.1); None: not at all.

    System administrators never may, whatever other roles they have: they could have given
    themselves these.
    """
    if by.has(Role.SYSTEM_ADMIN):
        return None
    if by.has(Role.QUICK_RESPONSE_DESK) and not kept_from(by, state):
        return "quick_response_desk"
    if by.mandates.isdisjoint(state.seized):
        return None
    if by.has(Role.MANDATE_HOLDER):
        return "mandate_holder"
    return "human_rights_officer" if by.has(Role.HUMAN_RIGHTS_OFFICER) else None
