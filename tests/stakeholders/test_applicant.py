"""Whoever applies: with an appointment the other applications lapse, in any order of facts."""

from datetime import timedelta
from itertools import permutations
from typing import Any

from services.stakeholders.applicant import APPLICANT, NoteApplication, NoteAppointment
from services.stakeholders.policies import react
from services.stakeholders.terms import TERMS, OpenTerm
from services.stakeholders.vacancy.commands import LapseApplication
from shared.contracts.stakeholders_appointing import (
    ApplicantAppointed,
    ApplicationNoted,
    ApplicationOvertaken,
)
from shared.contracts.stakeholders_terms import HolderTermStarted
from shared.core.actor import Asked
from shared.core.testing import AT, given
from tests.stakeholders.ending import ENDS, STARTS, appointed
from tests.stakeholders.selection import MANDATE, NOBODY, VACANCY_ID, applied

HERE = NoteApplication(
    applicant_id="anna", vacancy_id=VACANCY_ID, candidate_id="c-1", submitted_at=AT
)
THERE = NoteApplication(
    applicant_id="anna", vacancy_id="other-vacancy", candidate_id="c-2", submitted_at=AT
)
WON = NoteAppointment(
    applicant_id="anna", vacancy_id=VACANCY_ID, appointed_at=AT + timedelta(days=1)
)


def test_appointment_lapses_the_persons_other_applications() -> None:
    there = ApplicationNoted(
        applicant_id="anna", vacancy_id="other-vacancy", candidate_id="c-2", submitted_at=AT
    )
    here = ApplicationNoted(
        applicant_id="anna", vacancy_id=VACANCY_ID, candidate_id="c-1", submitted_at=AT
    )
    won = ApplicantAppointed(
        applicant_id="anna", vacancy_id=VACANCY_ID, appointed_at=WON.appointed_at
    )
    lost = ApplicationOvertaken(
        applicant_id="anna", vacancy_id="other-vacancy", candidate_id="c-2", overtaken_at=AT
    )
    given(APPLICANT, here, there).when(WON, by=NOBODY).then(won, lost)
    given(APPLICANT, here, there, won, lost).when(WON, by=NOBODY).then_nothing()
    given(APPLICANT, here).when(HERE, by=NOBODY).then_nothing()
    assert react(lost) == [LapseApplication(vacancy_id="other-vacancy", candidate_id="c-2")]


def test_facts_in_any_order_and_twice_lapse_the_same_applications() -> None:
    commands: list[NoteApplication | NoteAppointment] = [HERE, THERE, WON]
    for order in permutations(commands):
        events: list[Any] = []
        twice: list[NoteApplication | NoteAppointment] = [*order, *order]
        for command in twice:
            asked = Asked(at=AT, by=NOBODY)
            events += APPLICANT.decide(command, asked, APPLICANT.fold(events))
        lost = [one for one in events if isinstance(one, ApplicationOvertaken)]
        assert [one.candidate_id for one in lost] == ["c-2"]


def test_what_is_sent_after_an_appointment_is_no_matter_of_it() -> None:
    later = NoteApplication(
        applicant_id="anna",
        vacancy_id="other-vacancy",
        candidate_id="c-3",
        submitted_at=WON.appointed_at + timedelta(days=400),
    )
    events: list[Any] = []
    for command in (HERE, WON, later):
        events += APPLICANT.decide(command, Asked(at=AT, by=NOBODY), APPLICANT.fold(events))
    assert not any(isinstance(one, ApplicationOvertaken) for one in events)


def test_an_application_is_noted_beside_the_others() -> None:
    assert react(applied("c-1", "anna")) == [HERE]


def test_an_appointment_opens_the_holders_term_once() -> None:
    opened, noted = react(appointed("c-1"))
    assert isinstance(opened, OpenTerm)
    assert noted == NoteAppointment(
        applicant_id="applicant-c-1",
        vacancy_id=VACANCY_ID,
        appointed_at=appointed("c-1").recorded_at,
    )
    started = HolderTermStarted(
        term_id="t-1",
        mandate=MANDATE,
        seat=None,
        holder=opened.holder,
        holder_id="applicant-c-1",
        number=1,
        starts_on=STARTS,
        ends_on=ENDS,
        recorded_by="officer",
        recorded_at=AT,
    )
    given(TERMS).when(opened, by=NOBODY).then(started)
    given(TERMS, started).when(opened, by=NOBODY).then_nothing()
