"""Victims, incidents and perpetrators that are learnt of after filing (procedure.md section 3.2).

The source adds them; the desk does so for submissions that it entered, when their source writes,
calls or mails again. A victim comes with a consent, which from then on counts like that of the
others.
"""

from collections.abc import Sequence
from typing import Final, assert_never

from services.intake.contact_point import require_for_consent
from services.intake.events import Event
from services.intake.submission import source
from services.intake.submission.access import kept_from
from services.intake.submission.state import Received, is_source
from shared.contracts.intake import VictimsAdded
from shared.contracts.intake_source import IncidentAdded, PerpetratorAdded
from shared.contracts.intake_source_commands import (
    AddIncident,
    AddLaterVictim,
    AddPerpetrator,
    Learnt,
)
from shared.core.actor import Asked
from shared.core.decider import Forbidden, Refused
from shared.core.roles import Role
from shared.core.said import Number

MOST_VICTIMS: Final = 2_000
"""Of those filed and those added, as many as the form takes."""
MOST: Final = 50
"""Incidents, and perpetrators, beside those filed: as many as the form takes."""


def add(command: Learnt, asked: Asked, state: Received) -> Sequence[Event]:
    if not is_source(asked, state) and not _entered_here(asked, state):
        raise Forbidden("Only the source may add to this, or the desk where the desk entered it.")
    match command:
        case AddLaterVictim():
            return _victim(command, asked, state)
        case AddIncident():
            if command.incident_id in state.later.incidents:
                return []
            if len(state.later.incidents) >= MOST:
                raise Refused(
                    "A submission takes {most} incidents added later. Tell the desk if there are "
                    "more.",
                    most=Number(MOST),
                )
            return [
                IncidentAdded(
                    submission_id=command.submission_id,
                    incident_id=command.incident_id,
                    incident=command.incident,
                    matching=command.matching,
                    added_by=asked.by.actor_id,
                    added_at=asked.at,
                )
            ]
        case AddPerpetrator():
            if command.perpetrator_id in state.later.perpetrators:
                return []
            if len(state.later.perpetrators) >= MOST:
                raise Refused(
                    "A submission takes {most} perpetrators added later. Tell the desk if there "
                    "are more.",
                    most=Number(MOST),
                )
            return [
                PerpetratorAdded(
                    submission_id=command.submission_id,
                    perpetrator_id=command.perpetrator_id,
                    perpetrator=command.perpetrator,
                    added_by=asked.by.actor_id,
                    added_at=asked.at,
                )
            ]
    assert_never(command)


def _victim(command: AddLaterVictim, asked: Asked, state: Received) -> Sequence[Event]:
    """A suspended contact point also answers for no new victim (R16)."""
    if not asked.by.has(Role.SOURCE):
        require_for_consent(asked, state.stopped_at)
    source.sound((command.victim,))
    if command.victim.victim_id in state.consents.victims:
        return []
    if len(state.consents.victims) >= MOST_VICTIMS:
        raise Refused(
            "A submission takes {most} victims. Tell the desk if there are more.",
            most=Number(MOST_VICTIMS),
        )
    return [
        VictimsAdded(
            submission_id=command.submission_id,
            victims=(command.victim,),
            added_by=asked.by.actor_id,
            added_at=asked.at,
            later=True,
            matching=command.matching,
        )
    ]


def _entered_here(asked: Asked, state: Received) -> bool:
    """Any desk officer may: the one who entered it may be on leave. Not against R15."""
    of_the_desk = asked.by.has(Role.QUICK_RESPONSE_DESK) and not kept_from(asked.by, state)
    return state.entered_by is not None and of_the_desk
