"""Policies: commands that stakeholders issues in response to events.

An appointment opens the holder's term, which is a fact of its own, and what else follows from
holding a mandate begins with that fact. The person's other applications lapse. Calendars note
each session and consultation. A holder's term begins with the kit of its first weeks. What other
services make public waits for its notice. A term that is recorded changes which vacancies are
foreseen, and who is on the Committee.
"""

from collections.abc import Callable, Sequence
from typing import TypeAlias

from services.stakeholders import foreseen, notice
from services.stakeholders.applicant import NoteApplication, NoteAppointment
from services.stakeholders.committee.members import decide as committee
from services.stakeholders.consultation import calendar as consultations
from services.stakeholders.consultation.commands import NoteConsultation
from services.stakeholders.onboarding import StartOnboarding, starting
from services.stakeholders.organisation import commands as organisations
from services.stakeholders.session import calendar
from services.stakeholders.session.commands import NoteSession
from services.stakeholders.terms import OpenTerm
from services.stakeholders.vacancy.commands import LapseApplication
from shared.contracts.stakeholders import ApplicationSubmitted
from shared.contracts.stakeholders_appointing import (
    ApplicationOvertaken,
    MandateHolderAppointed,
)
from shared.contracts.stakeholders_onboarding import KitItem

Command: TypeAlias = (
    NoteApplication
    | NoteAppointment
    | OpenTerm
    | LapseApplication
    | NoteSession
    | NoteConsultation
    | organisations.EndWithReal
    | notice.Note
    | foreseen.ForeseeVacancies
    | committee.LookAtTerms
)


def reacting(kit: tuple[KitItem, ...]) -> Callable[[object], Sequence[Command | StartOnboarding]]:
    """Return the policies of an office with this kit for a new holder."""
    start = starting(kit)

    def every(fact: object) -> Sequence[Command | StartOnboarding]:
        return [*react(fact), *start(fact)]

    return every


def react(fact: object) -> Sequence[Command]:
    match fact:
        case ApplicationSubmitted():
            return [
                NoteApplication(
                    applicant_id=fact.applicant_id,
                    vacancy_id=fact.vacancy_id,
                    candidate_id=fact.candidate_id,
                    submitted_at=fact.submitted_at,
                )
            ]
        case MandateHolderAppointed():
            return [_term(fact), _appointment(fact)]
        case ApplicationOvertaken():
            return [LapseApplication(vacancy_id=fact.vacancy_id, candidate_id=fact.candidate_id)]
        case _:
            return [
                *calendar.react(fact),
                *consultations.react(fact),
                *notice.react(fact),
                *organisations.react(fact),
                *foreseen.react(fact),
                *committee.react(fact),
            ]


def _term(fact: MandateHolderAppointed) -> OpenTerm:
    return OpenTerm(
        term_id=fact.term_id,
        mandate=fact.mandate,
        seat=fact.seat,
        holder=fact.holder,
        holder_id=fact.holder_id,
        starts_on=fact.starts_on,
        ends_on=fact.ends_on,
        recorded_by=fact.recorded_by,
    )


def _appointment(fact: MandateHolderAppointed) -> NoteAppointment:
    return NoteAppointment(
        applicant_id=fact.holder_id, vacancy_id=fact.vacancy_id, appointed_at=fact.recorded_at
    )
