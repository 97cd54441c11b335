"""The Coordination Committee on a day: who is a member, who is the chair, and who is concerned.

Section D of selection-stakeholders-committee.md: K1, and SD5. Services and pages ask the same
questions here, of what they folded or read.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from shared.contracts.stakeholders_committee import Member

TERM_ENDED: Final = "term_ended"
RESIGNED: Final = "resigned"
"""A member left the Committee and holds the mandate still."""
LEAVING: Final = (TERM_ENDED, RESIGNED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Composition:
    """The Committee as one election made it.

    ``members``: in the order of the record, which is that of seniority. ``outgoing``: stays beside
    them. ``chairs``: the term of each, from its day. ``left``: the last day of each who left.
    """

    election_id: str
    elected_on: date
    kind: str
    members: Sequence[Member]
    outgoing: Member | None = None
    chairs: Sequence[tuple[date, str]] = ()
    left: Mapping[str, date] = field(default_factory=dict)

    @property
    def everybody(self) -> list[Member]:
        return [*self.members, *([self.outgoing] if self.outgoing else [])]

    def serving(self, on: date) -> list[Member]:
        """Return who is a member on this day. The day on which a member leaves is the last."""
        if on < self.elected_on:
            return []
        return [one for one in self.everybody if on <= self.left.get(one.term_id, date.max)]

    def chair(self, on: date) -> Member | None:
        """Return who is the chair on this day; None: nobody is, or who was has left."""
        begun = [one for one in self.chairs if one[0] <= on]
        if not begun:
            return None
        term_id = max(begun, key=lambda one: one[0])[1]
        return next((one for one in self.serving(on) if one.term_id == term_id), None)

    def member(self, actor_id: str, on: date) -> Member | None:
        """Return as which member this account serves on this day; None: as none."""
        return next((one for one in self.serving(on) if one.holder_id == actor_id), None)

    def is_chair(self, actor_id: str, on: date) -> bool:
        chair = self.chair(on)
        return chair is not None and chair.holder_id == actor_id


def on_day(some: Iterable[Composition], on: date) -> Composition | None:
    """Return the Committee of this day: the last that was elected until then."""
    begun = [one for one in some if one.elected_on <= on]
    return max(begun, key=lambda one: one.elected_on, default=None)


def concerned(
    member: Member | None, *, states: Iterable[str] = (), mandates: Iterable[str] = ()
) -> bool:
    """Return whether one of these is the member's own: a nationality, or the mandate (SD5)."""
    if member is None:
        return False
    return member.mandate in set(mandates) or not set(member.nationalities).isdisjoint(states)


def has_left(some: Iterable[Composition], actor_id: str, on: date) -> bool:
    """Return whether this account was a member once, and is none on this day.

    An account of which no election says anything works for the Committee by its role alone.
    """
    begun = [one for one in some if one.elected_on <= on]
    now = on_day(begun, on)
    was = any(member.holder_id == actor_id for one in begun for member in one.everybody)
    return was and (now is None or now.member(actor_id, on) is None)


def stands_in(
    now: Composition | None,
    on: date,
    *,
    states: Iterable[str],
    mandates: Iterable[str],
    unable: Collection[str] = (),
) -> Member | None:
    """Return who does what the chair does where these are concerned: the chair, or the next member.

    Members stand in by seniority. ``unable``: accounts that cannot. None: nobody is the chair, the
    chair has no account, or all are concerned; then everybody may who is not.
    """
    chair = now.chair(on) if now else None
    if now is None or chair is None or chair.holder_id is None:
        return None
    places, themes = set(states), set(mandates)
    these = (chair, *now.serving(on))
    able = (one for one in these if one.holder_id and one.holder_id not in unable)
    return next((one for one in able if not concerned(one, states=places, mandates=themes)), None)
