"""The panel and its short list: procedure.md section 2.2, D6 to D9, and section 6.2, R4 and R18."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from services.stakeholders.events import Event
from services.stakeholders.vacancy.candidate import Candidate
from services.stakeholders.vacancy.recusal import disclosed_by_all, taking_part
from services.stakeholders.vacancy.seats import not_over
from services.stakeholders.vacancy.state import Vacancy
from shared.contracts.stakeholders import (
    PanelEstablished,
    Seat,
    ShortlistAdopted,
)
from shared.contracts.stakeholders_review import Rules
from shared.contracts.stakeholders_selection_commands import (
    AdoptShortlist,
    EstablishPanel,
)
from shared.core.actor import Asked
from shared.core.decider import Forbidden, Refused, require
from shared.core.roles import Role
from shared.core.said import Count, Number
from shared.reference import SHORT_LIST
from shared.reference.panels import PRESETS

MEMBERS = 3
"""So many take part at least, where a panel has no rules of its own yet."""


def establish(command: EstablishPanel, asked: Asked, state: Vacancy) -> Sequence[Event]:
    """Once something was given members, their terms and rules stay; the chair may pass on."""
    require(
        asked,
        Role.SELECTION_OFFICER,
        no="Only the OHCHR selection officer may establish the panel.",
    )
    begun = state.scored or state.review_closed
    taken = _as_they_are(command, state) if begun else command.seats
    seats, rules = frozenset(taken), _rules(command)
    if begun and state.rules and _same(rules, state.rules):
        rules = state.rules
    if (seats, rules) == (state.seats, state.rules):
        return []
    if state.shortlist is not None:
        raise Refused("The short list has been adopted.")
    _well_made(command, seats, rules)
    members = {seat.member_id for seat in seats}
    if any(candidate.applicant_id in members for candidate in state.candidates.values()):
        raise Refused("Somebody who applied for this vacancy cannot sit on its panel.")
    if begun and _members(seats) != _members(state.seats):
        raise Refused(
            "Scoring has begun: the members of the panel stay. "
            "The chair can pass, and a seat can go to an alternate or successor."
        )
    if begun and rules != state.rules:
        raise Refused("The review has begun: the panel works on as it began.")
    if not begun:
        for seat in seats - state.seats:
            not_over(seat.ends_on, asked)
    return [
        PanelEstablished(
            vacancy_id=command.vacancy_id,
            mandate=state.mandate,
            seats=taken,
            rules=rules,
            established_by=asked.by.actor_id,
            established_at=asked.at,
        )
    ]


def _well_made(command: EstablishPanel, seats: frozenset[Seat], rules: Rules) -> None:
    members = {seat.member_id for seat in seats}
    if len(seats) < rules.quorum:
        raise Refused("A panel has at least {least} members.", least=Number(rules.quorum))
    if len(members) < len(seats) or len({seat.region for seat in seats}) < len(seats):
        raise Refused("Give each member one seat, and each regional group at most one.")
    if not {seat.region for seat in seats} <= set(PRESETS[command.preset].seats):
        raise Refused("This panel has no seat for a constituency, only for regional groups.")
    if sum(seat.chair for seat in seats) != 1:
        raise Refused("A panel has exactly one chair.")


def adopt(command: AdoptShortlist, asked: Asked, state: Vacancy) -> Sequence[Event]:
    by = chair(
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
    screened_first(file for file in state.candidates.values() if file.additional)
    quorate(state)
    eligible = state.eligible()
    if not eligible:
        raise Refused(
            "No eligible candidate is left. The selection officer can issue the call again."
        )
    if state.is_out(by):
        # Whoever is out of a file cannot place it above or below another one.
        raise Forbidden(
            "You declared a conflict on one of these files. "
            "The selection officer can give the chair to another member."
        )
    if any(candidate_id not in eligible for candidate_id in listed):
        raise Refused("Only eligible candidates can be on the short list.")
    disclosed_by_all(listed, state)
    if len(set(listed)) < len(listed):
        raise Refused("A candidate can be on the short list only once.")
    if any(rank != 1 + sum(other < rank for other in ranks) for rank in ranks):
        raise Refused(
            "Rank the candidates 1, 2, 3 and so on, none left out. Equals share a rank and the "
            "next one skips: 1, 1, 3."
        )
    called = sum(not file.additional for file in eligible.values())
    expected = min(SHORT_LIST, max(called, 1))
    if len(listed) < expected:
        raise Refused.many(
            "Rank at least {n} candidate.", "Rank at least {n} candidates.", n=Count(expected)
        )
    return [
        ShortlistAdopted(
            vacancy_id=command.vacancy_id,
            mandate=state.mandate,
            ranking=tuple(by_rank),
            adopted_by=by,
            adopted_at=asked.at,
        )
    ]


def screened_first(files: Iterable[Candidate]) -> None:
    """Refuse while an officer has yet to say what an application is."""
    waiting = sum(file.waits for file in files)
    if waiting:
        raise Refused.many(
            "{n} application must be screened first.",
            "{n} applications must be screened first.",
            n=Count(waiting),
        )


def quorate(state: Vacancy) -> None:
    """Refuse while too few take part: alternates come, the quorum never goes down."""
    least = state.rules.quorum if state.rules else MEMBERS
    if len(state.active()) < least:
        raise Refused(
            "A panel decides with at least {least} members who take part. The selection officer "
            "gives the seats of recused members to alternates.",
            least=Number(least),
        )


def chair(seat: Seat, *, no: str) -> Seat:
    if not seat.chair:
        raise Forbidden(no)
    return seat


def _rules(command: EstablishPanel) -> Rules:
    """The rules of the preset, with points of one's own where the members rank."""
    preset = PRESETS.get(command.preset)
    if preset is None:
        raise Refused("Choose how the panel works from the list.")
    points = command.scale if preset.scale and command.scale else preset.scale
    if any(lower >= higher for higher, lower in pairwise(points)) or any(p < 1 for p in points):
        raise Refused("Each place has fewer points than the one before it, and at least 1.")
    return Rules(
        preset=command.preset,
        method=preset.method,
        scale=points,
        quorum=preset.quorum,
        tie_rule=preset.tie_rule,
        cut=preset.cut,
    )


def _as_they_are(command: EstablishPanel, state: Vacancy) -> tuple[Seat, ...]:
    """Return the seats with the terms that they have: those are extended, each with a reason."""
    ends = {seat.member_id: seat.ends_on for seat in state.seats}
    return tuple(replace(seat, ends_on=ends.get(seat.member_id)) for seat in command.seats)


def _same(rules: Rules, begun: Rules) -> bool:
    """Whether a panel goes on as it began; what its preset says may have changed since."""
    return (rules.preset, rules.scale) == (begun.preset, begun.scale)


def _members(seats: frozenset[Seat]) -> set[tuple[str, str]]:
    return {(seat.member_id, seat.region) for seat in seats}
