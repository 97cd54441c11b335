from dataclasses import replace
from datetime import timedelta

import pytest

from services.intake.commands import (
    DecideNotToAct,
    GrantConsent,
    LinkToCommunication,
    ProvideInformation,
    RequestInformation,
    SubmitAllegation,
    TriageSubmission,
    WithdrawConsent,
)
from services.intake.state import Absent
from services.intake.submission import SUBMISSION
from shared.actor import Actor, system
from shared.contracts.intake import (
    AdmissibilityConfirmed,
    AllegationReceived,
    Consent,
    ConsentGranted,
    ConsentWithdrawn,
    InformationProvided,
    InformationRequested,
    SubmissionLinkedToCommunication,
    SubmissionNotActioned,
    SubmissionTriaged,
    Victim,
)
from shared.message import Sealed
from shared.reference import NOT_ACTIONED
from shared.roles import Role
from shared.testing import AT, given

ID = "5e0f3ad2-5b0e-5b9f-9c57-7c0c40b4ff0a"


def sealed(text: str) -> Sealed:
    return Sealed(f"submission-{ID}", text)


NGO = Actor(actor_id="ngo-1", roles=frozenset({Role.NGO_MEMBER}), organisation_id="org-1")
COLLEAGUE = replace(NGO, actor_id="ngo-2")
STRANGER = Actor(actor_id="ngo-3", roles=frozenset({Role.NGO_MEMBER}), organisation_id="org-2")
CONTACT_POINT = Actor(
    actor_id="cp-1", roles=frozenset({Role.CONTACT_POINT}), organisation_id="nhri-1"
)
DESK = Actor(actor_id="desk-1", roles=frozenset({Role.QUICK_RESPONSE_DESK}))
OFFICER = Actor(
    actor_id="officer-1",
    roles=frozenset({Role.HUMAN_RIGHTS_OFFICER}),
    mandates=frozenset({"wgad"}),
)
HOLDER = Actor(actor_id="holder-1", roles=frozenset({Role.MANDATE_HOLDER}))
GOVERNMENT = Actor(actor_id="gov-1", roles=frozenset({Role.GOVERNMENT}))

CONSENT = Consent(act="yes", authorities="yes", public="no", name_form="initials")
VICTIM = Victim(victim_id="victim-1", details=sealed("victim"), consent=CONSENT)
SUBMIT = SubmitAllegation(
    submission_id=ID,
    channel="portal",
    language="en",
    state="FRA",
    urgent=True,
    mandates=("sr-torture", "wgad"),
    on_behalf=False,
    source_subject=f"source-{ID}",
    victims=(VICTIM,),
    perpetrators=sealed("perpetrators"),
    incident=sealed("incident"),
    narrative=sealed("narrative"),
    reprisal=True,
    requested=("UA", "visit"),
    particulars=sealed("particulars"),
    matching=("v:0a1b",),
)
RECEIVED = AllegationReceived(
    submission_id=ID,
    received_at=AT,
    channel="portal",
    language="en",
    state="FRA",
    urgent=True,
    mandates=("sr-torture", "wgad"),
    submitter_id="ngo-1",
    organisation_id="org-1",
    entered_by=None,
    on_behalf=False,
    source_subject=f"source-{ID}",
    victims=SUBMIT.victims,
    perpetrators=SUBMIT.perpetrators,
    incident=SUBMIT.incident,
    narrative=SUBMIT.narrative,
    reprisal=SUBMIT.reprisal,
    requested=SUBMIT.requested,
    particulars=SUBMIT.particulars,
    matching=SUBMIT.matching,
)
TRIAGE = TriageSubmission(
    submission_id=ID, urgency="urgent", mandates=("sr-torture", "wgad"), admissible=False
)
TRIAGED = SubmissionTriaged(
    submission_id=ID,
    urgency="urgent",
    mandates=("sr-torture", "wgad"),
    triaged_by="desk-1",
    triaged_at=AT,
)
CONFIRMED = AdmissibilityConfirmed(submission_id=ID, confirmed_by="desk-1", confirmed_at=AT)
NOT_ACT = DecideNotToAct(submission_id=ID, reason_code="insufficient")
NOT_ACTED = SubmissionNotActioned(
    submission_id=ID, reason_code="insufficient", decided_by="desk-1", decided_at=AT
)
ASK = RequestInformation(submission_id=ID, question_id="q-1", question=sealed("where?"))
ASKED = InformationRequested(
    submission_id=ID,
    question_id="q-1",
    question=sealed("where?"),
    asked_by="desk-1",
    asked_at=AT,
)
ANSWER = ProvideInformation(submission_id=ID, question_id="q-1", answer=sealed("there"))
ANSWERED = InformationProvided(
    submission_id=ID,
    question_id="q-1",
    answer=sealed("there"),
    provided_by="ngo-1",
    provided_at=AT,
)
LINK = LinkToCommunication(submission_id=ID, communication_id="c-1")
LINKED = SubmissionLinkedToCommunication(submission_id=ID, communication_id="c-1", linked_at=AT)
WITHDRAW = WithdrawConsent(submission_id=ID, scope="act")
GRANT = GrantConsent(submission_id=ID, scope="act")
WITHDREW = ConsentWithdrawn(
    submission_id=ID, scope="act", communication_ids=(), withdrawn_by="ngo-1", withdrawn_at=AT
)
GRANTED = ConsentGranted(
    submission_id=ID, scope="act", communication_ids=(), granted_by="ngo-1", granted_at=AT
)


