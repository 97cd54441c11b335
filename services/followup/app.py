"""Composition root of the followup service."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from services.followup import custody, events, holding, policies, reply_times
from services.followup.action.decide import ACTION
from services.followup.demo_clock import DEMO_CLOCK
from services.followup.erasure import ERASURE
from services.followup.holding import HOLDING
from services.followup.input.call import INPUT_CALL
from services.followup.input.contribution import CONTRIBUTION
from services.followup.mission import clearing, debrief, exchange, findings, joint, partner, telling
from services.followup.mission import decide as mission
from services.followup.mission.debrief import DEBRIEF
from services.followup.mission.decide import MISSION
from services.followup.mission.dossier import DOSSIER
from services.followup.mission.exchange import EXCHANGE
from services.followup.mission.incident import INCIDENT
from services.followup.mission.partner import PARTNER
from services.followup.mission.programme import CONFIDENTIAL_PROGRAMME
from services.followup.mission.telling import TELLING
from services.followup.mission.thread import THREAD, Thread
from services.followup.publication import commands as publication_commands
from services.followup.publication import policies as publication_policies
from services.followup.publication.decide import PUBLICATION
from services.followup.published import published
from services.followup.recommendation import commands as recommendation_commands
from services.followup.recommendation import numbering
from services.followup.recommendation.cluster import CLUSTER
from services.followup.recommendation.decide import RECOMMENDATION
from services.followup.recommendation.delegating import GRADING_DELEGATION
from services.followup.recommendation.taking_up import on_followup as holding_texts
from services.followup.reference import decide as reference
from services.followup.reference.decide import REFERENCE
from services.followup.reply_case import commands as case_commands
from services.followup.reply_case.decide import REPLY_CASE
from services.followup.reply_times import REPLY_TIMES
from services.followup.reprisal.decide import REPRISAL
from services.followup.reprisal.publishing import REPRISAL_ENTRY
from services.followup.round import decide as rounds
from services.followup.round.decide import ROUND
from services.followup.standing_invitation.decide import STANDING_INVITATION
from services.followup.visit_file import filing
from services.followup.visit_file.decide import VISIT_FILE
from services.followup.visit_letter import sending
from services.followup.visit_letter.decide import VISIT_LETTER
from services.followup.visit_report import decide as visit_report
from services.followup.visit_report import policies as visit_report_policies
from shared.contracts import followup_action_commands as action_commands
from shared.contracts import followup_cluster_commands as cluster_commands
from shared.contracts import followup_debrief_commands as debrief_commands
from shared.contracts import followup_dossier_commands as dossier_commands
from shared.contracts import followup_grading_commands as grading_commands
from shared.contracts import followup_incident_commands as incident_commands
from shared.contracts import followup_input_commands as input_commands
from shared.contracts import followup_invitation_commands as invitation_commands
from shared.contracts import followup_proposal_commands as proposal_commands
from shared.contracts import followup_reprisal_commands as reprisal_commands
from shared.contracts import followup_reprisal_entry_commands as reprisal_entry_commands
from shared.contracts import followup_telling_commands as telling_commands
from shared.contracts import followup_visit_letter_commands as visit_letter_commands
from shared.contracts import followup_visit_thread_commands as thread_commands
from shared.contracts.approvals import APPROVALS
from shared.contracts.followup import FOLLOWUP
from shared.contracts.followup_commands import (
    FOLLOWUP_COMMANDS,
    AdvanceDemoClock,
    RecordErasure,
)
from shared.contracts.followup_mission_commands import SetConfidentialItem
from shared.contracts.stakeholders import STAKEHOLDERS
from shared.hosting.service import Ask, React, Service, ruled
from shared.platform.settings import Settings

if TYPE_CHECKING:
    from faststream.kafka import KafkaBroker

    from shared.read_models.model import Applier

# The clock comes with a database and a Kafka consumer, which this service's relay does not need.
# ruff: noqa: PLC0415


def _keeps(settings: Settings) -> "Sequence[Applier]":
    from services.followup import clock

    return clock.keeps(settings)


async def _clock(settings: Settings, ask: Ask, kafka: "KafkaBroker") -> None:
    from services.followup import clock

    await clock.run(settings, ask, kafka)


def _reacting(settings: Settings) -> React:
    replies = policies.reacting(settings.reply_days, settings.reminder_days)
    publication = publication_policies.reacting(
        settings.embargo_days, settings.embargo_days_other_letters
    )
    return lambda fact: [
        *replies(fact),
        *publication(fact),
        *reply_times.on_stakeholders(fact),
        *custody.on_stakeholders(fact),
        *holding.on_approvals(fact),
        *mission.on_followup(fact),
        *joint.on_followup(fact),
        *partner.on_followup(fact),
        *findings.on_approvals(fact),
        *debrief.on_followup(fact),
        *exchange.on_followup(fact),
        *clearing.on_followup(fact),
        *telling.on_followup(fact),
        *sending.on_followup(fact),
        *sending.taken_off(fact),
        *visit_report_policies.on_followup(fact),
        *holding_texts(fact),
        *numbering.on_followup(fact),
    ]


def service(settings: Settings) -> Service:
    """Return the service with an office's settings.

    Its clock can be moved only in a demonstration: elsewhere there is no such command.
    """
    dialogue = replace(THREAD, initial=Thread(days=settings.thread_days))
    return Service(
        name="followup",
        catalogue=events.CATALOGUE,
        contract=FOLLOWUP,
        published=published,
        commands={
            name: command
            for name, command in FOLLOWUP_COMMANDS.types.items()
            if settings.demo or command is not AdvanceDemoClock
        },
        deciders=[
            *ruled(REPLY_CASE, case_commands.Command),
            *ruled(RECOMMENDATION, recommendation_commands.Command),
            *ruled(numbering.NUMBER, numbering.Command),
            *ruled(GRADING_DELEGATION, grading_commands.Command),
            *ruled(CLUSTER, cluster_commands.Command),
            *ruled(PUBLICATION, publication_commands.Command),
            *ruled(VISIT_FILE, filing.Command),
            *ruled(VISIT_LETTER, visit_letter_commands.Command),
            *ruled(STANDING_INVITATION, invitation_commands.Command),
            *ruled(REFERENCE, reference.Command),
            *ruled(MISSION, mission.Command),
            *ruled(CONFIDENTIAL_PROGRAMME, SetConfidentialItem),
            *ruled(EXCHANGE, proposal_commands.Command),
            *ruled(DEBRIEF, debrief_commands.Command),
            *ruled(TELLING, telling_commands.Command),
            *ruled(INCIDENT, incident_commands.Command),
            *ruled(PARTNER, partner.Command),
            *ruled(DOSSIER, dossier_commands.Command),
            *ruled(dialogue, thread_commands.Command),
            *ruled(INPUT_CALL, input_commands.OfCall),
            *ruled(CONTRIBUTION, input_commands.OfContribution),
            *ruled(visit_report.VISIT_REPORT, visit_report.Command),
            *ruled(REPRISAL, reprisal_commands.Command),
            *ruled(REPRISAL_ENTRY, reprisal_entry_commands.Command),
            *ruled(ROUND, rounds.Command),
            *ruled(ACTION, action_commands.Command),
            *ruled(HOLDING, holding.HearHolding),
            *ruled(REPLY_TIMES, reply_times.NoteReplyTimes),
            *ruled(ERASURE, RecordErasure),
            *ruled(DEMO_CLOCK, AdvanceDemoClock),
        ],
        listens=[APPROVALS, FOLLOWUP, STAKEHOLDERS],
        react=_reacting(settings),
        keeps=_keeps,
        background=[_clock],
    )


FOLLOWUP_SERVICE = service(Settings())
