"""The commands of partners of a mission: officers, the holder of its mandate, and the partner."""

from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from shared.contracts.followup_missions import TaskState
from shared.contracts.followup_partners import Advice, Kind, Part
from shared.contracts.followup_visits import Window
from shared.core.message import Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class OnPartner:
    partner_id: str
    mission_id: str
    mandate: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposePartner(OnPartner):
    """The office. ``who``: an account, or an organisation by its code."""

    kind: Kind
    who: str
    scope: tuple[Part, ...]
    first: date
    until: date


@dataclass(frozen=True, slots=True, kw_only=True)
class AdmitPartner(OnPartner):
    """The holder, and never who proposed it. ``seen``: the step of what the page showed."""

    seen: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EndPartner(OnPartner):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class SetPartnerTask(OnPartner):
    task_id: str
    part: Part
    due: date
    title: Sealed
    advice: Advice | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowPartnerItems(OnPartner):
    """All that are its own. ``seen``: the step of what the page showed."""

    seen: int
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowPartnerMeetings(OnPartner):
    """All of the confidential programme that are its own. ``seen``: the step of the page.

    ``programme``: how many steps that programme had then, so that nobody shows unread words.
    """

    seen: int
    programme: int
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepPartnerContact(OnPartner):
    """The mandate or the partner; None: it is reached so no more.

    ``seen``: the step of what the page showed.
    """

    seen: int
    contact: Sealed | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkPartnerTask(OnPartner):
    """The mandate or the partner."""

    task_id: str
    now: TaskState


@dataclass(frozen=True, slots=True, kw_only=True)
class GivePartnerAdvice(OnPartner):
    """The partner alone. ``advice``: None: it gives none."""

    task_id: str
    advice_id: str
    advice: Sealed | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClearPartnerSecurity(OnPartner):
    """The security partner alone. ``dates``: those that the page showed. ``note``: conditions."""

    on: date
    dates: Window
    note_id: str
    note: Sealed | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptPartnerUndertaking(OnPartner):
    """The partner alone: each person for oneself."""


OfMandate: TypeAlias = (
    AdmitPartner | EndPartner | SetPartnerTask | ShowPartnerItems | ShowPartnerMeetings
)
OfBoth: TypeAlias = MarkPartnerTask | KeepPartnerContact
"""What a partner asks itself, and the mandate as well."""
OfPartner: TypeAlias = OfBoth | GivePartnerAdvice | ClearPartnerSecurity | AcceptPartnerUndertaking
Command: TypeAlias = ProposePartner | OfMandate | OfPartner

TYPES: dict[str, type] = {
    "propose-mission-partner": ProposePartner,
    "admit-mission-partner": AdmitPartner,
    "end-mission-partner": EndPartner,
    "set-mission-partner-task": SetPartnerTask,
    "show-mission-partner-items": ShowPartnerItems,
    "show-mission-partner-meetings": ShowPartnerMeetings,
    "keep-mission-partner-contact": KeepPartnerContact,
    "mark-mission-partner-task": MarkPartnerTask,
    "give-mission-partner-advice": GivePartnerAdvice,
    "clear-mission-partner-security": ClearPartnerSecurity,
    "accept-mission-partner-undertaking": AcceptPartnerUndertaking,
}
