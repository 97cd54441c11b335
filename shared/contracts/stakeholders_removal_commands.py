"""The commands about a Government's requests to remove an entry of the register."""

from dataclasses import dataclass
from typing import TypeAlias

from shared.core.message import Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestRemoval:
    """``by_letter``: a stakeholder officer records it; else somebody of the Government asks."""

    request_id: str
    state: str
    text: Sealed
    by_letter: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceRemovalRequest:
    """``organisation_id``: the entry that is meant; None: none here. ``told``: it is told."""

    request_id: str
    organisation_id: str | None
    told: bool


Command: TypeAlias = RequestRemoval | PlaceRemovalRequest

TYPES: dict[str, type] = {
    "request-removal": RequestRemoval,
    "place-removal-request": PlaceRemovalRequest,
}
