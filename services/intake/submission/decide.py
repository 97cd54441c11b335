"""A submission: received with a receipt, triaged, asked about, acted on or not.

Lifecycle and guards: procedure.md section 2.1 A.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import assert_never

from services.intake import admissibility, contact_point
from services.intake.events import Event
from services.intake.submission import (
    admissible,
    attachments,
    casework,
    desk,
    erasure,
    identity,
    learnt,
    source,
)
from services.intake.submission.access import NO_SUCH
from services.intake.submission.commands import Command, LinkToCommunication, ShareWithSuccessor
from services.intake.submission.state import Absent, Received, State, evolve
from shared.contracts.intake import (
    AllegationReceived,
    ConsentWithdrawn,
    SubmissionLinkedToCommunication,
)
from shared.contracts.intake_commands import (
    AddAttachment,
    AddVictims,
    DecideNotToAct,
    GrantConsent,
    ProvideInformation,
    RecordErasure,
    RequestInformation,
    SubmitAllegation,
    TriageSubmission,
    WithdrawConsent,
)
from shared.contracts.intake_source_commands import (
    AddDevelopment,
    AddIncident,
    AddLaterVictim,
    AddPerpetrator,
    ClearPassages,
    OfTheSource,
    OpenSourceIdentity,
)
from shared.contracts.intake_triage_commands import (
    AddNote,
    AssignSubmission,
    ConfirmAdmissibility,
    LinkSubmissions,
    ReferSubmission,
    ReopenSubmission,
    TagSubmission,
    UnassignSubmission,
    UnlinkSubmissions,
)
from shared.core.actor import Actor, Asked, by_return_channel
from shared.core.decider import Decider, Forbidden, Refused, require
from shared.core.roles import Role
from shared.reference import states

ENTERED = frozenset({"letter", "email", "telephone"})
"""The channels by which the desk enters what came in otherwise."""


def decide(command: Command, asked: Asked, state: State) -> Sequence[Event]:
    match command:
        case SubmitAllegation():
            return _submit(command, asked, state)
        case _:
            if isinstance(state, Absent):
                raise Refused(NO_SUCH)
    match command:
        case AddVictims():
            return source.add_victims(command, asked, state)
        case (
            TriageSubmission()
            | DecideNotToAct()
            | RequestInformation()
            | ReferSubmission()
            | ReopenSubmission()
        ):
            return desk.decide(command, asked, state)
        case ConfirmAdmissibility():
            return admissible.confirm(command, asked, state)
        case (
            AssignSubmission()
            | UnassignSubmission()
            | TagSubmission()
            | AddNote()
            | LinkSubmissions()
            | UnlinkSubmissions()
        ):
            return casework.decide(command, asked, state)
        case ProvideInformation():
            return source.answer(command, asked, state)
        case AddAttachment():
            return attachments.add(command, asked, state)
        case (
            AddDevelopment()
            | AddLaterVictim()
            | AddIncident()
            | AddPerpetrator()
            | OpenSourceIdentity()
            | ClearPassages()
        ):
            return _of_the_source(command, asked, state)
        case RecordErasure():
            return erasure.record(command, asked, state)
        case LinkToCommunication():
            return _link(command, asked, state)
        case ShareWithSuccessor():
            return desk.share_with_successor(command, asked, state)
        case WithdrawConsent():
            return source.withdraw_consent(command, asked, state)
        case GrantConsent():
            return source.grant_consent(command, asked, state)
    assert_never(command)


def _submit(command: SubmitAllegation, asked: Asked, state: State) -> Sequence[Event]:
    if isinstance(state, Received):
        return []
    entered = command.channel in ENTERED
    if entered:
        require(
            asked,
            Role.QUICK_RESPONSE_DESK,
            no="Only the Quick Response Desk may enter what came by letter.",
        )
    elif not _comes_by_its_own_channel(command, asked):
        require(
            asked,
            Role.NGO_MEMBER,
            Role.CONTACT_POINT,
            no="Only the NGO member or NHRI contact point may file a submission.",
        )
    if command.on_behalf:
        _for_a_person(asked, state)
    if command.state not in states():
        raise Refused("Choose the State or area where it happened from the list.")
    desk.known_mandates(command.mandates)
    if not command.victims:
        raise Refused("Name at least one victim, or describe the group.")
    source.sound(command.victims)
    return [
        AllegationReceived(
            submission_id=command.submission_id,
            received_at=_received_at(command, asked) if entered else asked.at,
            channel=command.channel,
            language=command.language,
            state=command.state,
            urgent=command.urgent,
            reprisal=command.reprisal,
            requested=command.requested,
            mandates=command.mandates,
            # Who wrote a letter comes back by the return channel, and by nothing else.
            submitter_id=by_return_channel(command.submission_id).actor_id
            if entered
            else asked.by.actor_id,
            filed_under=None if entered else asked.by.filed_under,
            entered_by=asked.by.actor_id if entered else None,
            on_behalf=command.on_behalf,
            source_subject=command.source_subject,
            victims=command.victims,
            perpetrators=command.perpetrators,
            incident=command.incident,
            narrative=command.narrative,
            particulars=command.particulars,
            matching=command.matching,
        )
    ]


def _comes_by_its_own_channel(command: SubmitAllegation, asked: Asked) -> bool:
    """Whether somebody without an account files: as the source of this submission and no other."""
    own = by_return_channel(command.submission_id)
    return asked.by.has(Role.SOURCE) and asked.by.actor_id == own.actor_id


def _for_a_person(asked: Asked, state: Absent) -> None:
    if not asked.by.has(Role.CONTACT_POINT):
        raise Forbidden("Only an NHRI contact point files on behalf of a person.")
    if asked.by.organisation_id is None:
        raise Forbidden("A contact point files for its own institution.")
    contact_point.require_for_filing(asked, state.stopped_at)


def _received_at(command: SubmitAllegation, asked: Asked) -> datetime:
    """Return when it arrived: before it was entered, and not in the future."""
    came = command.received_at or asked.at
    if came > asked.at:
        raise Refused("The day on which it came is in the future. Enter the day of receipt.")
    return came


def _of_the_source(command: OfTheSource, asked: Asked, state: Received) -> Sequence[Event]:
    match command:
        case AddDevelopment():
            return source.add_development(command, asked, state)
        case AddLaterVictim() | AddIncident() | AddPerpetrator():
            return learnt.add(command, asked, state)
        case OpenSourceIdentity():
            return identity.open_identity(command, asked, state)
        case ClearPassages():
            return identity.clear_passages(command, asked, state)
    assert_never(command)


def _link(command: LinkToCommunication, asked: Asked, state: Received) -> Sequence[Event]:
    if command.communication_id in state.communications:
        return []
    linked = SubmissionLinkedToCommunication(
        submission_id=command.submission_id,
        communication_id=command.communication_id,
        linked_at=asked.at,
    )
    if state.consents.standing is None:
        return [linked]
    # It was drafted meanwhile: the withdrawal holds for it too (R13).
    scope, told = state.consents.standing
    return [
        linked,
        ConsentWithdrawn(
            submission_id=command.submission_id,
            scope=scope,
            victim_id=told.victim_id,
            communication_ids=(command.communication_id,),
            withdrawn_by=told.by,
            withdrawn_at=told.at,
        ),
    ]


def _key(command: Command) -> str:
    if isinstance(command, LinkSubmissions | UnlinkSubmissions):
        return casework.pair(command)[0]
    return command.submission_id


def _consults(command: Command, state: State) -> Sequence[str]:
    """Return the streams on the points of admissibility of its mandates."""
    match command:
        case ConfirmAdmissibility() if isinstance(state, Received):
            return [admissibility.stream(mandate) for mandate in state.seized]
        case _:
            return []


def _consults_for(command: Command, state: State, by: Actor) -> Sequence[str]:
    """Return the stream on whether the filing institution is still a contact point.

    Facts do not name the institution: it is the actor's.
    """
    match command:
        case SubmitAllegation():
            for_a_person = command.on_behalf
        case GrantConsent() | AddLaterVictim():
            for_a_person = isinstance(state, Received) and state.for_a_person
        case _:
            return []
    if not for_a_person or by.organisation_id is None:
        return []
    return [contact_point.stream(by.organisation_id)]


def _creates(command: Command) -> bool:
    return isinstance(command, SubmitAllegation)


SUBMISSION: Decider[Command, Event, State] = Decider(
    category="submission",
    key=_key,
    initial=Absent(),
    decide=decide,
    evolve=evolve,
    creates=_creates,
    consults=_consults,
    consults_for=_consults_for,
)
