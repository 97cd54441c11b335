"""The mandates of a letter: invited until a date, joined, declined or silent (procedure.md B2, B3).

A silent mandate drops out when its date has passed; the letter goes on without it.
"""

from collections.abc import Sequence
from datetime import datetime

from services.approvals.authority import officer_of
from services.approvals.communication import signing
from services.approvals.communication.commands import DropSilentMandate, DropVacantMandate
from services.approvals.communication.draft import Draft, evolve
from services.approvals.events import Event
from services.approvals.joining_times import Joining
from shared.contracts.approvals import (
    ApprovalRequested,
    CommunicationType,
    MandateDeclined,
    MandateInvited,
    MandateJoined,
)
from shared.contracts.approvals_drafting import InvitationExtended, MandateDroppedOut
from shared.contracts.approvals_holding import VacantMandateDropped
from shared.contracts.approvals_letter_commands import (
    DeclineToJoin,
    ExtendInvitation,
    InviteMandate,
    JoinCommunication,
)
from shared.core.actor import Asked
from shared.core.decider import Refused
from shared.core.geneva import day_of
from shared.reference import mandates


def invite(command: InviteMandate, asked: Asked, state: Draft) -> Sequence[Event]:
    """A later invitee is asked to approve too, if the others have already been asked."""
    officer_of(
        (state.text.lead,),
        asked,
        no="Only the Human-rights officer may invite mandates.",
        nor="Only an officer who services the mandate may invite mandates.",
    )
    mandate = command.mandate
    if mandate in state.text.mandates:
        return []
    if mandate not in mandates():
        raise Refused("Choose mandates from the list.")
    if mandate in state.declined:
        raise Refused("This mandate declined to join the letter.")
    until = join_by(command.join_by, state.type, asked, state.joining)
    if state.text.requested:
        signing.consented(state)
    invited = invitation(command.communication_id, mandate, until, asked)
    if not state.text.requested:
        return [invited]
    return [invited, requested(command.communication_id, asked, evolve(state, invited))]


def extend(command: ExtendInvitation, asked: Asked, state: Draft) -> Sequence[Event]:
    officer_of(
        (state.text.lead,),
        asked,
        no="Only the Human-rights officer may extend an invitation.",
        nor="Only an officer who services the mandate may extend an invitation.",
    )
    if command.mandate not in state.text.mandates[1:]:
        raise Refused("This mandate is not invited to the letter.")
    if not _silent(command.mandate, state):
        raise Refused("This mandate has joined the letter: its invitation needs no date any more.")
    if state.join_by.get(command.mandate) == command.join_by:
        return []
    still_to_come(command.join_by, asked)
    return [
        InvitationExtended(
            communication_id=command.communication_id,
            mandate=command.mandate,
            join_by=command.join_by,
            extended_by=asked.by.actor_id,
            extended_at=asked.at,
        )
    ]


def join(command: JoinCommunication, asked: Asked, state: Draft) -> Sequence[Event]:
    mandate = command.mandate
    signing.acting(mandate, asked, state, "approve")
    if mandate == state.text.lead or mandate in state.joined:
        return []
    return [
        MandateJoined(
            communication_id=command.communication_id, mandate=mandate, joined_at=asked.at
        )
    ]


def decline(command: DeclineToJoin, asked: Asked, state: Draft) -> Sequence[Event]:
    """The mandate drops out; the letter goes on without it."""
    mandate = command.mandate
    signing.acting(mandate, asked, state, "approve", or_in=state.declined)
    if mandate in state.declined:
        return []
    if mandate == state.text.lead:
        raise Refused("The lead mandate cannot decline; it can withdraw the letter.")
    if mandate in state.text.approvals:
        raise Refused("This mandate has approved the text. Ask for changes before it drops out.")
    declined = MandateDeclined(
        communication_id=command.communication_id,
        mandate=mandate,
        declined_by=asked.by.actor_id,
        declined_at=asked.at,
    )
    return [declined, *signing.cleared_without(command.communication_id, declined, asked, state)]


def drop_out(command: DropSilentMandate, asked: Asked, state: Draft) -> Sequence[Event]:
    """The mandate drops out after its date, unless it joined or got more time meanwhile."""
    mandate = command.mandate
    until = state.join_by.get(mandate)
    there = mandate in state.text.mandates and _silent(mandate, state)
    if not there or until != command.join_by:
        return []
    if asked.at <= until:
        raise Refused("The date to join has not passed yet.")
    dropped_out = MandateDroppedOut(
        communication_id=command.communication_id,
        mandate=mandate,
        join_by=until,
        dropped_out_at=asked.at,
    )
    return [
        dropped_out,
        *signing.cleared_without(command.communication_id, dropped_out, asked, state),
    ]


def drop_vacant(command: DropVacantMandate, asked: Asked, state: Draft) -> Sequence[Event]:
    """A vacant mandate leaves a letter that is not cleared; a vacant lead waits for a holder."""
    mandate = command.mandate
    since = state.authority.holding(mandate).silent_since(day_of(asked.at))
    if since is None or state.text.cleared or mandate not in state.text.mandates[1:]:
        return []
    dropped = VacantMandateDropped(
        communication_id=command.communication_id,
        mandate=mandate,
        since=since,
        dropped_at=asked.at,
    )
    return [dropped, *signing.cleared_without(command.communication_id, dropped, asked, state)]


def invitation(
    communication_id: str, mandate: str, join_by: datetime | None, asked: Asked
) -> MandateInvited:
    return MandateInvited(
        communication_id=communication_id,
        mandate=mandate,
        join_by=join_by,
        invited_by=asked.by.actor_id,
        invited_at=asked.at,
    )


def requested(communication_id: str, asked: Asked, state: Draft) -> ApprovalRequested:
    return ApprovalRequested(
        communication_id=communication_id,
        version=state.text.version,
        content_hash=state.text.content_hash,
        mandates=state.text.mandates,
        requested_by=asked.by.actor_id,
        requested_at=asked.at,
    )


def join_by(
    chosen: datetime | None, type_: CommunicationType, asked: Asked, joining: Joining
) -> datetime | None:
    """Return the chosen date, else the lead's or the office's usual one."""
    if chosen is None:
        return joining.until(type_, asked.at)
    still_to_come(chosen, asked)
    return chosen


def still_to_come(join_by: datetime, asked: Asked) -> None:
    if join_by <= asked.at:
        raise Refused("Choose a date to join that is still to come.")


def _silent(mandate: str, state: Draft) -> bool:
    return mandate not in state.joined and mandate not in state.text.approvals
