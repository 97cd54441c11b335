"""The balance of a list of candidates: gender and regional groups.

It is shown for the list as a whole (resolution 5/1, annex, paragraph 40), and is never part of
anybody's score.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from shared.reference import GENDERS, REGIONS

NO_GROUP = "No regional group"


class Person(Protocol):
    @property
    def gender(self) -> str: ...
    @property
    def region(self) -> str | None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """The number of candidates of a kind on the list, and among all eligible ones."""

    label: str
    listed: int
    eligible: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Balance:
    listed: int
    eligible: int
    genders: Sequence[Share]
    regions: Sequence[Share]


def balance(listed: Sequence[Person], eligible: Sequence[Person]) -> Balance:
    """Return the shares of every regional group and of each gender that occurs."""
    genders = _shares(
        GENDERS, [person.gender for person in listed], [person.gender for person in eligible]
    )
    regions = _shares(
        {**REGIONS, "": NO_GROUP},
        [person.region or "" for person in listed],
        [person.region or "" for person in eligible],
    )
    return Balance(
        listed=len(listed),
        eligible=len(eligible),
        genders=[share for share in genders if share.eligible],
        regions=[share for share in regions if share.eligible or share.label != NO_GROUP],
    )


def _shares(
    labels: Mapping[str, str], listed: Sequence[str], eligible: Sequence[str]
) -> list[Share]:
    on_list, in_all = Counter(listed), Counter(eligible)
    return [
        Share(label=label, listed=on_list[code], eligible=in_all[code])
        for code, label in labels.items()
    ]
