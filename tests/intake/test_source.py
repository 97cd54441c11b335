"""Questions to the source, its answers and consents; letters that use a submission."""

from dataclasses import replace
from datetime import timedelta

import pytest

from services.intake.submission.decide import SUBMISSION
from shared.core.actor import Actor, system
from shared.core.roles import Role
from shared.core.testing import AT, given
from tests.support.allegation import (
    ANSWER,
    ANSWERED,
    ASK,
    ASKED,
    COLLEAGUE,
    CONTACT_POINT,
    DESK,
    GOVERNMENT,
    GRANT,
    GRANTED,
    HOLDER,
    LINK,
    LINKED,
    NGO,
    NOT_ACTED,
    OFFICER,
    RECEIVED,
    STRANGER,
    TRIAGED,
    WITHDRAW,
    WITHDREW,
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


def test_what_was_filed_before_there_were_pseudonyms_is_known_by_account_and_code() -> None:
    old = replace(RECEIVED, organisation_id="org-1", filed_under=None)
    now = replace(NGO, filed_as="keyed-ngo").as_filer()
    for by, name in ((now, "keyed-ngo"), (COLLEAGUE, "ngo-2")):
        answered = replace(ANSWERED, provided_by=name)
        given(SUBMISSION, old, ASKED).when(ANSWER, by=by).then(answered)
    given(SUBMISSION, old, ASKED).when(ANSWER, by=STRANGER).then_forbidden()


def test_who_has_no_organisation_is_nobodys_colleague() -> None:
    alone = replace(RECEIVED, filed_under=None)
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
