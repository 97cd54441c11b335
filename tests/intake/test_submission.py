from dataclasses import replace
from datetime import timedelta

import pytest

from services.intake.submission.decide import SUBMISSION
from services.intake.submission.state import Absent
from shared.core.actor import Actor, system
from shared.core.testing import AT, given
from shared.reference import NOT_ACTIONED
from tests.support.allegation import (
    ANSWER,
    ASK,
    ASKED,
    CONFIRM,
    CONFIRMED,
    CONSENT,
    CONTACT_POINT,
    DESK,
    GOVERNMENT,
    GRANT,
    HOLDER,
    ID,
    LINK,
    LINKED,
    NGO,
    NOT_ACT,
    NOT_ACTED,
    OFFICER,
    RECEIVED,
    SUBMIT,
    TRIAGE,
    TRIAGED,
    VICTIM,
    WITHDRAW,
    sealed,
)

# --- filing ----------------------------------------------------------------------------------


def test_an_ngo_member_files_a_submission() -> None:
    given(SUBMISSION).when(SUBMIT, by=NGO).then(RECEIVED)


def test_a_fact_knows_who_files_by_pseudonyms_alone() -> None:
    by = replace(NGO, filed_as="keyed-ngo").as_filer()
    given(SUBMISSION).when(SUBMIT, by=by).then(replace(RECEIVED, submitter_id="keyed-ngo"))
    assert RECEIVED.organisation_id is None


def test_the_time_of_receipt_is_when_it_was_asked_not_when_it_arrives() -> None:
    later = AT + timedelta(hours=3)
    given(SUBMISSION).when(SUBMIT, by=NGO, at=later).then(replace(RECEIVED, received_at=later))


def test_filing_twice_changes_nothing() -> None:
    given(SUBMISSION, RECEIVED).when(SUBMIT, by=NGO).then_nothing()


def test_a_contact_point_files_on_behalf_of_a_person() -> None:
    command = replace(SUBMIT, on_behalf=True, channel="contact_point")
    expected = replace(
        RECEIVED,
        on_behalf=True,
        channel="contact_point",
        submitter_id="cp-1",
        filed_under="keyed-nhri",
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


@pytest.mark.parametrize("state", ["", "ZZZ", "fra", "OTH"])
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
        (CONFIRM, DESK),
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


def test_triaging_the_same_again_changes_nothing() -> None:
    given(SUBMISSION, RECEIVED, TRIAGED, CONFIRMED).when(TRIAGE, by=DESK).then_nothing()


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


# --- the fold --------------------------------------------------------------------------------


def test_a_fact_about_what_was_never_received_is_folded_without_complaint() -> None:
    assert SUBMISSION.fold([TRIAGED, ASKED, LINKED]) == Absent()


def test_a_submission_has_a_stream_of_its_own_and_filing_begins_it() -> None:
    assert SUBMISSION.stream(TRIAGE) == f"submission-{ID}"
    assert SUBMISSION.creates(SUBMIT)
    assert not SUBMISSION.creates(TRIAGE)
