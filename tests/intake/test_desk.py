"""Decisions of the desk besides sharing: referral, reopening, entering letters and calls."""

from dataclasses import replace
from datetime import timedelta

import pytest

from services.intake.policies import react
from services.intake.submission.commands import ShareWithSuccessor
from services.intake.submission.decide import SUBMISSION
from shared.contracts.intake import AllegationReceived, Channel, SubmissionTriaged, VictimsAdded
from shared.contracts.intake_commands import (
    AddVictims,
    DecideNotToAct,
    SubmitAllegation,
    TriageSubmission,
)
from shared.contracts.intake_triage import SubmissionReferred, SubmissionReopened
from shared.contracts.intake_triage_commands import ReferSubmission, ReopenSubmission
from shared.core.actor import Actor, by_return_channel, system
from shared.core.roles import Role
from shared.core.testing import AT, given
from shared.reference.triage import REFERRALS
from tests.stakeholders import test_custody as custody
from tests.support.submissions import (
    CONSENT,
    ID,
    consent_withdrawn,
    not_actioned,
    received,
    triaged,
    victim,
)

DESK = Actor(actor_id="desk-1", roles=frozenset({Role.QUICK_RESPONSE_DESK}))
OFFICER = Actor(
    actor_id="officer-1",
    roles=frozenset({Role.HUMAN_RIGHTS_OFFICER}),
    mandates=frozenset({"sr-torture"}),
)
NGO = Actor(actor_id="ngo-1", roles=frozenset({Role.NGO_MEMBER}), organisation_id="org-1")
SHARING = replace(CONSENT, sharing="yes")
RECEIVED = received(urgent=True)
SHARED_ABROAD = received(victims=(victim(consent=SHARING),))
CLOSED = not_actioned()

REFER = ReferSubmission(submission_id=ID, to="wgad")
REFERRED = SubmissionReferred(
    submission_id=ID, to="wgad", mandate=None, referred_by="desk-1", referred_at=AT
)
TO_MANDATE = ReferSubmission(submission_id=ID, to="mandate", mandate="sr-health")
TO_TREATY_BODY = ReferSubmission(submission_id=ID, to="treaty_body")
REOPEN = ReopenSubmission(submission_id=ID)
REOPENED = SubmissionReopened(submission_id=ID, reopened_by="desk-1", reopened_at=AT)
TRIAGED = triaged(triaged_at=AT)


# --- custody --------------------------------------------------------------------------------------


def test_the_files_of_an_ended_mandate_move_by_the_chiefs_decision_and_only_what_it_had() -> None:
    share = ShareWithSuccessor(submission_id=ID, mandate="sr-torture", to="sr-food")
    moves = replace(
        custody.DECIDED, mandate="sr-torture", to="sr-food", submission_ids=(ID, "another")
    )
    assert react(moves) == [share, replace(share, submission_id="another")]
    assert react(replace(moves, submission_ids=())) == []
    assert react(replace(moves, to=None, submission_ids=())) == []
    shared = replace(TRIAGED, mandates=("sr-torture",))
    too = replace(shared, mandates=("sr-torture", "sr-food"), triaged_by="system:intake")
    story = given(SUBMISSION, RECEIVED, shared)
    story.when(share, by=system("intake")).then(too)
    given(SUBMISSION, RECEIVED, shared, too).when(share, by=system("intake")).then_nothing()
    had_not = replace(share, mandate="wgad")
    story.when(had_not, by=system("intake")).then_nothing()
    given(SUBMISSION, RECEIVED).when(share, by=system("intake")).then_nothing()


# --- referral -------------------------------------------------------------------------------------


@pytest.mark.parametrize("to", [code for code, one in REFERRALS.items() if not one.outside])
def test_only_the_desk_refers(to: str) -> None:
    command = replace(REFER, to=to)
    given(SUBMISSION, RECEIVED, TRIAGED).when(command, by=OFFICER).then_forbidden()
    given(SUBMISSION, RECEIVED, TRIAGED).when(command, by=NGO).then_forbidden()