# --- filing ----------------------------------------------------------------------------------


def test_an_ngo_member_files_a_submission() -> None:
    given(SUBMISSION).when(SUBMIT, by=NGO).then(RECEIVED)


def test_the_time_of_receipt_is_when_it_was_asked_not_when_it_arrives() -> None:
    later = AT + timedelta(hours=3)
    given(SUBMISSION).when(SUBMIT, by=NGO, at=later).then(replace(RECEIVED, received_at=later))


def test_filing_twice_changes_nothing() -> None:
    given(SUBMISSION, RECEIVED).when(SUBMIT, by=NGO).then_nothing()


def test_a_contact_point_files_on_behalf_of_a_person() -> None:
    command = replace(SUBMIT, on_behalf=True, channel="contact_point", contact_point="nhri-1")
    expected = replace(
        RECEIVED,
        on_behalf=True,
        channel="contact_point",
        submitter_id="cp-1",
        organisation_id="nhri-1",
    )
    given(SUBMISSION).when(command, by=CONTACT_POINT).then(expected)


def test_nobody_but_a_contact_point_files_on_behalf() -> None:
    given(SUBMISSION).when(replace(SUBMIT, on_behalf=True), by=NGO).then_forbidden()


@pytest.mark.parametrize("actor", [DESK, OFFICER, HOLDER, GOVERNMENT, system("approvals")])
def test_nobody_but_sources_and_contact_points_files(actor: Actor) -> None:
    given(SUBMISSION).when(SUBMIT, by=actor).then_forbidden()


def test_no_mandate_need_be_asked_for() -> None:
    command = replace(SUBMIT, mandates=())
    given(SUBMISSION).when(command, by=NGO).then(replace(RECEIVED, mandates=()))


@pytest.mark.parametrize("state", ["", "XXX", "fra", "OTH"])
def test_the_state_must_be_one_of_the_list(state: str) -> None:
    given(SUBMISSION).when(replace(SUBMIT, state=state), by=NGO).then_refused("State or area")


def test_the_mandates_must_be_of_the_list() -> None:
    command = replace(SUBMIT, mandates=("sr-torture", "astrology"))
    given(SUBMISSION).when(command, by=NGO).then_refused("mandates from the list")


def test_consent_that_cannot_be_obtained_needs_a_reason() -> None:
    impossible = replace(CONSENT, act="impossible")
    silent = (VICTIM, replace(VICTIM, victim_id="victim-2", consent=impossible))
    given(SUBMISSION).when(replace(SUBMIT, victims=silent), by=NGO).then_refused("why consent")
    explained = (replace(VICTIM, consent=replace(impossible, reason=sealed("held"))),)
    given(SUBMISSION).when(replace(SUBMIT, victims=explained), by=NGO).then(
        replace(RECEIVED, victims=explained)
    )


