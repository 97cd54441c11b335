"""A call is made known while it is open, to one audience once."""

from dataclasses import replace
from datetime import timedelta

import pytest

from services.stakeholders.dissemination import DISSEMINATION
from services.stakeholders.vacancy.decide import VACANCY
from shared.contracts.stakeholders_dissemination import CallAudience, CallDisseminated
from shared.contracts.stakeholders_dissemination_commands import DisseminateCall
from shared.contracts.stakeholders_onward import CallExtended, CallReissued, VacancyLapsed
from shared.core.roles import Role
from shared.core.testing import AT, given
from tests.stakeholders.selection import (
    ANNA,
    CALL_CLOSED,
    CALLED,
    CLOSES,
    DECLARED,
    MANDATE,
    OFFICER,
    VACANCY_ID,
    person,
)

STO = person("sto", Role.STAKEHOLDER_OFFICER)
REGISTER = CallAudience(whom="register", kinds=("ngo",), regions=("AFR",), languages=())
ROSTER = CallAudience(whom="roster", kinds=(), regions=("AFR",), languages=("fr",))
SEND = DisseminateCall(vacancy_id=VACANCY_ID, audience=REGISTER, count=12)
TO_ROSTER = replace(SEND, audience=ROSTER)
SENT = CallDisseminated(
    vacancy_id=VACANCY_ID,
    mandate=MANDATE,
    round=1,
    number=1,
    audience=REGISTER,
    count=12,
    disseminated_by="officer",
    disseminated_at=AT,
)
EVERY = (SEND, TO_ROSTER)
OPEN = (DECLARED, CALLED)


def test_an_open_call_is_made_known_to_an_audience_once() -> None:
    given(DISSEMINATION, *OPEN).when(SEND, by=OFFICER).then(SENT)
    told = given(DISSEMINATION, SENT, *OPEN)
    told.when(replace(SEND, count=5), by=OFFICER).then_nothing()
    second = replace(SENT, number=2, audience=ROSTER)
    told.when(TO_ROSTER, by=OFFICER).then(second)


def test_each_round_of_a_call_can_be_made_known_again() -> None:
    again = CallReissued(
        vacancy_id=VACANCY_ID,
        mandate=MANDATE,
        round=2,
        closes_at=CLOSES + timedelta(days=90),
        reason_code="few-eligible",
        reissued_by="officer",
        reissued_at=CLOSES,
    )
    told = given(DISSEMINATION, SENT, *OPEN, again)
    told.when(SEND, by=OFFICER).then(replace(SENT, round=2, number=2))


def test_only_an_open_call_is_made_known() -> None:
    lapsed = VacancyLapsed(
        vacancy_id=VACANCY_ID,
        mandate=MANDATE,
        reason_code="mandate-ended",
        lapsed_by="officer",
        lapsed_at=AT,
    )
    for history in ((), (DECLARED,), (*OPEN, CALL_CLOSED), (*OPEN, lapsed)):
        given(DISSEMINATION, *history).when(SEND, by=OFFICER).then_refused("while it is open")
    announced = replace(CALLED, opens_at=AT + timedelta(days=1))
    to_come = given(DISSEMINATION, DECLARED, announced)
    to_come.when(SEND, by=OFFICER).then_refused("while it is open")
    to_come.when(SEND, by=OFFICER, at=announced.opens_at).then(
        replace(SENT, disseminated_at=announced.opens_at)
    )
    over = given(DISSEMINATION, *OPEN)
    over.when(SEND, by=OFFICER, at=CLOSES).then_refused("while it is open")
    longer = CallExtended(
        vacancy_id=VACANCY_ID,
        mandate=MANDATE,
        closes_at=CLOSES + timedelta(days=9),
        reason_code="few-eligible",
        extended_by="officer",
        extended_at=AT,
    )
    later = replace(SENT, disseminated_at=CLOSES)
    given(DISSEMINATION, *OPEN, longer).when(SEND, by=OFFICER, at=CLOSES).then(later)


def test_stakeholder_officers_reach_the_register_and_nobody_else_anything() -> None:
    called = given(DISSEMINATION, *OPEN)
    called.when(SEND, by=STO).then(replace(SENT, disseminated_by="sto"))
    called.when(TO_ROSTER, by=STO).then_forbidden()
    for command in EVERY:
        called.when(command, by=ANNA).then_forbidden()


@pytest.mark.parametrize(
    "audience",
    [
        replace(REGISTER, kinds=("person",)),
        replace(REGISTER, regions=("MOON",)),
        replace(REGISTER, languages=("fr",)),
        replace(ROSTER, kinds=("ngo",)),
        replace(ROSTER, languages=("xx",)),
    ],
)
def test_an_audience_is_of_the_lists(audience: CallAudience) -> None:
    wrong = replace(SEND, audience=audience)
    given(DISSEMINATION, *OPEN).when(wrong, by=OFFICER).then_refused("from the list")


def test_a_message_to_nobody_of_the_roster_is_not_sent() -> None:
    nobody = replace(TO_ROSTER, count=0)
    given(DISSEMINATION, *OPEN).when(nobody, by=OFFICER).then_refused("Nobody would be told")


def test_no_refusal_says_whether_a_hidden_organisation_is_there() -> None:
    nobody = replace(SEND, count=0)
    given(DISSEMINATION, *OPEN).when(nobody, by=OFFICER).then(replace(SENT, count=0))


def test_it_reads_its_vacancy() -> None:
    consulted = DISSEMINATION.consults(SEND, DISSEMINATION.initial)
    assert consulted == [VACANCY.stream_of(VACANCY_ID)]
    assert DISSEMINATION.stream(SEND) == f"dissemination-{VACANCY_ID}"
