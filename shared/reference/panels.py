"""Panels as data: who sits on one, how it works, and what its criteria mean."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class Preset:
    """``method`` and ``tie_rule`` as in shared.contracts.stakeholders_review.

    ``seats``: how many each regional group has at most.
    """

    name: str
    seats: Mapping[str, int]
    quorum: int
    method: Literal["criteria", "rank5"]
    scale: tuple[int, ...]
    tie_rule: Literal["take-all"]
    cut: int


_REGIONS: Final = MappingProxyType(dict.fromkeys(("AFR", "APG", "EEG", "GRULAC", "WEOG"), 1))

ADVISORY: Final = "advisory-panel"
"""What panels were before they had a preset."""

PRESETS: Final[Mapping[str, Preset]] = MappingProxyType(
    {
        "consultative-group": Preset(
            name="Consultative Group",
            seats=_REGIONS,
            quorum=3,
            method="rank5",
            scale=(5, 4, 3, 2, 1),
            tie_rule="take-all",
            cut=5,
        ),
        ADVISORY: Preset(
            name="Advisory Panel",
            seats=_REGIONS,
            quorum=3,
            method="criteria",
            scale=(),
            tie_rule="take-all",
            cut=5,
        ),
    }
)
"""The scale of the Group is not in its rules: it is the usual one, and a setting of each panel."""

CLOSINGS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "time-is-over": "The time for the review is over",
        "member-unavailable": "A member cannot be reached or cannot take part",
        "member-declines": "A member gives no preferences",
        "not-openable": "Preferences that were given cannot be opened",
    }
)
"""Why the chair closes a review although the preferences of a member are missing (A16)."""
