"""Records about a sent letter, with one sentence for each rule."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from services.approvals.communication.decide import COMMUNICATION
from services.approvals.events import Event
from shared.contracts.approvals import (
    CommunicationDrafted,
    CommunicationTransmitted,
    CommunicationType,
    CommunicationWithdrawn,
    MandateInvited,
    TransmissionOrdered,
)
from shared.contracts.approvals_letter_commands import (
    InformSource,
    RecordProof,
    ShareLetterWithSource,
)
from shared.contracts.approvals_transmission import (
    LetterSharedWithSource,
    SourceInformed,
    TransmissionProofRecorded,
)
from shared.core.actor import Actor, Asked, system
from shared.core.message import Sealed
from shared.core.roles import Role
from shared.core.testing import AT, given

ID = "2f1c0f0e-0b7e-5d53-9a36-6f1b0f4f2a11"
SUBMISSION, SECOND = "5e0f3ad2-5b0e-5b9f-9c57-7c0c40b4ff0a", "the-second-submission"
LEAD, OTHER = "sr-torture", "wgad"
TEXT, PDF = "1" * 64, "2" * 64
LATER = AT + timedelta(hours=1)

CHIEF = Actor(actor_id="chief", roles=frozenset({Role.CHIEF}))
DESK = Actor(actor_id="desk", roles=frozenset({Role.QUICK_RESPONSE_DESK}))
OFFICER = Actor(
    actor_id="officer", roles=frozenset({Role.HUMAN_RIGHTS_OFFICER}), mandates=frozenset({OTHER})
)
HOLDER = Actor(
    actor_id="holder", roles=frozenset({Role.MANDATE_HOLDER}), mandates=frozenset({LEAD})
)

PROVE = RecordProof(communication_id=ID, channel="email", pdf_sha256=PDF, sent_at=LATER)
INFORM = InformSource(communication_id=ID, submission_id=SUBMISSION)
SHARE = ShareLetterWithSource(communication_id=ID, submission_id=SUBMISSION)
EVERY = ((PROVE, CHIEF), (INFORM, OFFICER), (SHARE, HOLDER))

PROVED = TransmissionProofRecorded(
    communication_id=ID,
    reference="UA KEN 3/2026",
    version=1,
    content_hash=TEXT,
    pdf_sha256=PDF,
    channel="email",
    sent_at=LATER,
    recorded_by="chief",
    recorded_at=LATER,
)
INFORMED = SourceInformed(
    communication_id=ID, submission_id=SUBMISSION, informed_by="officer", informed_at=AT
)
SHARED = LetterSharedWithSource(
    communication_id=ID, submission_id=SUBMISSION, mandate=LEAD, shared_by="holder", shared_at=AT
)


def drafted(type_: CommunicationType = "UA") -> tuple[Event, ...]:
    return (
        CommunicationDrafted(
            communication_id=ID,
            submission_ids=(SUBMISSION, SECOND),
            type=type_,
            recipient="KEN",
            lead_mandate=LEAD,
            text=Sealed("communication-x", "cipher"),
            content_hash=TEXT,
            drafted_by="author",
            drafted_at=AT,
        ),
        MandateInvited(communication_id=ID, mandate=OTHER, invited_by="author", invited_at=AT),
    )


def ordered(type_: CommunicationType = "UA") -> tuple[Event, ...]:
    order = TransmissionOrdered(
        communication_id=ID, recipient="KEN", year=2026, ordered_by="chief", ordered_at=AT
    )
    return (*drafted(type_), order)


def gone(type_: CommunicationType = "UA") -> tuple[Event, ...]:
    return (
        *ordered(type_),
        CommunicationTransmitted(
            communication_id=ID,
            submission_ids=(SUBMISSION, SECOND),
            type=type_,
            recipient="KEN",
            mandates=(LEAD, OTHER),
            reference=f"{type_} KEN 3/2026",
            version=1,
            content_hash=TEXT,
            channel="diplomatic channels",
            transmitted_by="chief",
            transmitted_at=AT,
        ),
    )


WITHDRAWN = CommunicationWithdrawn(
    communication_id=ID,
    mandate=LEAD,
    reason=Sealed("communication-x", "cipher"),
    withdrawn_by="holder",
    withdrawn_at=AT,
)


@pytest.mark.parametrize("history", [drafted(), ordered(), (*drafted(), WITHDRAWN)])
@pytest.mark.parametrize(("command", "who"), EVERY)
def test_nothing_of_it_is_recorded_before_the_letter_went(
    command: Any, who: Actor, history: tuple[Event, ...]
) -> None:
    given(COMMUNICATION, *history).when(command, by=who).then_refused("has not been transmitted")


@pytest.mark.parametrize(("command", "who"), EVERY)
def test_nothing_of_it_is_recorded_of_a_letter_that_does_not_exist(
    command: Any, who: Actor
) -> None:
    given(COMMUNICATION).when(command, by=who).then_refused("no such communication")


# --- proof -----------------------------------------------------------------------------------


def test_the_chief_records_how_an_urgent_appeal_went() -> None:
    given(COMMUNICATION, *gone()).when(PROVE, by=CHIEF, at=LATER).then(PROVED)


@pytest.mark.parametrize("kind", ["AL", "OL"])
def test_the_desk_records_how_other_letters_went(kind: Any) -> None:
    given(COMMUNICATION, *gone(kind)).when(PROVE, by=DESK, at=LATER).then(
        replace(PROVED, reference=f"{kind} KEN 3/2026", recorded_by="desk")
    )


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("kind", ["UA", "AL"])
def test_nobody_else_records_it(role: Role, kind: Any) -> None:
    if role is (Role.CHIEF if kind == "UA" else Role.QUICK_RESPONSE_DESK):
        return
    who = Actor(actor_id="x", roles=frozenset({role}), mandates=frozenset({LEAD, OTHER}))
    given(COMMUNICATION, *gone(kind)).when(PROVE, by=who, at=LATER).then_forbidden()


def test_recording_a_proof_twice_changes_nothing() -> None:
    given(COMMUNICATION, *gone(), PROVED).when(PROVE, by=CHIEF, at=LATER).then_nothing()


def test_a_letter_that_went_in_two_ways_has_two_proofs() -> None:
    by_hand = replace(PROVE, channel="hand")
    given(COMMUNICATION, *gone(), PROVED).when(by_hand, by=CHIEF, at=LATER).then(
        replace(PROVED, channel="hand")
    )


def test_the_way_is_one_of_the_list() -> None:
    given(COMMUNICATION, *gone()).when(replace(PROVE, channel="pigeon"), by=CHIEF).then_refused(
        "from the list"
    )


@pytest.mark.parametrize("not_one", ["", "2" * 63, "G" * 64])
def test_a_proof_needs_the_documents_fingerprint(not_one: str) -> None:
    given(COMMUNICATION, *gone()).when(replace(PROVE, pdf_sha256=not_one), by=CHIEF).then_refused(
        "fingerprint of the document"
    )


def test_nothing_was_sent_in_the_future() -> None:
    given(COMMUNICATION, *gone()).when(PROVE, by=CHIEF, at=AT).then_refused("in the future")


def test_nothing_was_sent_before_it_had_a_number() -> None:
    early = replace(PROVE, sent_at=AT - timedelta(minutes=1))
    given(COMMUNICATION, *gone()).when(early, by=CHIEF, at=LATER).then_refused("got its number")
    same_minute = AT - timedelta(seconds=59)
    given(COMMUNICATION, *gone()).when(
        replace(PROVE, sent_at=same_minute), by=CHIEF, at=LATER
    ).then(replace(PROVED, sent_at=same_minute))


# --- the source ------------------------------------------------------------------------------


def test_an_officer_of_a_signing_mandate_tells_the_source_that_a_letter_was_sent() -> None:
    given(COMMUNICATION, *gone()).when(INFORM, by=OFFICER).then(INFORMED)


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.HUMAN_RIGHTS_OFFICER])
def test_nobody_else_tells_the_source(role: Role) -> None:
    who = Actor(actor_id="x", roles=frozenset({role}), mandates=frozenset({LEAD, OTHER}))
    given(COMMUNICATION, *gone()).when(INFORM, by=who).then_forbidden()


def test_an_officer_of_another_mandate_tells_nobody() -> None:
    strange = replace(OFFICER, mandates=frozenset({"sr-food"}))
    given(COMMUNICATION, *gone()).when(INFORM, by=strange).then_forbidden()


def test_the_holder_of_the_lead_mandate_lets_the_source_read_the_letter() -> None:
    given(COMMUNICATION, *gone(), INFORMED).when(SHARE, by=HOLDER).then(SHARED)


def test_whoever_may_read_it_knows_that_it_was_sent() -> None:
    given(COMMUNICATION, *gone()).when(SHARE, by=HOLDER).then(
        replace(INFORMED, informed_by="holder"), SHARED
    )
    given(COMMUNICATION, *gone(), SHARED).when(INFORM, by=OFFICER).then_nothing()


@pytest.mark.parametrize(
    "who",
    [
        replace(HOLDER, mandates=frozenset({OTHER})),
        replace(HOLDER, roles=frozenset({Role.MANDATE_HOLDER, Role.QUICK_RESPONSE_DESK})),
        replace(OFFICER, mandates=frozenset({LEAD})),
        CHIEF,
        DESK,
        system("approvals"),
    ],
    ids=["holder of another", "secretariat too", "officer", "chief", "desk", "system"],
)
def test_nobody_else_lets_the_source_read_it(who: Actor) -> None:
    given(COMMUNICATION, *gone()).when(SHARE, by=who).then_forbidden()


def test_doing_it_twice_changes_nothing() -> None:
    given(COMMUNICATION, *gone(), INFORMED).when(INFORM, by=OFFICER).then_nothing()
    given(COMMUNICATION, *gone(), INFORMED, SHARED).when(SHARE, by=HOLDER).then_nothing()


@pytest.mark.parametrize(("command", "who"), EVERY[1:])
def test_each_source_is_told_by_itself(command: Any, who: Actor) -> None:
    second = replace(command, submission_id=SECOND)
    state = COMMUNICATION.fold([*gone(), INFORMED, SHARED])
    first = _events(second, who, state)
    assert first
    told = COMMUNICATION.fold(first, state)
    assert _events(second, who, told) == []


@pytest.mark.parametrize(("command", "who"), EVERY[1:])
def test_a_source_that_the_letter_does_not_rest_on_is_told_nothing(
    command: Any, who: Actor
) -> None:
    strange = replace(command, submission_id="strange")
    given(COMMUNICATION, *gone()).when(strange, by=who).then_refused("does not rest on")


def _events(command: Any, who: Actor, state: Any) -> list[Any]:
    return list(COMMUNICATION.decide(command, Asked(at=AT, by=who), state))


def test_for_a_working_group_its_chair_shares_the_letter_and_no_other_member() -> None:
    group = [
        replace(event, lead_mandate=OTHER) if isinstance(event, CommunicationDrafted) else event
        for event in gone()
    ]
    member = replace(HOLDER, actor_id="member", mandates=frozenset({OTHER}))
    chair = replace(member, roles=member.roles | {Role.CHAIR_RAPPORTEUR})
    given(COMMUNICATION, *group).when(SHARE, by=member).then_forbidden()
    shared = replace(SHARED, mandate=OTHER, shared_by="member")
    given(COMMUNICATION, *group).when(SHARE, by=chair).then(
        replace(INFORMED, informed_by="member"), shared
    )
