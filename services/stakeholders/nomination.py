"""Nominations of a candidate: named, confirmed by a link, declined, lapsed or withdrawn.

A nominator may begin before the candidate: then the first fact is that the candidate accepts.

A7 of selection-stakeholders-committee.md section A.3. The application itself is on the stream of
its vacancy, which each decision reads.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final, Literal, TypeAlias, assert_never

from services.stakeholders.events import Event as OfVacancy
from services.stakeholders.vacancy import fold
from services.stakeholders.vacancy import state as vacancies
from services.stakeholders.vacancy.candidate import Candidate
from services.stakeholders.vacancy.decide import VACANCY
from services.stakeholders.vacancy.state import Vacancy
from shared.contracts import stakeholders_terms
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
    Fact,
    NominationAccepted,
    NominationDeclined,
    NominationWithdrawn,
    NominatorNamed,
)
from shared.core.actor import Asked, by_nomination
from shared.core.decider import Decider, Forbidden, Refused, require
from shared.core.roles import Role
from shared.core.said import Moment

Event: TypeAlias = Fact | OfVacancy | stakeholders_terms.Fact

MOST: Final = 5
"""Nominators of a candidate who stand: named, asked or confirmed."""
EVER: Final = 20
"""Nominators that are named in all, since each may get a letter from this platform."""
TO_ANSWER: Final = timedelta(days=14)
"""For a nominator who is asked; never beyond the close of the call."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Nomination:
    """``answer_by``: None where nobody is asked to confirm."""

    answer_by: datetime | None
    step: Literal["named", "confirmed", "declined", "withdrawn"] = "named"

    def stands(self, at: datetime) -> bool:
        """Whether it counts, or can still come to count."""
        waits = self.answer_by is None or at < self.answer_by
        return self.step == "confirmed" or (self.step == "named" and waits)


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """``vacancy`` is there only while a decision reads it."""

    nominated: Mapping[str, Nomination] = field(default_factory=dict)
    vacancy: vacancies.State = field(default_factory=vacancies.Absent)


def decide(command: Command, asked: Asked, state: State) -> Sequence[Fact]:
    match command:
        case NameNominator():
            return _name(command, asked, state)
        case NominateCandidate():
            return _confirm(command, asked, state)
        case DeclineNomination():
            return _decline(command, asked, state)
        case WithdrawNomination():
            return _withdraw(command, asked, state)
        case AcceptNomination():
            return _accept(command, asked, state)
    assert_never(command)


def _name(command: NameNominator, asked: Asked, state: State) -> Sequence[Fact]:
    require(asked, Role.CANDIDATE, no="Only the Candidate may name a nominator.")
    vacancy = _own(command, asked, state)
    if command.nomination_id in state.nominated:
        return []
    closes_at = _open(vacancy, asked)
    _one_more(asked, state)
    if len(state.nominated) >= EVER:
        raise Refused("You have named twenty nominators. Write to the selection office.")
    answer_by = min(asked.at + TO_ANSWER, closes_at) if command.invited else None
    return [
        NominatorNamed(
            vacancy_id=command.vacancy_id,
            candidate_id=command.candidate_id,
            nomination_id=command.nomination_id,
            kind=command.kind,
            nominator=command.nominator,
            answer_by=answer_by,
            named_at=asked.at,
        )
    ]


def _accept(command: AcceptNomination, asked: Asked, state: State) -> Sequence[Fact]:
    require(asked, Role.CANDIDATE, no="Only the Candidate may accept a nomination.")
    vacancy = _own(command, asked, state)
    if command.nomination_id in state.nominated:
        return []
    _open(vacancy, asked)
    _one_more(asked, state)
    return [
        NominationAccepted(
            vacancy_id=command.vacancy_id,
            candidate_id=command.candidate_id,
            nomination_id=command.nomination_id,
            kind=command.kind,
            nominator=command.nominator,
            accepted_at=asked.at,
        )
    ]


def _own(command: NameNominator | AcceptNomination, asked: Asked, state: State) -> Vacancy:
    """Return the vacancy; refuse whoever did not send this application."""
    vacancy, candidate = _application(command, state)
    if candidate.applicant_id != asked.by.actor_id:
        raise Forbidden("This application is somebody else's.")
    return vacancy


def _one_more(asked: Asked, state: State) -> None:
    if sum(one.stands(asked.at) for one in state.nominated.values()) >= MOST:
        raise Refused("A candidate has at most five nominators. Withdraw one first.")


def _confirm(command: NominateCandidate, asked: Asked, state: State) -> Sequence[Fact]:
    vacancy, nomination = _asked(command, asked, state)
    if nomination.step == "confirmed":
        return []
    _waits(nomination, asked)
    _open(vacancy, asked)
    return [
        CandidateNominated(
            vacancy_id=command.vacancy_id,
            candidate_id=command.candidate_id,
            nomination_id=command.nomination_id,
            nominator=command.nominator,
            nominated_at=asked.at,
        )
    ]


