"""The panel and its short list: procedure.md section 2.2, D6 to D9, and section 6.2, R4 and R18."""

from collections.abc import Sequence

from services.stakeholders.events import Event
from services.stakeholders.vacancy.recusal import taking_part
from services.stakeholders.vacancy.state import Candidate, Vacancy
from shared.contracts.stakeholders import (
    CandidateScored,
    PanelEstablished,
    ReviewClosed,
    Seat,
    ShortlistAdopted,
)
from shared.contracts.stakeholders_selection_commands import (
    AdoptShortlist,
    CloseReview,
    EstablishPanel,
    ScoreCandidate,
)
from shared.core.actor import Asked
from shared.core.decider import Forbidden, Refused, require
from shared.core.roles import Role
from shared.core.said import Count, Number
from shared.reference import CRITERIA, SHORT_LIST

MEMBERS = 3
"""A panel has at least this many; at most one for each of the five regional groups."""

_BEST = 5


def establish(command: EstablishPanel, asked: Asked, state: Vacancy) -> Sequence[Event]:
    """After the first score the members stay; the chair may pass to another of them."""
    require(
        asked,
        Role.SELECTION_OFFICER,
        no="Only the OHCHR selection officer may establish the panel.",
    )
    seats = frozenset(command.seats)
    if seats == state.seats:
        return []
    if state.shortlist is not None:
        raise Refused("The short list has been adopted.")
    members = {seat.member_id for seat in seats}
    if len(seats) < MEMBERS:
        raise Refused("A panel has at least {least} members.", least=Number(MEMBERS))
    if len(members) < len(seats) or len({seat.region for seat in seats}) < len(seats):
        raise Refused("Give each member one seat, and each regional group at most one.")
    if sum(seat.chair for seat in seats) != 1:
        raise Refused("A panel has exactly one chair.")
    if any(candidate.applicant_id in members for candidate in state.candidates.values()):
        raise Refused("Somebody who applied for this vacancy cannot sit on its panel.")
    begun = state.scored or state.review_closed
    if begun and _members(seats) != _members(state.seats):
        raise Refused(
            "Scoring has begun: the members of the panel stay. "
            "The chair can pass, and a seat can go to an alternate or successor."
        )
    return [
        PanelEstablished(
            vacancy_id=command.vacancy_id,
            mandate=state.mandate,
            seats=command.seats,
            established_by=asked.by.actor_id,
            established_at=asked.at,
        )
    ]


def score(command: ScoreCandidate, asked: Asked, state: Vacancy) -> Sequence[Event]:
    member = taking_part(
        asked,
        state,
        no="Only the Panel member or Panel chair may score candidates.",
        nor="Only a member of this panel may score candidates.",
    ).member_id
    file = _file(command.candidate_id, state)
    if file.out(member):
        raise Forbidden("You have no part in this file.")
    if command.candidate_id not in state.disclosed.get(member, ()):
        raise Refused("Say first whether you have a conflict of interest.")
    if file.scores.get(member) == (command.scores, command.note):
        return []
    if state.review_closed:
        raise Refused("The review is closed: scores can no longer change.")
    if not state.call_over(asked.at):
        raise Refused("Candidates are scored once the call has closed.")
    if command.scores.keys() != CRITERIA.keys() or any(
        not 1 <= value <= _BEST for value in command.scores.values()
    ):
        raise Refused("Score every criterion from 1 to {best}.", best=Number(_BEST))
    return [
        CandidateScored(
            vacancy_id=command.vacancy_id,
            candidate_id=command.candidate_id,
            member_id=member,
            scores=command.scores,
            note=command.note,
            scored_at=asked.at,
        )
    ]


