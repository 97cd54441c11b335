"""Composition root of the approvals service."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from services.approvals import (
    consent,
    events,
    holding,
    joining_times,
    missions,
    policies,
    press,
    reference,
)
from services.approvals.authority import AUTHORITY
from services.approvals.communication import commands, passing
from services.approvals.communication.decide import COMMUNICATION
from services.approvals.communication.state import Absent
from services.approvals.consent import CONSENT
from services.approvals.erasure import ERASURE
from services.approvals.history import HISTORY
from services.approvals.holding import HOLDING
from services.approvals.joining_times import JOINING_TIMES, Joining, Times
from services.approvals.missions import MISSIONS
from services.approvals.press import PRESS
from services.approvals.published import published
from services.approvals.reference import REFERENCE
from services.approvals.statement import commands as statements
from services.approvals.statement import passing as passing_statements
from services.approvals.statement.decide import STATEMENT
from shared.contracts import approvals_commands
from shared.contracts import approvals_history_commands as history_commands
from shared.contracts.approvals import APPROVALS
from shared.contracts.approvals_commands import APPROVALS_COMMANDS
from shared.contracts.followup import FOLLOWUP
from shared.contracts.intake import INTAKE
from shared.contracts.stakeholders import STAKEHOLDERS
from shared.hosting.service import Ask, Service, ruled
from shared.platform.settings import Settings

if TYPE_CHECKING:
    from faststream.kafka import KafkaBroker

    from shared.read_models.model import Applier

# The clock comes with a database and a Kafka consumer, which this service's relay does not need.
# ruff: noqa: PLC0415


def react(fact: object) -> Sequence[object]:
    """React to letters first, then to what later decisions about letters depend on."""
    return [
        *policies.react(fact),
        *consent.on_intake(fact),
        *press.on_intake(fact),
        *joining_times.on_stakeholders(fact),
        *holding.on_stakeholders(fact),
        *passing.on_stakeholders(fact),
        *passing_statements.on_stakeholders(fact),
        *missions.on_followup(fact),
    ]


def _keeps(settings: Settings) -> "Sequence[Applier]":
    from services.approvals import clock

    return clock.keeps(settings)


async def _clock(settings: Settings, ask: Ask, kafka: "KafkaBroker") -> None:
    from services.approvals import clock

    await clock.run(settings, ask, kafka)


def service(settings: Settings) -> Service:
    """Return the service with an office's settings: the usual time for joining."""
    usual = Times(hours_urgent=settings.join_hours_urgent, days=settings.join_days)
    letters = replace(COMMUNICATION, initial=Absent(joining=Joining(usual=usual)))
    return Service(
        name="approvals",
        catalogue=events.CATALOGUE,
        contract=APPROVALS,
        published=published,
        commands=APPROVALS_COMMANDS.types,
        deciders=[
            *ruled(letters, commands.Command),
            *ruled(AUTHORITY, approvals_commands.OfAuthority),
            *ruled(STATEMENT, statements.Command),
            *ruled(ERASURE, approvals_commands.RecordErasure),
            *ruled(CONSENT, consent.BarSubmission | consent.UnbarSubmission),
            *ruled(PRESS, press.Command),
            *ruled(REFERENCE, reference.Command),
            *ruled(HISTORY, history_commands.Command),
            *ruled(JOINING_TIMES, joining_times.NoteJoiningTimes),
            *ruled(HOLDING, holding.Command),
            *ruled(MISSIONS, missions.HearMission),
        ],
        listens=[APPROVALS, FOLLOWUP, INTAKE, STAKEHOLDERS],
        react=react,
        keeps=_keeps,
        background=[_clock],
    )


APPROVALS_SERVICE = service(Settings())
