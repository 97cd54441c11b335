"""Facts of followup about the partners of a mission: M2 of section E.4.

A stream for each partner. Who is admitted, to which parts, from when to when, and what is theirs to
do. visits-recommendations-knowledge.md sections E.2, E.4 and E.10.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, TypeAlias

from shared.contracts.followup_missions import ProgrammeItem, TaskState, items_2
from shared.contracts.followup_visits import Window
from shared.core.catalogue import Upcaster
from shared.core.message import Sealed

Kind: TypeAlias = Literal["rc", "unct", "security", "nhri", "ngo", "desk"]
"""Resident Coordinator, agency of the country team, security of the United Nations, national
institution, organisation, desk officer of the State at the United Nations."""
Advice: TypeAlias = Literal["legal", "technical"]
"""What a partner is asked for advice on (M4)."""
Part: TypeAlias = Literal["preparation", "during", "follow_up"]


@dataclass(frozen=True, slots=True, kw_only=True)
class OnPartner:
    """``step``: how many steps its stream has with this one."""

    partner_id: str
    mission_id: str
    mandate: str
    state: str
    step: int
    done_by: str
    done_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnerProposed(OnPartner):
    """``who``: an account, an organisation by its code, or of the desk the State.

    ``first``, ``until``: its days.
    """

    kind: Kind
    who: str
    scope: tuple[Part, ...]
    first: date
    until: date


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnerAdmitted(OnPartner):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnerEnded(OnPartner):
    """By hand, at once: of a proposal, too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnerUndertakingAccepted(OnPartner):
    """By one person, for oneself: each who acts for a partner accepts it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnerTaskSet(OnPartner):
    """``title``: under a key of its own, of ``task_id``. ``advice``: asked for; None: a task."""

    task_id: str
    part: Part
    due: date
    title: Sealed
    advice: Advice | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnerTaskMarked(OnPartner):
    task_id: str
    now: TaskState


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnerAdviceGiven(OnPartner):
    """What counts is said last. ``advice``: under the key of ``advice_id``; None: it gives none."""

    task_id: str
    advice_id: str
    advice: Sealed | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnerItemsShown(OnPartner):
    """``items``: those of the programme with the State that are this institution's own."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnerMeetingsShown(OnPartner):
    """``items``: those of the confidential programme that are its own, as they stood then."""

    items: tuple[ProgrammeItem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnerContactKept(OnPartner):
    """``contact``: how it is reached safely, under a key of its own; None: not any more."""

    contact: Sealed | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnerSecurityCleared(OnPartner):
    """Security cleared these days (M7); again where conditions change. ``on``: the day there.

    ``note``: conditions, under the key of ``note_id``, as a step of the mission has them.
    """

    on: date
    dates: Window
    note_id: str
    note: Sealed | None


Fact: TypeAlias = (
    PartnerProposed
    | PartnerAdmitted
    | PartnerEnded
    | PartnerUndertakingAccepted
    | PartnerTaskSet
    | PartnerTaskMarked
    | PartnerAdviceGiven
    | PartnerItemsShown
    | PartnerMeetingsShown
    | PartnerContactKept
    | PartnerSecurityCleared
)

TYPES: dict[str, type] = {
    "mission-partner-proposed": PartnerProposed,
    "mission-partner-admitted": PartnerAdmitted,
    "mission-partner-ended": PartnerEnded,
    "mission-partner-undertaking-accepted": PartnerUndertakingAccepted,
    "mission-partner-task-set": PartnerTaskSet,
    "mission-partner-task-marked": PartnerTaskMarked,
    "mission-partner-advice-given": PartnerAdviceGiven,
    "mission-partner-items-shown": PartnerItemsShown,
    "mission-partner-meetings-shown": PartnerMeetingsShown,
    "mission-partner-contact-kept": PartnerContactKept,
    "mission-partner-security-cleared": PartnerSecurityCleared,
}

UPCASTERS: dict[str, tuple[Upcaster, ...]] = {
    "mission-partner-task-set": (lambda data: {**data, "advice": None},),
    "mission-partner-meetings-shown": (items_2,),
}
