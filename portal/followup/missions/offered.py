"""Which steps the page of a mission offers, by where it stands. The service rules."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from portal.followup.missions.queries import Mission, Passed, Taken
from shared.contracts.followup_missions import Phase, What
from shared.reference.visits import AHEAD

_NEXT: Final[Mapping[Phase, tuple[What, ...]]] = {
    "planning": ("programme_agreed", "security_cleared", "began"),
    "underway": ("interrupted", "ended"),
    "interrupted": ("resumed", "ended"),
    "ended": ("completed", "sources_told"),
    "completed": ("sources_told",),
}
HOLDERS: Final[frozenset[What]] = frozenset({"interrupted", "resumed", "ended", "completed"})
_BACK: Final[tuple[What, ...]] = ("taken_back",)
_MOVES: Final = HOLDERS | {"began"}


def steps(
    one: Mission, taken: Sequence[Taken], today: date, *, decides: bool, items: bool
) -> tuple[What, ...]:
    """Return the steps that can follow, of those that this person may log.

    ``decides``: whether this person decides what is the holder's; ``items``: whether the programme
    with the State has any.
    """
    if not one.works or (one.plans == "called_off" and one.phase == "planning"):
        return ()
    never: set[What] = set() if decides else set(HOLDERS)
    if not items:
        never.add("programme_agreed")
    if not _begins(one, taken, today):
        never.add("began")
    if not _taken_back(taken, decides=decides):
        never.add("taken_back")
    return tuple(what for what in (*_NEXT[one.phase], *_BACK) if what not in never)


def findings(one: Mission, *, decides: bool) -> tuple[str, ...]:
    """Return what this person may log of the preliminary findings (M11). The service rules."""
    if not one.works or one.phase == "planning":
        return ()
    return ("shared", "refused") if decides else ("shared",)


def _begins(one: Mission, taken: Sequence[Taken], today: date) -> bool:
    cleared = any(each.what == "security_cleared" and each.step > one.dated for each in taken)
    return cleared and one.plans == "agreed" and one.dates.first <= today + AHEAD


def _taken_back(taken: Sequence[Taken], *, decides: bool) -> bool:
    moves: list[What | Passed] = []
    for each in taken:
        if each.what == "taken_back":
            moves = moves[:-1]
        elif each.what in _MOVES:
            moves.append(each.what)
    return bool(moves) and (decides or moves[-1] not in HOLDERS)
