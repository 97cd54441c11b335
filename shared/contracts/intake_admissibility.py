"""Facts of intake about admissibility: the points that a submission has to meet."""

from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from shared.core.message import Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class PointAnswered:
    """``mandate``: whose own point it is; None: a standard point, which every mandate has.

    ``point``: its wording when it was asked, which stays readable when the list changes. ``note``:
    if the point is not met, why the submission is admissible all the same; otherwise a remark.
    """

    mandate: str | None
    point: str
    met: bool
    note: Sealed | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AdmissibilityPointsNoted:
    """It is on ``admissibility-<mandate>``, which a confirmation reads.

    ``points``: all points of the mandate's own. ``changed_at``: when the mandate set them.
    """

    mandate: str
    points: tuple[str, ...]
    changed_at: datetime
    noted_at: datetime


Fact: TypeAlias = AdmissibilityPointsNoted

TYPES: dict[str, type] = {"admissibility-points-noted": AdmissibilityPointsNoted}