def _decline(command: DeclineNomination, asked: Asked, state: State) -> Sequence[Fact]:
    _, nomination = _asked(command, asked, state)
    if nomination.step == "declined":
        return []
    if nomination.step == "confirmed":
        raise Refused("You confirmed this nomination: withdraw it instead.")
    _waits(nomination, asked)
    return [
        NominationDeclined(
            vacancy_id=command.vacancy_id,
            candidate_id=command.candidate_id,
            nomination_id=command.nomination_id,
            declined_at=asked.at,
        )
    ]


def _withdraw(command: WithdrawNomination, asked: Asked, state: State) -> Sequence[Fact]:
    vacancy, candidate = _application(command, state)
    nomination = _known(command, state)
    by: Literal["candidate", "nominator"] = "candidate"
    if asked.by == by_nomination(command.nomination_id):
        by = "nominator"
        if nomination.step == "named":
            raise Refused("You have not confirmed this nomination: decline it instead.")
    elif not asked.by.has(Role.CANDIDATE) or candidate.applicant_id != asked.by.actor_id:
        raise Forbidden("This nomination is somebody else's.")
    if nomination.step in {"declined", "withdrawn"}:
        return []
    # Not at the end of the review: that a link stopped opening then would tell of it.
    if vacancy.closing.published:
        raise Refused("The report is published.")
    return [
        NominationWithdrawn(
            vacancy_id=command.vacancy_id,
            candidate_id=command.candidate_id,
            nomination_id=command.nomination_id,
            by=by,
            withdrawn_at=asked.at,
        )
    ]


def _application(command: Command, state: State) -> tuple[Vacancy, Candidate]:
    """Return the vacancy and the application, which stands."""
    vacancy = state.vacancy
    if isinstance(vacancy, Vacancy):
        candidate = vacancy.candidates.get(command.candidate_id)
        if candidate is not None:
            if candidate.withdrawn:
                raise Refused("This application was withdrawn.")
            return vacancy, candidate
    raise Refused("There is no such application.")


def _known(command: Command, state: State) -> Nomination:
    nomination = state.nominated.get(command.nomination_id)
    if nomination is None:
        raise Refused("There is no such nomination.")
    return nomination


def _asked(
    command: NominateCandidate | DeclineNomination, asked: Asked, state: State
) -> tuple[Vacancy, Nomination]:
    if asked.by != by_nomination(command.nomination_id):
        raise Forbidden("Only whom the candidate asked may answer.")
    vacancy, _ = _application(command, state)
    return vacancy, _known(command, state)


def _waits(nomination: Nomination, asked: Asked) -> None:
    if nomination.step == "withdrawn":
        raise Refused("This nomination was withdrawn.")
    if nomination.step == "declined":
        raise Refused("You declined this nomination. The candidate can ask you again.")
    if nomination.answer_by is None:
        raise Refused("Nobody was asked to confirm this nomination.")
    if asked.at >= nomination.answer_by:
        raise Refused("The time to answer was over on {over}.", over=Moment(nomination.answer_by))


def _open(vacancy: Vacancy, asked: Asked) -> datetime:
    """Return when the call closes; nobody is nominated afterwards."""
    if vacancy.lapsed:
        raise Refused("This vacancy has lapsed.")
    if vacancy.closes_at is None:
        raise Refused("The call for this vacancy has not been issued yet.")
    if vacancy.call_over(asked.at):
        raise Refused("The call closed on {closed}.", closed=Moment(vacancy.closes_at))
    return vacancy.closes_at


def evolve(state: State, event: Event) -> State:
    match event:
        case NominatorNamed():
            named = Nomination(answer_by=event.answer_by)
            return replace(state, nominated={**state.nominated, event.nomination_id: named})
        case NominationAccepted():
            begun = Nomination(answer_by=None, step="confirmed")
            return replace(state, nominated={**state.nominated, event.nomination_id: begun})
        case CandidateNominated():
            return _with(state, event.nomination_id, "confirmed")
        case NominationDeclined():
            return _with(state, event.nomination_id, "declined")
        case NominationWithdrawn():
            return _with(state, event.nomination_id, "withdrawn")
        case _:
            return replace(state, vacancy=fold.evolve(state.vacancy, event))


def _with(
    state: State, nomination_id: str, step: Literal["confirmed", "declined", "withdrawn"]
) -> State:
    changed = replace(state.nominated[nomination_id], step=step)
    return replace(state, nominated={**state.nominated, nomination_id: changed})


def _consults(command: Command, _: State) -> Sequence[str]:
    return [VACANCY.stream_of(command.vacancy_id)]


NOMINATION: Decider[Command, Event, State] = Decider(
    category="nomination",
    key=lambda command: command.candidate_id,
    initial=State(),
    decide=decide,
    evolve=evolve,
    consults=_consults,
)
