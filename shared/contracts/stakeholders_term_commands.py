"""The commands of the terms of mandate-holders. The Chief asks for each."""

from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from shared.core.message import Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class StartHolderTerm:
    """``seat``: the regional group of a Working Group's seat. ``ends_on``: the last day."""

    term_id: str
    mandate: str
    seat: str | None
    holder: Sealed
    holder_id: str | None
    number: int
    starts_on: date
    ends_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class EndHolderTerm:
    """``reason_code``: one of shared.reference.terms.ENDS. ``ended_on``: the last day."""

    mandate: str
    term_id: str
    reason_code: str
    ended_on: date


Command: TypeAlias = StartHolderTerm | EndHolderTerm

TYPES: dict[str, type] = {
    "start-holder-term": StartHolderTerm,
    "end-holder-term": EndHolderTerm,
}
