"""Whoever applies: their applications, the others of which lapse with an appointment (SA12)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TypeAlias, assert_never

from shared.contracts.stakeholders_appointing import (
    ApplicantAppointed,
    ApplicationNoted,
    ApplicationOvertaken,
    OfApplicant,
)
from shared.core.actor import Asked
from shared.core.decider import Decider


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteApplication:
    """Only a policy sends it."""

    applicant_id: str
    vacancy_id: str
    candidate_id: str
    submitted_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteAppointment:
    """Only a policy sends it."""

    applicant_id: str
    vacancy_id: str
    appointed_at: datetime


Command: TypeAlias = NoteApplication | NoteAppointment


@dataclass(frozen=True, slots=True, kw_only=True)
class Applicant:
    """``sent``: the vacancy by application. ``appointed``: the last time, by vacancy."""

    sent: Mapping[str, str] = field(default_factory=dict)
    overtaken: frozenset[str] = frozenset()
    appointed: Mapping[str, datetime] = field(default_factory=dict)


def decide(command: Command, asked: Asked, state: Applicant) -> Sequence[OfApplicant]:
    match command:
        case NoteApplication():
            return _note(command, asked, state)
        case NoteAppointment():
            return _appoint(command, asked, state)
    assert_never(command)


def _note(command: NoteApplication, asked: Asked, state: Applicant) -> Sequence[OfApplicant]:
    """Facts come in any order: what was sent before an appointment lapses, told of now or then."""
    if command.candidate_id in state.sent:
        return []
    noted = ApplicationNoted(
        applicant_id=command.applicant_id,
        vacancy_id=command.vacancy_id,
        candidate_id=command.candidate_id,
        submitted_at=command.submitted_at,
    )
    late = any(
        vacancy != command.vacancy_id and command.submitted_at <= at
        for vacancy, at in state.appointed.items()
    )
    if not late:
        return [noted]
    return [
        noted,
        _overtaken(command.applicant_id, command.candidate_id, command.vacancy_id, asked),
    ]


def _appoint(command: NoteAppointment, asked: Asked, state: Applicant) -> Sequence[OfApplicant]:
    if command.vacancy_id in state.appointed:
        return []
    return [
        ApplicantAppointed(
            applicant_id=command.applicant_id,
            vacancy_id=command.vacancy_id,
            appointed_at=command.appointed_at,
        ),
        *(
            _overtaken(command.applicant_id, candidate_id, vacancy_id, asked)
            for candidate_id, vacancy_id in sorted(state.sent.items())
            if vacancy_id != command.vacancy_id and candidate_id not in state.overtaken
        ),
    ]


def _overtaken(
    applicant_id: str, candidate_id: str, vacancy_id: str, asked: Asked
) -> ApplicationOvertaken:
    return ApplicationOvertaken(
        applicant_id=applicant_id,
        vacancy_id=vacancy_id,
        candidate_id=candidate_id,
        overtaken_at=asked.at,
    )


def evolve(state: Applicant, event: OfApplicant) -> Applicant:
    match event:
        case ApplicationNoted():
            return replace(state, sent={**state.sent, event.candidate_id: event.vacancy_id})
        case ApplicantAppointed():
            appointed = {**state.appointed, event.vacancy_id: event.appointed_at}
            return replace(state, appointed=appointed)
        case ApplicationOvertaken():
            return replace(state, overtaken=state.overtaken | {event.candidate_id})
    assert_never(event)


APPLICANT: Decider[Command, OfApplicant, Applicant] = Decider(
    category="applicant",
    key=lambda command: command.applicant_id,
    initial=Applicant(),
    decide=decide,
    evolve=evolve,
)
