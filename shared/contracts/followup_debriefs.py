"""Facts of followup about the debrief of a mission: M13 of visits-recommendations-knowledge.md.

A stream for each mission beside that of the mission, as others read it: no State, no Committee, and
of its partners the Resident Coordinator what the country team wrote. Who is at risk stands in none:
that is written in a reprisal case, and no debrief says that there is one (XR2).
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeAlias

from shared.core.catalogue import Upcaster
from shared.core.message import Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseValue:
    """``value``: how this clause of the terms of reference held. ``note``: why, where it is said.

    Both codes are of shared.reference; the key is that of the version.
    """

    clause: str
    value: str
    note: Sealed | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OnDebrief:
    """``step``: how many steps its part of the stream has with this one."""

    mission_id: str
    mandate: str
    state: str
    step: int
    done_by: str
    done_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DebriefDraftKept(OnDebrief):
    """``draft``: all that was typed, as JSON; under the key of the version that it leads to."""

    draft: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class DebriefHeld(OnDebrief):
    """``number``: of this version; ``reason``: why it takes the place of the one before.

    ``on``: the day of the debrief. ``attended``: of shared.reference.debriefs; ``attendees``: who
    else. ``version``: of the terms of reference; ``values``: one for each of its clauses.
    ``risk_reviewed``: who is at risk was gone through. ``promises``: of the Government.
    """

    number: int
    on: date
    attended: tuple[str, ...]
    attendees: Sealed | None
    worked: Sealed
    version: str
    values: tuple[ClauseValue, ...]
    risk_reviewed: bool
    promises: Sealed | None
    lessons: Sealed
    reason: Sealed | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DebriefTeamPartWritten(OnDebrief):
    """The part of the country team; what is written last counts.

    ``partner_id``: the Resident Coordinator who wrote it; None: staff did, as it was told them.
    """

    partner_id: str | None
    text: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class DebriefInvited(OnDebrief):
    """M13: these offices are invited to a day; what is said last counts. ``number``: of it.

    ``begins``: in Geneva, such as 09:30. ``place``: a room or a link, under a key of its own.
    ``invited``: of shared.reference.debriefs. ``step`` counts invitations and answers alone.
    ``no_more``: those that were invited up to now, and are not to this day.
    """

    number: int
    on: date
    begins: str
    place: Sealed
    invited: tuple[str, ...]
    no_more: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DebriefInvitationAnswered(OnDebrief):
    """One person says for oneself, as of an office, whether they come; what is said last counts."""

    number: int
    office: str
    comes: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DebriefCalledOff(OnDebrief):
    """Nobody is invited any more to the day that invitation ``number`` named."""

    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DebriefCalledAgain(OnDebrief):
    """That it was called off is taken back: the invitation stands as it was, with its answers."""

    number: int


Fact: TypeAlias = (
    DebriefDraftKept
    | DebriefHeld
    | DebriefTeamPartWritten
    | DebriefInvited
    | DebriefInvitationAnswered
    | DebriefCalledOff
    | DebriefCalledAgain
)

TYPES: dict[str, type] = {
    "mission-debrief-draft-kept": DebriefDraftKept,
    "mission-debrief-held": DebriefHeld,
    "mission-debrief-team-part-written": DebriefTeamPartWritten,
    "mission-debrief-invited": DebriefInvited,
    "mission-debrief-invitation-answered": DebriefInvitationAnswered,
    "mission-debrief-called-off": DebriefCalledOff,
    "mission-debrief-called-again": DebriefCalledAgain,
}
UPCASTERS: dict[str, tuple[Upcaster, ...]] = {
    # Before a debrief could be called off, nothing said who was invited no more.
    "mission-debrief-invited": (lambda written: {**written, "no_more": []},),
}