def test_a_refused_consent_is_received_all_the_same() -> None:
    no = (replace(VICTIM, consent=replace(CONSENT, act="no", authorities="no", name_form="none")),)
    given(SUBMISSION).when(replace(SUBMIT, victims=no), by=NGO).then(replace(RECEIVED, victims=no))


def test_somebody_is_a_victim_or_a_group_is() -> None:
    given(SUBMISSION).when(replace(SUBMIT, victims=()), by=NGO).then_refused("at least one victim")


def test_two_victims_are_two() -> None:
    command = replace(SUBMIT, victims=(VICTIM, VICTIM))
    given(SUBMISSION).when(command, by=NGO).then_refused("each victim once")


# --- no submission ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("command", "actor"),
    [
        (TRIAGE, DESK),
        (NOT_ACT, DESK),
        (ASK, DESK),
        (ANSWER, NGO),
        (LINK, system("intake")),
        (WITHDRAW, NGO),
        (GRANT, NGO),
    ],
)
def test_what_was_never_filed_can_only_be_filed(command: object, actor: Actor) -> None:
    given(SUBMISSION).when(command, by=actor).then_refused("no such submission")  # type: ignore[arg-type]  # a closed union in the parameters


# --- triage ----------------------------------------------------------------------------------


def test_the_desk_shares_a_submission_with_mandates() -> None:
    given(SUBMISSION, RECEIVED).when(TRIAGE, by=DESK).then(TRIAGED)


def test_the_desk_confirms_admissibility_with_the_same_command() -> None:
    command = replace(TRIAGE, admissible=True)
    given(SUBMISSION, RECEIVED).when(command, by=DESK).then(TRIAGED, CONFIRMED)


def test_triaging_the_same_again_changes_nothing() -> None:
    history = (RECEIVED, TRIAGED, CONFIRMED)
    given(SUBMISSION, *history).when(TRIAGE, by=DESK).then_nothing()
    given(SUBMISSION, *history).when(replace(TRIAGE, admissible=True), by=DESK).then_nothing()


def test_admissibility_is_not_confirmed_twice_when_the_mandates_change() -> None:
    command = replace(TRIAGE, mandates=("wgad",), admissible=True)
    given(SUBMISSION, RECEIVED, TRIAGED, CONFIRMED).when(command, by=DESK).then(
        replace(TRIAGED, mandates=("wgad",))
    )


def test_admissibility_is_confirmed_later_without_triaging_again() -> None:
    given(SUBMISSION, RECEIVED, TRIAGED).when(replace(TRIAGE, admissible=True), by=DESK).then(
        CONFIRMED
    )


def test_a_confirmed_admissibility_stays() -> None:
    command = replace(TRIAGE, mandates=("wgad",))
    given(SUBMISSION, RECEIVED, TRIAGED, CONFIRMED).when(command, by=DESK).then(
        replace(TRIAGED, mandates=("wgad",))
    )


def test_the_last_triage_counts() -> None:
    ordinary = replace(TRIAGED, urgency="ordinary")
    given(SUBMISSION, RECEIVED, TRIAGED, ordinary).when(TRIAGE, by=DESK).then(TRIAGED)


@pytest.mark.parametrize("actor", [NGO, CONTACT_POINT, OFFICER, HOLDER, GOVERNMENT])
def test_nobody_but_the_desk_triages(actor: Actor) -> None:
    given(SUBMISSION, RECEIVED).when(TRIAGE, by=actor).then_forbidden()


def test_a_submission_is_shared_with_at_least_one_mandate() -> None:
    command = replace(TRIAGE, mandates=())
    given(SUBMISSION, RECEIVED).when(command, by=DESK).then_refused("at least one mandate")


def test_a_submission_is_shared_with_mandates_that_there_are() -> None:
    command = replace(TRIAGE, mandates=("astrology",))
    given(SUBMISSION, RECEIVED).when(command, by=DESK).then_refused("mandates from the list")


def test_what_is_not_actioned_is_not_triaged() -> None:
    given(SUBMISSION, RECEIVED, NOT_ACTED).when(TRIAGE, by=DESK).then_refused("not to act")


# --- not acting ------------------------------------------------------------------------------


@pytest.mark.parametrize("reason", list(NOT_ACTIONED))
def test_the_desk_records_why_a_submission_is_not_actioned(reason: str) -> None:
    command = replace(NOT_ACT, reason_code=reason)
    given(SUBMISSION, RECEIVED).when(command, by=DESK).then(replace(NOT_ACTED, reason_code=reason))


