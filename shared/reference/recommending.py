"""Code lists of recommendations: addressees, positions, affected persons, targets, endings.

Codes are our own; what others call the same, and when, is a matter of an import.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

ADDRESSEES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "nhri": "National human rights institution",
        "parliament": "Parliament",
        "judiciary": "Judiciary",
        "un": "United Nations country team or agency",
        "company": "Company",
        "donors": "Donors and international community",
        "other": "Somebody else",
    }
)
"""To whom a recommendation goes beside the Government of the State."""
MOST_PROPOSED: Final = 5
"""Addressees of one recommendation that one Resident Coordinator has proposed and that wait."""

POSITIONS: Final[Mapping[str, str]] = MappingProxyType(
    {"supported": "Supported", "partly": "Accepted in part", "noted": "Noted"}
)
"""What a Government says of a recommendation."""

TYPES: Final[Mapping[str, str]] = MappingProxyType(
    {"recommendation": "Recommendation", "concern": "Concern or observation"}
)
"""What a text of a mandate's own is; a recommendation, unless it says otherwise."""
TYPES_OF_UHRI: Final[Mapping[str, str]] = MappingProxyType(
    {"recommendation": "Recommendations", "concern": "Concerns/Observations"}
)
"""How UHRI's spreadsheet calls them."""

SOURCE_KINDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "visit_report": "Report on a visit",
        "thematic_report": "Thematic report",
        "communication": "Communication",
        "follow_up": "Follow-up",
    }
)
"""In what a mandate issued it."""

TIME_FRAMES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "at_once": "At once",
        "months": "Within six months",
        "year": "Within one year",
        "years": "Within several years",
        "ongoing": "All the time",
    }
)
"""By when it is to be done, as its text asks."""

CLOSINGS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "implemented": "It is implemented",
        "overtaken": "Events have overtaken it",
        "merged": "Another recommendation includes it",
        "superseded": "A newer recommendation supersedes it",
        "state_ended": "The State has ceased to exist",
        "decision": "The mandate no longer follows it up",
    }
)
BY_ANOTHER: Final = frozenset({"merged", "superseded"})
"""The endings that name the recommendation which stands in its place."""

AFFECTED: Final[Mapping[str, str]] = MappingProxyType(
    {
        "women": "Women and girls",
        "children": "Children",
        "older": "Older persons",
        "disability": "Persons with disabilities",
        "indigenous": "Indigenous peoples",
        "minorities": "Minorities",
        "african_descent": "People of African descent",
        "lgbti": "Lesbian, gay, bisexual, trans and intersex persons",
        "migrants": "Migrants and refugees",
        "displaced": "Internally displaced persons",
        "stateless": "Stateless persons",
        "trafficked": "Victims of trafficking and slavery",
        "detained": "Persons deprived of their liberty",
        "disappeared": "Disappeared persons and their families",
        "conflict": "Persons in armed conflict",
        "poverty": "Persons in poverty",
        "rural": "Peasants and people in rural areas",
        "workers": "Workers",
        "albinism": "Persons with albinism",
        "leprosy": "Persons affected by leprosy",
        "hiv": "Persons living with HIV",
        "defenders": "Human-rights defenders",
        "media": "Journalists and media workers",
        "lawyers": "Judges, lawyers and prosecutors",
        "officials": "Law enforcement officials",
        "victims": "Victims and their families",
    }
)
"""The persons whom a recommendation is about."""

LISTS: Final = (ADDRESSEES, POSITIONS, TYPES, SOURCE_KINDS, TIME_FRAMES, CLOSINGS, AFFECTED)
"""What pages say of them."""

_TARGETS = {
    1: "1-5ab", 2: "1-5abc", 3: "1-9abcd", 4: "1-7abc", 5: "1-6abc", 6: "1-6ab", 7: "1-3ab",
    8: "1-10ab", 9: "1-5abc", 10: "1-7abc", 11: "1-7abc", 12: "1-8abc", 13: "1-3ab",
    14: "1-7abc", 15: "1-9abc", 16: "1-10ab", 17: "1-19",
}  # fmt: skip


def _numbered(goal: int, said: str) -> list[str]:
    last = said.removeprefix("1-").rstrip("abcd")
    letters = said[len("1-") + len(last) :]
    return [f"{goal}.{one}" for one in (*range(1, int(last) + 1), *letters)]


TARGETS: Final[tuple[str, ...]] = tuple(
    target for goal, said in _TARGETS.items() for target in _numbered(goal, said)
)
"""The 169 targets of the Sustainable Development Goals, as they are numbered."""
