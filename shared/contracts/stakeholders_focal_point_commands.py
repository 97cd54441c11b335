"""The commands about focal points, and their intended actors."""

from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from shared.contracts.stakeholders_focal_points import Suspicion
from shared.core.message import Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposeFocalPoint:
    """A focal point of the organisation; by a signed letter, a stakeholder officer."""

    organisation_id: str
    focal_point_id: str
    account_id: str
    about: Sealed
    by_letter: bool
    last_day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptFocalPoint:
    """The person who was proposed."""

    organisation_id: str
    focal_point_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DesignateFocalPoint:
    """A stakeholder officer, once the person accepted."""

    organisation_id: str
    focal_point_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PassFocalPointDay:
    """The clock of the register: notices what is due, and ends what is over."""

    organisation_id: str
    focal_point_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EndFocalPoint:
    """The person, a focal point of the organisation, or a stakeholder officer."""

    organisation_id: str
    focal_point_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReassignFocalPointWork:
    """A focal point of the organisation, or a stakeholder officer."""

    organisation_id: str
    focal_point_id: str
    to_account: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SuspendFocalPoint:
    """A stakeholder officer."""

    organisation_id: str
    focal_point_id: str
    reason: Suspicion


@dataclass(frozen=True, slots=True, kw_only=True)
class ReinstateFocalPoint:
    """A stakeholder officer who did not suspend it."""

    organisation_id: str
    focal_point_id: str


Command: TypeAlias = (
    ProposeFocalPoint
    | AcceptFocalPoint
    | DesignateFocalPoint
    | PassFocalPointDay
    | EndFocalPoint
    | ReassignFocalPointWork
    | SuspendFocalPoint
    | ReinstateFocalPoint
)

TYPES: dict[str, type] = {
    "propose-focal-point": ProposeFocalPoint,
    "accept-focal-point": AcceptFocalPoint,
    "designate-focal-point": DesignateFocalPoint,
    "pass-focal-point-day": PassFocalPointDay,
    "end-focal-point": EndFocalPoint,
    "reassign-focal-point-work": ReassignFocalPointWork,
    "suspend-focal-point": SuspendFocalPoint,
    "reinstate-focal-point": ReinstateFocalPoint,
}