def test_the_reason_must_be_of_the_list() -> None:
    command = replace(NOT_ACT, reason_code="boring")
    given(SUBMISSION, RECEIVED).when(command, by=DESK).then_refused("reason from the list")


def test_not_acting_twice_changes_nothing() -> None:
    given(SUBMISSION, RECEIVED, NOT_ACTED).when(NOT_ACT, by=DESK).then_nothing()


@pytest.mark.parametrize("actor", [NGO, CONTACT_POINT, OFFICER, HOLDER])
def test_nobody_but_the_desk_decides_not_to_act(actor: Actor) -> None:
    given(SUBMISSION, RECEIVED).when(NOT_ACT, by=actor).then_forbidden()


def test_a_submission_behind_a_communication_was_acted_on() -> None:
    given(SUBMISSION, RECEIVED, TRIAGED, LINKED).when(NOT_ACT, by=DESK).then_refused(
        "communication already rests"
    )


# --- questions and answers -------------------------------------------------------------------


def test_the_desk_asks_the_source_a_question() -> None:
    given(SUBMISSION, RECEIVED).when(ASK, by=DESK).then(ASKED)


def test_an_officer_of_a_mandate_that_it_is_shared_with_asks_too() -> None:
    given(SUBMISSION, RECEIVED, TRIAGED).when(ASK, by=OFFICER).then(
        replace(ASKED, asked_by="officer-1")
    )
    given(SUBMISSION, RECEIVED).when(ASK, by=OFFICER).then_forbidden()
    elsewhere = replace(OFFICER, mandates=frozenset({"sr-health"}))
    given(SUBMISSION, RECEIVED, TRIAGED).when(ASK, by=elsewhere).then_forbidden()


@pytest.mark.parametrize("actor", [NGO, HOLDER, GOVERNMENT])
def test_nobody_else_asks_the_source(actor: Actor) -> None:
    given(SUBMISSION, RECEIVED).when(ASK, by=actor).then_forbidden()


def test_asking_the_same_question_twice_changes_nothing() -> None:
    given(SUBMISSION, RECEIVED, ASKED).when(ASK, by=DESK).then_nothing()
    given(SUBMISSION, RECEIVED, ASKED, ANSWERED).when(ASK, by=DESK).then_nothing()


def test_nothing_is_asked_once_it_is_not_actioned() -> None:
    given(SUBMISSION, RECEIVED, NOT_ACTED).when(ASK, by=DESK).then_refused("not to act")


def test_the_source_answers() -> None:
    given(SUBMISSION, RECEIVED, ASKED).when(ANSWER, by=NGO).then(ANSWERED)


def test_a_colleague_answers_for_the_organisation() -> None:
    given(SUBMISSION, RECEIVED, ASKED).when(ANSWER, by=COLLEAGUE).then(
        replace(ANSWERED, provided_by="ngo-2")
    )


@pytest.mark.parametrize(
    "actor",
    [
        STRANGER,
        CONTACT_POINT,
        DESK,
        HOLDER,
        Actor(actor_id="x", roles=frozenset({Role.AUDITOR}), organisation_id="org-1"),
    ],
)
def test_nobody_but_the_source_answers(actor: Actor) -> None:
    given(SUBMISSION, RECEIVED, ASKED).when(ANSWER, by=actor).then_forbidden()


def test_who_has_no_organisation_is_nobodys_colleague() -> None:
    alone = replace(RECEIVED, organisation_id=None)
    other = Actor(actor_id="ngo-9", roles=frozenset({Role.NGO_MEMBER}))
    given(SUBMISSION, alone, ASKED).when(ANSWER, by=other).then_forbidden()


def test_answering_twice_changes_nothing() -> None:
    given(SUBMISSION, RECEIVED, ASKED, ANSWERED).when(ANSWER, by=NGO).then_nothing()


def test_only_what_was_asked_is_answered() -> None:
    given(SUBMISSION, RECEIVED).when(ANSWER, by=NGO).then_refused("never asked")


