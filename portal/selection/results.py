"""The results of a panel: the members' scores and their means, candidate by candidate."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

from portal.selection.files import Score
from shared.reference import CRITERIA


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """``means`` by criterion, ``overall`` their mean: over the members who scored."""

    given: Sequence[Score]
    means: Mapping[str, float]
    overall: float


def results(scores: Iterable[Score]) -> dict[str, Result]:
    """Return the panel's scores, by candidate; candidates without a score are left out."""
    given: dict[str, list[Score]] = {}
    for score in scores:
        given.setdefault(score.candidate_id, []).append(score)
    return {candidate_id: _result(ones) for candidate_id, ones in given.items()}


def _result(given: Sequence[Score]) -> Result:
    means = {name: fmean(score.scores[name] for score in given) for name in CRITERIA}
    return Result(given=given, means=means, overall=fmean(means.values()))