def test_it_is_referred_to_a_procedure_once() -> None:
    given(SUBMISSION, RECEIVED).when(REFER, by=DESK).then(REFERRED)
    given(SUBMISSION, RECEIVED, REFERRED).when(REFER, by=DESK).then_nothing()
    other = replace(REFER, to="wgeid")
    given(SUBMISSION, RECEIVED, REFERRED).when(other, by=DESK).then(replace(REFERRED, to="wgeid"))


def test_referred_to_another_mandate_it_is_shared_with_that_one_too() -> None:
    told = replace(REFERRED, to="mandate", mandate="sr-health")
    shared = SubmissionTriaged(
        submission_id=ID,
        urgency="urgent",
        mandates=("sr-health",),
        triaged_by="desk-1",
        triaged_at=AT,
    )
    given(SUBMISSION, RECEIVED).when(TO_MANDATE, by=DESK).then(told, shared)
    given(SUBMISSION, received(urgent=False)).when(TO_MANDATE, by=DESK).then(
        told, replace(shared, urgency="ordinary")
    )
    both = replace(shared, mandates=("sr-torture", "sr-hrds", "sr-health"))
    given(SUBMISSION, RECEIVED, TRIAGED).when(TO_MANDATE, by=DESK).then(told, both)
    given(SUBMISSION, RECEIVED, told, both).when(TO_MANDATE, by=DESK).then_nothing()


@pytest.mark.parametrize("to", [code for code, one in REFERRALS.items() if one.outside])
def test_another_body_gets_it_only_with_every_victims_consent_to_sharing(to: str) -> None:
    command = replace(REFER, to=to)
    told = replace(REFERRED, to=to)
    given(SUBMISSION, SHARED_ABROAD).when(command, by=DESK).then(told)
    given(SUBMISSION, RECEIVED).when(command, by=DESK).then_refused("consents to sharing")
    one_of_two = received(
        victims=(victim(consent=SHARING), victim(number=1, consent=CONSENT)),
    )
    given(SUBMISSION, one_of_two).when(command, by=DESK).then_refused("consents to sharing")
    withdrew = consent_withdrawn(scope="sharing", communications=())
    given(SUBMISSION, SHARED_ABROAD, withdrew).when(command, by=DESK).then_refused("sharing")
    given(SUBMISSION, SHARED_ABROAD, told, withdrew).when(command, by=DESK).then_nothing()


@pytest.mark.parametrize(
    ("to", "mandate", "sentence"),
    [
        ("nowhere", None, "from the list"),
        ("mandate", None, "Choose a mandate"),
        ("wgad", "sr-health", "Choose a mandate"),
        ("mandate", "astrology", "mandates from the list"),
    ],
)
def test_where_it_goes_must_be_of_the_list(to: str, mandate: str | None, sentence: str) -> None:
    command = replace(REFER, to=to, mandate=mandate)
    given(SUBMISSION, RECEIVED).when(command, by=DESK).then_refused(sentence)


# --- taking up again ------------------------------------------------------------------------------


def test_what_is_not_acted_on_is_taken_up_again_by_the_desk() -> None:
    given(SUBMISSION, RECEIVED, CLOSED).when(REOPEN, by=DESK).then(REOPENED)
    given(SUBMISSION, RECEIVED, CLOSED).when(REOPEN, by=OFFICER).then_forbidden()
    given(SUBMISSION, RECEIVED, CLOSED, REOPENED).when(REOPEN, by=DESK).then_nothing()


def test_what_was_referred_is_taken_up_again_and_may_be_referred_again() -> None:
    given(SUBMISSION, RECEIVED, REFERRED).when(REOPEN, by=DESK).then(REOPENED)
    given(SUBMISSION, RECEIVED, REFERRED, REOPENED).when(REFER, by=DESK).then(REFERRED)