def test_each_question_has_its_own_answer() -> None:
    other = replace(ASKED, question_id="q-2")
    given(SUBMISSION, RECEIVED, ASKED, other, ANSWERED).when(
        replace(ANSWER, question_id="q-2"), by=NGO
    ).then(replace(ANSWERED, question_id="q-2"))


# --- communications --------------------------------------------------------------------------


def test_a_submission_is_linked_to_every_communication_that_rests_on_it() -> None:
    given(SUBMISSION, RECEIVED).when(LINK, by=system("intake")).then(LINKED)
    other = replace(LINK, communication_id="c-2")
    given(SUBMISSION, RECEIVED, LINKED).when(other, by=system("intake")).then(
        replace(LINKED, communication_id="c-2")
    )


def test_linking_twice_changes_nothing() -> None:
    given(SUBMISSION, RECEIVED, LINKED).when(LINK, by=system("intake")).then_nothing()


# --- the fold --------------------------------------------------------------------------------


def test_a_fact_about_what_was_never_received_is_folded_without_complaint() -> None:
    assert SUBMISSION.fold([TRIAGED, ASKED, LINKED]) == Absent()


def test_a_submission_has_a_stream_of_its_own_and_filing_begins_it() -> None:
    assert SUBMISSION.stream(TRIAGE) == f"submission-{ID}"
    assert SUBMISSION.creates(SUBMIT)
    assert not SUBMISSION.creates(TRIAGE)


# --- consent ---------------------------------------------------------------------------------


def test_the_source_withdraws_consent_for_all_that_rests_on_the_submission() -> None:
    linked = [replace(LINKED, communication_id=one) for one in ("c-2", "c-1")]
    given(SUBMISSION, RECEIVED, *linked).when(WITHDRAW, by=NGO).then(
        replace(WITHDREW, communication_ids=("c-1", "c-2"))
    )


def test_a_colleague_of_the_source_may_withdraw_and_give_again() -> None:
    given(SUBMISSION, RECEIVED).when(WITHDRAW, by=COLLEAGUE).then(
        replace(WITHDREW, withdrawn_by="ngo-2")
    )
    given(SUBMISSION, RECEIVED, WITHDREW).when(GRANT, by=COLLEAGUE).then(
        replace(GRANTED, granted_by="ngo-2")
    )


@pytest.mark.parametrize("actor", [STRANGER, DESK, OFFICER, HOLDER, GOVERNMENT, system("intake")])
def test_nobody_else_changes_consent(actor: Actor) -> None:
    given(SUBMISSION, RECEIVED).when(WITHDRAW, by=actor).then_forbidden()
    given(SUBMISSION, RECEIVED, WITHDREW).when(GRANT, by=actor).then_forbidden()


def test_withdrawing_twice_changes_nothing() -> None:
    given(SUBMISSION, RECEIVED, WITHDREW).when(WITHDRAW, by=NGO).then_nothing()


def test_consent_that_was_not_withdrawn_is_not_given_again() -> None:
    given(SUBMISSION, RECEIVED).when(GRANT, by=NGO).then_nothing()
    given(SUBMISSION, RECEIVED, WITHDREW, GRANTED).when(GRANT, by=NGO).then_nothing()


def test_consent_is_given_again_for_all_that_rests_on_the_submission() -> None:
    given(SUBMISSION, RECEIVED, LINKED, WITHDREW).when(GRANT, by=NGO).then(
        replace(GRANTED, communication_ids=("c-1",))
    )


def test_a_letter_that_was_drafted_meanwhile_is_told_of_the_withdrawal() -> None:
    given(SUBMISSION, RECEIVED, WITHDREW).when(
        LINK, by=system("intake"), at=AT + timedelta(hours=1)
    ).then(
        replace(LINKED, linked_at=AT + timedelta(hours=1)),
        replace(WITHDREW, communication_ids=("c-1",)),
    )


def test_a_letter_that_is_drafted_after_consent_was_given_again_is_only_linked() -> None:
    given(SUBMISSION, RECEIVED, WITHDREW, GRANTED).when(LINK, by=system("intake")).then(LINKED)


def test_consent_is_withdrawn_also_of_what_is_not_acted_on() -> None:
    given(SUBMISSION, RECEIVED, NOT_ACTED).when(WITHDRAW, by=NGO).then(WITHDREW)
