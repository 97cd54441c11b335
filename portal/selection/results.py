"""The results of a panel: scores and their means, or places and their points, by candidate.

They order the talk and decide nothing (SA6 of selection-stakeholders-committee.md section A.4).
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from statistics import fmean

from portal.selection.files import Score
from portal.selection.given import Opened
from shared.contracts.stakeholders_points import mean_of
from shared.reference import CRITERIA


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """``means`` by criterion, ``overall`` their mean: over the members who scored.

    ``value``: the same, exact, so that a tie is a tie.
    """

    given: Sequence[Score]
    means: Mapping[str, float]
    overall: float
    value: Fraction


def results(scores: Iterable[Score]) -> dict[str, Result]:
    """Return the panel's scores, by candidate; candidates without a score are left out."""
    given: dict[str, list[Score]] = {}
    for score in scores:
        given.setdefault(score.candidate_id, []).append(score)
    return {candidate_id: _result(ones) for candidate_id, ones in given.items()}


def _result(given: Sequence[Score]) -> Result:
    means = {name: fmean(score.scores[name] for score in given) for name in CRITERIA}
    value = mean_of([score.scores for score in given])
    return Result(given=given, means=means, overall=float(value), value=value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Points:
    """``places``: by member, 1 for the first."""

    total: int
    places: Mapping[str, int]


def points(
    opened: Iterable[Opened], scale: Sequence[int], among: Collection[str]
) -> dict[str, Points]:
    """Return the points of each of these candidates whom a member placed.

    A place stays what it was when somebody above withdrew.
    """
    places: dict[str, dict[str, int]] = {}
    for one in opened:
        for place, candidate_id in enumerate(one.sheet.order if one.sheet else (), 1):
            if candidate_id in among:
                places.setdefault(candidate_id, {})[one.member_id] = place
    return {
        candidate_id: Points(total=sum(scale[place - 1] for place in of.values()), places=of)
        for candidate_id, of in places.items()
    }


def scores_of(opened: Iterable[Opened], among: Collection[str]) -> list[Score]:
    """Return what members scored, void or not."""
    return [
        Score(
            candidate_id=scored.candidate_id,
            member_id=one.member_id,
            scores=scored.scores,
            note=scored.note,
        )
        for one in opened
        if one.sheet
        for scored in one.sheet.scored
        if scored.candidate_id in among
    ]
