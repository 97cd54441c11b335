"""What intake tells of the points by which a submission is found admissible."""

from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from shared.core.message import Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class PointAnswered:
    """``mandate``: whose own point it is; None: of the standard list, which every mandate has.

    ``point``: its words as they were asked, so that they can be read when the list is another.
    ``note``: why it is admissible all the same, where it is not met; else what is worth saying.
    """

    mandate: str | None
    point: str
    met: bool
    note: Sealed | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AdmissibilityPointsNoted:
    """It stands on ``admissibility-<mandate>``, which a confirmation consults.

    ``points``: all that the mandate has of its own. ``changed_at``: when it said so.
    """

    mandate: str
    points: tuple[str, ...]
    changed_at: datetime
    noted_at: datetime


Fact: TypeAlias = AdmissibilityPointsNoted

TYPES: dict[str, type] = {"admissibility-points-noted": AdmissibilityPointsNoted}
