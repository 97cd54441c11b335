"""An answer of the table of coverage."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """``source``: None where the platform counted. ``dated_on``: of the source, or of the count.

    ``beside``: another answer that is on record, and does not stand (decision 0154).
    """

    value: str
    source: str | None
    dated_on: date
    beside: "Cell | None" = None


Cells: TypeAlias = Mapping[str, Mapping[str, Cell]]
"""Standard to State to answer; what is not in it has no data."""
