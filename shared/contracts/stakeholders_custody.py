"""Facts of stakeholders: what the open work of a mandate that ended becomes (SC3)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias

from shared.core.message import Sealed

Item: TypeAlias = Literal[
    "letters",
    "statements",
    "reply-cases",
    "recommendations",
    "visit-files",
    "missions",
    "visit-reports",
    "rounds",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class CustodyDecided:
    """One item of ``mandate`` goes to another, or with ``to`` None stays as a record.

    ``submission_ids``: those whose files go with it, none where consent stays with the old mandate.
    """

    mandate: str
    kind: Item
    item_id: str
    to: str | None
    submission_ids: tuple[str, ...]
    reason: Sealed
    decided_by: str
    decided_at: datetime


Fact: TypeAlias = CustodyDecided

TYPES: dict[str, type] = {"custody-decided": CustodyDecided}
