"""Terms of reference of a country visit as data: versions, and the clauses of each.

visits-recommendations-knowledge.md section E.6.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

OTHER: Final = "other"
"""What a Government and the mandate wrote themselves."""
VERSIONS: Final = ("2016", "1998", OTHER)
"""The current one first."""
_ALL: Final = frozenset(VERSIONS)
CLAUSES: Final[Mapping[str, frozenset[str]]] = MappingProxyType(
    {
        "movement": _ALL,
        "authorities": _ALL,
        "contacts": _ALL,
        "detention": _ALL,
        "documents": _ALL,
        "protection": _ALL,
        "reprisals": _ALL - {"1998"},
        "security": _ALL,
        "staff": _ALL,
    }
)
"""In which versions each clause stands; 2016 added reprisals, also by private actors."""
SETTLED: Final = frozenset({"accepted", "reservation_accepted"})


def clauses_of(version: str) -> tuple[str, ...]:
    return tuple(code for code, versions in CLAUSES.items() if version in versions)
