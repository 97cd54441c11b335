"""A submission: received with a receipt, triaged, asked about, acted on or not.

Lifecycle and guards: domain.md section 2.1 A.
"""

from collections.abc import Sequence
from typing import assert_never

from services.intake import attachments, desk, identity, source
from services.intake.commands import (
    AddAttachment,
    AddVictims,
    Command,
    DecideNotToAct,
    GrantConsent,
    LinkToCommunication,
    ProvideInformation,
    RequestInformation,
    SubmitAllegation,
    TriageSubmission,
    WithdrawConsent,
)
from services.intake.events import Event
from services.intake.source_commands import AddDevelopment, OfTheSource, OpenSourceIdentity
from services.intake.state import Absent, Received, State, evolve
from shared.actor import Asked
from shared.contracts.intake import (
    AllegationReceived,
    ConsentWithdrawn,
    SubmissionLinkedToCommunication,
)
from shared.decider import Decider, Forbidden, Refused, require
from shared.reference import states
from shared.roles import Role

_NO_SUCH = "There is no such submission."


def decide(command: Command, asked: Asked, state: State) -> Sequence[Event]:
    match command:
        case SubmitAllegation():
            return _submit(command, asked, state)
        case _:
            if isinstance(state, Absent):
                raise Refused(_NO_SUCH)
    match command:
        case AddVictims():
            return source.add_victims(command, asked, state)
        case TriageSubmission():
            return desk.triage(command, asked, state)
        case DecideNotToAct():
            return desk.do_not_act(command, asked, state)
        case RequestInformation():
            return desk.ask(command, asked, state)
        case ProvideInformation():
            return source.answer(command, asked, state)
        case AddAttachment():
            return attachments.add(command, asked, state)
        case AddDevelopment() | OpenSourceIdentity():
            return _of_the_source(command, asked, state)
        case LinkToCommunication():
            return _link(command, asked, state)
        case WithdrawConsent():
            return source.withdraw_consent(command, asked, state)
        case GrantConsent():
            return source.grant_consent(command, asked, state)
    assert_never(command)


def _submit(command: SubmitAllegation, asked: Asked, state: State) -> Sequence[Event]:
    if isinstance(state, Received):
        return []
    require(asked, Role.NGO_MEMBER, Role.CONTACT_POINT, to="file a submission")
    if command.on_behalf and not asked.by.has(Role.CONTACT_POINT):
        raise Forbidden("Only an NHRI contact point files on behalf of a person.")
    if command.state not in states():
        raise Refused("Choose the State or area where it happened from the list.")
    desk.known_mandates(command.mandates)
    if not command.victims:
        raise Refused("Name at least one victim, or describe the group.")
    source.sound(command.victims)
    return [
        AllegationReceived(
            submission_id=command.submission_id,
            received_at=asked.at,
            channel=command.channel,
            language=command.language,
            state=command.state,
            urgent=command.urgent,
            reprisal=command.reprisal,
            requested=command.requested,
            mandates=command.mandates,
            submitter_id=asked.by.actor_id,
            organisation_id=asked.by.organisation_id,
            entered_by=None,
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


def _of_the_source(command: OfTheSource, asked: Asked, state: Received) -> Sequence[Event]:
    match command:
        case AddDevelopment():
            return source.add_development(command, asked, state)
        case OpenSourceIdentity():
            return identity.open_identity(command, asked, state)
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


def _stream(command: Command) -> str:
    return f"submission-{command.submission_id}"


def _creates(command: Command) -> bool:
    return isinstance(command, SubmitAllegation)


SUBMISSION: Decider[Command, Event, State] = Decider(
    stream=_stream, initial=Absent(), decide=decide, evolve=evolve, creates=_creates
)
