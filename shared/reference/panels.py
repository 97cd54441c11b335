"""Panels as data: who sits on one, how it works, and what its criteria mean."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal

from shared.core.actor import system
from shared.reference import REGIONS


@dataclass(frozen=True, slots=True, kw_only=True)
class Preset:
    """``method`` and ``tie_rule`` as in shared.contracts.stakeholders_review.

    ``about``: name and method in words. ``seats``: the regional groups and constituencies that can
    have one.
    """

    name: str
    about: str
    seats: Collection[str]
    quorum: int
    method: Literal["criteria", "rank5"]
    scale: tuple[int, ...]
    tie_rule: Literal["take-all"]
    cut: int


CONSTITUENCIES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "NGO": "Civil society",
        "NHRI": "National human rights institutions",
        "ACADEMIA": "Universities and research",
    }
)
SEATS: Final[Mapping[str, str]] = MappingProxyType({**REGIONS, **CONSTITUENCIES})
"""The panel of 2005 has experts of all regions and constituencies."""

ADVISORY: Final = "advisory-panel"
"""What panels were before they had a preset."""

PRESETS: Final[Mapping[str, Preset]] = MappingProxyType(
    {
        "consultative-group": Preset(
            name="Consultative Group",
            about="Consultative Group: each member ranks five candidates",
            seats=REGIONS.keys(),
            quorum=3,
            method="rank5",
            scale=(5, 4, 3, 2, 1),
            tie_rule="take-all",
            cut=5,
        ),
        ADVISORY: Preset(
            name="Advisory Panel",
            about="Advisory Panel: each member scores every candidate by six criteria",
            seats=SEATS.keys(),
            quorum=3,
            method="criteria",
            scale=(),
            tie_rule="take-all",
            cut=5,
        ),
    }
)
"""The scale of the Group is not in its rules: it is the usual one, and a setting of each panel."""

MEANINGS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "expertise": "Knowledge of human rights law, and of the theme or country of the mandate",
        "experience": "What the person has done in this field, and for how long",
        "independence": "No tie to a Government or another body that could give instructions",
        "impartiality": "Judges each State and each source alike",
        "integrity": "Honest, and of moral authority; keeps what is told in confidence",
        "objectivity": "Rests on facts that can be checked, and hears all sides",
    }
)
"""What each criterion of shared.reference.CRITERIA asks. Fluency in the language of the form is not
judged."""

SEATS_CLOCK: Final = system("panel-seats")
"""Who says that the term of a seat is over."""
ENDING_DAYS: Final = 30
"""So many days before the last day of a seat its member is told."""
LONGER_TERMS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "selection-goes-on": "The selection takes longer than was foreseen",
        "no-successor": "The regional group has named no successor yet",
        "wrong-day": "The last day was entered wrongly",
    }
)
"""Why the term of a seat on a panel is extended."""

CLOSINGS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "time-is-over": "The time for the review is over",
        "member-unavailable": "A member cannot be reached or cannot take part",
        "member-declines": "A member gives no preferences",
        "not-openable": "Preferences that were given cannot be opened",
    }
)
"""Why the chair closes a review although the preferences of a member are missing (A16)."""
