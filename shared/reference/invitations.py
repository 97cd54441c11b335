"""Standing invitations: what stood on a day, by the entries of a State's register."""

from collections.abc import Iterable
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


def standing(changes: Iterable[Change], on: date) -> Change | None:
    """Return what stood at the end of that day; None: nothing is on record by then.

    Of one day the entry that was recorded last counts.
    """
    by_then = [one for one in changes if one.dated_on <= on]
    return max(reversed(by_then), key=lambda one: one.dated_on, default=None)
