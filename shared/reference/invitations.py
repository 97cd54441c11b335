"""Standing invitations: what stood on a day, by the entries of a State's register."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal, TypeAlias

Scope: TypeAlias = Literal["extended", "limited", "withdrawn"]
PLEDGES: Final = ("extend", "honour", "cooperate")


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """From ``dated_on`` the invitation is extended, limited to ``mandates``, or withdrawn."""

    dated_on: date
    scope: Scope
    mandates: tuple[str, ...] = ()

    def invites(self, mandate: str) -> bool:
        return self.scope == "extended" or (self.scope == "limited" and mandate in self.mandates)


def in_force(changes: Iterable[Change]) -> Sequence[Change]:
    """Return those that change what stands, by day; those of one day as they were recorded.

    What rests on an entry that was struck changes nothing: no withdrawal without an invitation, and
    nothing that says once more what stands.
    """
    found: list[Change] = []
    for one in sorted(changes, key=lambda one: one.dated_on):
        if _says(one) != (_says(found[-1]) if found else _NOTHING):
            found.append(one)
    return found


def standing(changes: Iterable[Change], on: date) -> Change | None:
    """Return what stood at the end of that day; None: nothing is on record by then."""
    by_then = in_force(one for one in changes if one.dated_on <= on)
    return by_then[-1] if by_then else None


_Says: TypeAlias = tuple[Scope, frozenset[str]]
_NOTHING: Final[_Says] = ("withdrawn", frozenset())


def _says(one: Change) -> _Says:
    return one.scope, frozenset(one.mandates)
