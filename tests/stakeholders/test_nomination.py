"""Nominations: named by the candidate, answered by a link, and every way out of them."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from services.stakeholders.nomination import EVER, MOST, NOMINATION, TO_ANSWER, Event
from shared.contracts.stakeholders_nomination_commands import (
    AcceptNomination,
    Command,
    DeclineNomination,
    NameNominator,
    NominateCandidate,
    WithdrawNomination,
)
from shared.contracts.stakeholders_nominations import (
    CandidateNominated,
    NominationAccepted,
    NominationDeclined,
    NominationWithdrawn,
    NominatorNamed,
)
from shared.contracts.stakeholders_onward import VacancyLapsed
from shared.core.actor import Actor, by_nomination
from shared.core.testing import AT, given
from tests.stakeholders.ending import PUBLISHED
from tests.stakeholders.selection import (
    AFTER,
    ANNA,
    BRUNO,
    CALLED,
    CLOSES,
    DECLARED,
    MANDATE,
    OFFICER,
    REVIEWED,
    VACANCY_ID,
    applied,
    sealed,
    withdrawn,
)

OF = {"vacancy_id": VACANCY_ID, "candidate_id": "c-1", "nomination_id": "n-1"}
NAME = NameNominator(**OF, kind="ngo", nominator=sealed("a watch"), invited=True)
CONFIRM = NominateCandidate(**OF, nominator=sealed("a watch, signed"))
DECLINE = DeclineNomination(**OF)
WITHDRAW = WithdrawNomination(**OF)
ACCEPT = AcceptNomination(**OF, kind="ngo", nominator=sealed("a watch, signed"))
COMMANDS = (NAME, CONFIRM, DECLINE, WITHDRAW, ACCEPT)
NAMED = NominatorNamed(
    **OF, kind="ngo", nominator=sealed("a watch"), answer_by=AT + TO_ANSWER, named_at=AT
)
UNASKED = replace(NAMED, answer_by=None)
CONFIRMED = CandidateNominated(**OF, nominator=sealed("a watch, signed"), nominated_at=AT)
DECLINED = NominationDeclined(**OF, declined_at=AT)
ACCEPTED = NominationAccepted(**OF, kind="ngo", nominator=sealed("a watch, signed"), accepted_at=AT)
BACK = NominationWithdrawn(**OF, by="candidate", withdrawn_at=AT)
NOMINATOR = by_nomination("n-1")
OPEN: tuple[Event, ...] = (DECLARED, CALLED, applied("c-1", "anna"))
LAPSED = VacancyLapsed(
    vacancy_id=VACANCY_ID,
    mandate=MANDATE,
    reason_code="not-extended",
    lapsed_by="officer",
    lapsed_at=AT,
)


def test_a_candidate_names_a_nominator_who_is_asked_or_not() -> None:
    called = given(NOMINATION, *OPEN)
    called.when(NAME, by=ANNA).then(NAMED)
    called.when(replace(NAME, invited=False), by=ANNA).then(UNASKED)


def test_a_nomination_is_decided_on_the_vacancy_as_it_stands() -> None:
    assert NOMINATION.consults(NAME, NOMINATION.initial) == [f"vacancy-{VACANCY_ID}"]


def test_a_candidate_accepts_a_nominator_who_began_before_them() -> None:
    called = given(NOMINATION, *OPEN)
    called.when(ACCEPT, by=ANNA).then(ACCEPTED)
    called.when(ACCEPT, by=ANNA, at=AFTER).then_refused("The call closed on")
    given(NOMINATION, DECLARED, CALLED).when(ACCEPT, by=ANNA).then_refused("no such application")
    for nobody in (BRUNO, OFFICER, NOMINATOR):
        called.when(ACCEPT, by=nobody).then_forbidden()


def test_an_accepted_nomination_is_confirmed_and_either_side_withdraws_it() -> None:
    accepted = given(NOMINATION, *OPEN, ACCEPTED)
    accepted.when(ACCEPT, by=ANNA).then_nothing()
    accepted.when(CONFIRM, by=NOMINATOR).then_nothing()
    accepted.when(WITHDRAW, by=ANNA).then(BACK)
    accepted.when(WITHDRAW, by=NOMINATOR).then(replace(BACK, by="nominator"))
    given(NOMINATION, *OPEN, ACCEPTED, BACK).when(ACCEPT, by=ANNA).then_nothing()


def test_five_nominators_stand_whoever_began() -> None:
    ids = [f"n-{n}" for n in range(2, MOST + 2)]
    five = [replace(ACCEPTED, nomination_id=one) for one in ids]
    full = given(NOMINATION, *OPEN, *five)
    full.when(ACCEPT, by=ANNA).then_refused("at most five nominators")
    full.when(NAME, by=ANNA).then_refused("at most five nominators")


def test_the_time_to_answer_ends_with_the_call() -> None:
    late = CLOSES - timedelta(days=1)
    named = replace(NAMED, answer_by=CLOSES, named_at=late)
    given(NOMINATION, *OPEN).when(NAME, by=ANNA, at=late).then(named)


@pytest.mark.parametrize(
    ("history", "command", "by"),
    [
        ((NAMED,), NAME, ANNA),
        ((NAMED, CONFIRMED), CONFIRM, NOMINATOR),
        ((NAMED, DECLINED), DECLINE, NOMINATOR),
        ((NAMED, DECLINED), WITHDRAW, ANNA),
        ((NAMED, CONFIRMED, BACK), WITHDRAW, NOMINATOR),
    ],
)
def test_what_is_so_already_changes_nothing(
    history: tuple[Event, ...], command: Command, by: Actor
) -> None:
    given(NOMINATION, *OPEN, *history).when(command, by=by).then_nothing()


def test_whom_the_candidate_asked_confirms_or_declines() -> None:
    asked = given(NOMINATION, *OPEN, NAMED)
    asked.when(CONFIRM, by=NOMINATOR).then(CONFIRMED)
    asked.when(DECLINE, by=NOMINATOR).then(DECLINED)


def test_the_candidate_and_a_nominator_who_confirmed_withdraw_it() -> None:
    given(NOMINATION, *OPEN, NAMED).when(WITHDRAW, by=ANNA).then(BACK)
    given(NOMINATION, *OPEN, UNASKED).when(WITHDRAW, by=ANNA).then(BACK)
    confirmed = given(NOMINATION, *OPEN, NAMED, CONFIRMED)
    confirmed.when(WITHDRAW, by=ANNA).then(BACK)
    confirmed.when(WITHDRAW, by=NOMINATOR).then(replace(BACK, by="nominator"))


@pytest.mark.parametrize(
    ("command", "by"),
    [
        (NAME, BRUNO),
        (NAME, OFFICER),
        (CONFIRM, ANNA),
        (CONFIRM, by_nomination("n-2")),
        (DECLINE, ANNA),
        (WITHDRAW, BRUNO),
        (WITHDRAW, OFFICER),
        (WITHDRAW, by_nomination("n-2")),
    ],
)
def test_nobody_else_may(command: Command, by: Actor) -> None:
    given(NOMINATION, *OPEN, NAMED).when(command, by=by).then_forbidden()


@pytest.mark.parametrize(
    ("history", "command", "by", "at", "sentence"),
    [
        ((), NAME, ANNA, AT, "There is no such application."),
        ((DECLARED, CALLED), NAME, ANNA, AT, "There is no such application."),
        ((DECLARED, applied("c-1", "anna")), NAME, ANNA, AT, "has not been issued"),
        ((*OPEN, withdrawn("c-1")), NAME, ANNA, AT, "This application was withdrawn."),
        ((*OPEN, LAPSED), NAME, ANNA, AT, "This vacancy has lapsed."),
        (OPEN, NAME, ANNA, AFTER, "The call closed on"),
        (OPEN, CONFIRM, NOMINATOR, AT, "There is no such nomination."),
        (OPEN, WITHDRAW, ANNA, AT, "There is no such nomination."),
        ((*OPEN, UNASKED), CONFIRM, NOMINATOR, AT, "Nobody was asked"),
        ((*OPEN, NAMED, BACK), CONFIRM, NOMINATOR, AT, "This nomination was withdrawn."),
        ((*OPEN, NAMED, DECLINED), CONFIRM, NOMINATOR, AT, "The candidate can ask you again."),
        ((*OPEN, NAMED), CONFIRM, NOMINATOR, AT + TO_ANSWER, "The time to answer was over"),
        ((*OPEN, NAMED), DECLINE, NOMINATOR, AT + TO_ANSWER, "The time to answer was over"),
        ((*OPEN, NAMED, CONFIRMED), DECLINE, NOMINATOR, AT, "withdraw it instead"),
        ((*OPEN, NAMED), WITHDRAW, NOMINATOR, AT, "decline it instead"),
        ((*OPEN, NAMED, PUBLISHED), WITHDRAW, ANNA, AFTER, "The report is published."),
    ],
)
def test_what_cannot_be_is_refused_with_the_reason(
    history: tuple[Event, ...], command: Command, by: Actor, at: datetime, sentence: str
) -> None:
    given(NOMINATION, *history).when(command, by=by, at=at).then_refused(sentence)


def test_nobody_has_letters_sent_without_end() -> None:
    ids = [f"n-{n}" for n in range(2, EVER + 2)]
    gone: list[Event] = [replace(UNASKED, nomination_id=one) for one in ids]
    gone += [replace(BACK, nomination_id=one) for one in ids]
    given(NOMINATION, *OPEN, *gone).when(NAME, by=ANNA).then_refused("twenty nominators")


def test_five_stand_and_one_that_lapsed_declined_or_was_withdrawn_does_not_count() -> None:
    ids = [f"n-{n}" for n in range(2, MOST + 2)]
    five = [replace(UNASKED, nomination_id=one) for one in ids]
    full = given(NOMINATION, *OPEN, *five)
    full.when(NAME, by=ANNA).then_refused("at most five nominators")
    given(NOMINATION, *OPEN, *five, replace(BACK, nomination_id="n-2")).when(NAME, by=ANNA).then(
        NAMED
    )
    asked = [replace(NAMED, nomination_id=one) for one in ids]
    later = AT + TO_ANSWER
    again = replace(NAMED, named_at=later, answer_by=min(later + TO_ANSWER, CLOSES))
    given(NOMINATION, *OPEN, *asked).when(NAME, by=ANNA, at=later).then(again)
    given(NOMINATION, *OPEN, *five[1:], NAMED, CONFIRMED).when(
        replace(NAME, nomination_id="n-9"), by=ANNA
    ).then_refused("at most five nominators")


def test_the_end_of_the_review_changes_nothing_that_a_nominator_could_notice() -> None:
    """What was possible before is possible after it, until the report is public."""
    reviewed = (*OPEN, NAMED, CONFIRMED, REVIEWED)
    given(NOMINATION, *reviewed).when(WITHDRAW, by=ANNA, at=AFTER).then(
        replace(BACK, withdrawn_at=AFTER)
    )
    given(NOMINATION, *reviewed).when(WITHDRAW, by=NOMINATOR, at=AFTER).then(
        replace(BACK, by="nominator", withdrawn_at=AFTER)
    )