def test_what_is_open_is_not_reopened() -> None:
    given(SUBMISSION, RECEIVED, TRIAGED).when(REOPEN, by=DESK).then_nothing()


def test_nothing_is_decided_until_it_is_reopened_and_then_everything_again() -> None:
    act = TriageSubmission(submission_id=ID, urgency="urgent", mandates=("sr-torture", "sr-hrds"))
    close = DecideNotToAct(submission_id=ID, reason_code="political")
    given(SUBMISSION, RECEIVED, CLOSED).when(act, by=DESK).then_refused("Reopen it first")
    given(SUBMISSION, RECEIVED, CLOSED).when(REFER, by=DESK).then_refused("Reopen it first")
    given(SUBMISSION, RECEIVED, CLOSED, REOPENED).when(act, by=DESK).then(TRIAGED)
    given(SUBMISSION, RECEIVED, CLOSED, REOPENED).when(close, by=DESK).then(
        replace(CLOSED, decided_at=AT)
    )


# --- entering what came otherwise -----------------------------------------------------------------


def entering(channel: Channel, fact: AllegationReceived = RECEIVED) -> SubmitAllegation:
    return SubmitAllegation(
        submission_id=ID,
        channel=channel,
        language=fact.language,
        state=fact.state,
        urgent=fact.urgent,
        mandates=fact.mandates,
        on_behalf=False,
        source_subject=fact.source_subject,
        victims=fact.victims,
        perpetrators=fact.perpetrators,
        incident=fact.incident,
        narrative=fact.narrative,
        received_at=AT - timedelta(days=3),
    )


@pytest.mark.parametrize("channel", ["letter", "email", "telephone"])
def test_the_desk_enters_what_came_otherwise_and_is_not_its_source(channel: Channel) -> None:
    expected = replace(
        RECEIVED,
        channel=channel,
        received_at=AT - timedelta(days=3),
        submitter_id=by_return_channel(ID).actor_id,
        organisation_id=None,
        entered_by="desk-1",
    )
    given(SUBMISSION).when(entering(channel), by=DESK).then(expected)
    at_once = replace(entering(channel), received_at=None)
    given(SUBMISSION).when(at_once, by=DESK).then(replace(expected, received_at=AT))
    given(SUBMISSION, expected).when(entering(channel), by=DESK).then_nothing()


@pytest.mark.parametrize("actor", [NGO, OFFICER, by_return_channel(ID)])
def test_nobody_but_the_desk_enters_what_came_otherwise(actor: Actor) -> None:
    given(SUBMISSION).when(entering("letter"), by=actor).then_forbidden()


def test_the_desk_files_nothing_of_its_own() -> None:
    given(SUBMISSION).when(entering("portal"), by=DESK).then_forbidden()


def test_who_entered_it_adds_the_rest_of_a_long_list_and_no_colleague_does() -> None:
    entered = replace(
        RECEIVED, channel="letter", submitter_id=by_return_channel(ID).actor_id, entered_by="desk-1"
    )
    command = AddVictims(submission_id=ID, victims=(victim(number=7),))
    added = VictimsAdded(submission_id=ID, victims=command.victims, added_by="desk-1", added_at=AT)
    given(SUBMISSION, entered).when(command, by=DESK).then(added)
    given(SUBMISSION, entered).when(command, by=replace(DESK, actor_id="desk-2")).then_forbidden()
    given(SUBMISSION, RECEIVED).when(command, by=DESK).then_forbidden()


def test_nothing_came_in_the_future() -> None:
    command = replace(entering("letter"), received_at=AT + timedelta(minutes=1))
    given(SUBMISSION).when(command, by=DESK).then_refused("in the future")


def test_a_source_does_not_choose_when_it_was_received() -> None:
    command = replace(entering("portal"), received_at=AT - timedelta(days=90))
    expected = replace(RECEIVED, received_at=AT, organisation_id=None)  # of old facts alone
    given(SUBMISSION).when(command, by=NGO).then(expected)