def close_review(command: CloseReview, asked: Asked, state: Vacancy) -> Sequence[Event]:
    _chair(
        taking_part(
            asked,
            state,
            no="Only the Panel member or Panel chair may close the review.",
            nor="Only a member of this panel may close the review.",
        ),
        no="Only the chair of this panel may close the review.",
    )
    if state.review_closed:
        return []
    if not state.call_over(asked.at):
        raise Refused("The call is still open.")
    waiting = sum(one.screened is None and not one.withdrawn for one in state.candidates.values())
    if waiting:
        raise Refused.many(
            "{n} application must be screened first.",
            "{n} applications must be screened first.",
            n=Count(waiting),
        )
    _quorate(state)
    if not state.eligible():
        raise Refused(
            "There is no eligible candidate to review. "
            "The selection officer can extend the call or issue it again."
        )
    missing = state.missing_scores()
    if missing and not command.force:
        raise Refused.many(
            "{n} score still to come. Wait, or close without.",
            "{n} scores still to come. Wait, or close without.",
            n=Count(missing),
        )
    return [
        ReviewClosed(
            vacancy_id=command.vacancy_id,
            mandate=state.mandate,
            missing_scores=missing,
            closed_by=asked.by.actor_id,
            closed_at=asked.at,
        )
    ]


def adopt(command: AdoptShortlist, asked: Asked, state: Vacancy) -> Sequence[Event]:
    chair = _chair(
        taking_part(
            asked,
            state,
            no="Only the Panel member or Panel chair may adopt the short list.",
            nor="Only a member of this panel may adopt the short list.",
        ),
        no="Only the chair of this panel may adopt the short list.",
    ).member_id
    by_rank = sorted(command.ranking, key=lambda ranked: (ranked.rank, ranked.candidate_id))
    listed = tuple(ranked.candidate_id for ranked in by_rank)
    ranks = tuple(ranked.rank for ranked in by_rank)
    if state.shortlist is not None:
        if (state.shortlist, state.ranks) == (listed, ranks):
            return []
        raise Refused("The short list has been adopted.")
    if not state.review_closed:
        raise Refused("Close the review first.")
    _quorate(state)
    eligible = state.eligible()
    if not eligible:
        raise Refused(
            "No eligible candidate is left. The selection officer can issue the call again."
        )
    if state.is_out(chair):
        # Whoever is out of a file cannot place it above or below another one.
        raise Forbidden(
            "You declared a conflict on one of these files. "
            "The selection officer can give the chair to another member."
        )
    if any(candidate_id not in eligible for candidate_id in listed):
        raise Refused("Only eligible candidates can be on the short list.")
    if len(set(listed)) < len(listed):
        raise Refused("A candidate can be on the short list only once.")
    if any(rank != 1 + sum(other < rank for other in ranks) for rank in ranks):
        raise Refused(
            "Rank the candidates 1, 2, 3 and so on, none left out. Equals share a rank and the "
            "next one skips: 1, 1, 3."
        )
    expected = min(SHORT_LIST, len(eligible))
    if len(listed) < expected:
        raise Refused.many(
            "Rank at least {n} candidate.", "Rank at least {n} candidates.", n=Count(expected)
        )
    return [
        ShortlistAdopted(
            vacancy_id=command.vacancy_id,
            mandate=state.mandate,
            ranking=tuple(by_rank),
            adopted_by=chair,
            adopted_at=asked.at,
        )
    ]


def _quorate(state: Vacancy) -> None:
    """Refuse while too few take part: alternates come, the quorum never goes down."""
    if len(state.active()) < MEMBERS:
        raise Refused(
            "A panel decides with at least {least} members who take part. The selection officer "
            "gives the seats of recused members to alternates.",
            least=Number(MEMBERS),
        )


def _chair(seat: Seat, *, no: str) -> Seat:
    if not seat.chair:
        raise Forbidden(no)
    return seat


def _file(candidate_id: str, state: Vacancy) -> Candidate:
    file = state.eligible().get(candidate_id)
    if file is None:
        raise Refused("There is no such file.")
    return file


def _members(seats: frozenset[Seat]) -> set[tuple[str, str]]:
    return {(seat.member_id, seat.region) for seat in seats}
