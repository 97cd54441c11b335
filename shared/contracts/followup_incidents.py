"""Facts of followup about incidents of a mission: M9 of visits-recommendations-knowledge.md.

A stream for each incident, sealed under a key of its own. Who is affected stands in none: that is
written in a reprisal case, and no incident says that there is one (XR2). What was put to the State,
and each of its answers, is sealed under a key of its own besides.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal, TypeAlias

from shared.contracts.followup_partners import Kind as PartnerKind
from shared.core.message import Sealed

Side: TypeAlias = Literal["mandate"] | PartnerKind
"""Who logged it: who works for the mandate, or a partner of this kind."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OnIncident:
    incident_id: str
    mission_id: str
    mandate: str
    state: str
    done_by: str
    done_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentLogged(OnIncident):
    """``kind``, ``told``: of shared.reference.incidents. ``clause``: of the terms of reference.

    ``on``: the day there. ``afterwards``: logged later, as it was told by telephone. ``account``:
    what happened and where; ``action``: what was done at once. ``partner_id``: who is admitted as
    this partner logged it. ``to_security``: who is admitted for the security of the team reads it.
    """

    kind: str
    clause: str | None
    on: date
    afterwards: bool
    account: Sealed
    action: Sealed | None
    told: tuple[str, ...]
    side: Side
    partner_id: str | None
    to_security: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentStruck(OnIncident):
    """It was logged by mistake."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentPutToState(OnIncident):
    """``text``: all that the Government reads of it, in the words of the mandate."""

    text: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentAnswered(OnIncident):
    """The Government's answer to what was put to it."""

    answer_id: str
    text: Sealed


Fact: TypeAlias = IncidentLogged | IncidentStruck | IncidentPutToState | IncidentAnswered

TYPES: dict[str, type] = {
    "mission-incident-logged": IncidentLogged,
    "mission-incident-struck": IncidentStruck,
    "mission-incident-put-to-state": IncidentPutToState,
    "mission-incident-answered": IncidentAnswered,
}


def logged_2(old: dict[str, Any]) -> dict[str, Any]:
    """Version 1 was logged for the mandate, and its form named no reader for security."""
    return {**old, "side": "mandate", "partner_id": None, "to_security": False}
