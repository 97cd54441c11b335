"""Composition root of the stakeholders service."""

from dataclasses import replace
from typing import TYPE_CHECKING

from services.stakeholders import events, policies
from services.stakeholders.advice.decide import ADVICE
from services.stakeholders.advice.state import Absent as NoAdvice
from services.stakeholders.agenda import AGENDA
from services.stakeholders.alerts.decide import ALERT
from services.stakeholders.alerts.rule import ALERT_RULE
from services.stakeholders.applicant import APPLICANT
from services.stakeholders.applicant import Command as OfApplicant
from services.stakeholders.briefing.decide import BRIEFINGS
from services.stakeholders.committee.actions.decide import ACTIONS
from services.stakeholders.committee.actions.decide import Command as OfAction
from services.stakeholders.committee.advice.decide import COMMITTEE_ADVICE
from services.stakeholders.committee.iap.decide import IAP
from services.stakeholders.committee.meetings.decide import MEETING
from services.stakeholders.committee.members.decide import COMMITTEE
from services.stakeholders.committee.members.decide import Command as OfCommittee
from services.stakeholders.committee.sops.decide import SOPS
from services.stakeholders.committee.sops.decide import Command as OfSop
from services.stakeholders.consultation.calendar import CONSULTATION_CALENDAR
from services.stakeholders.consultation.commands import Command as OfConsultation
from services.stakeholders.consultation.commands import NoteConsultation
from services.stakeholders.consultation.decide import CONSULTATION
from services.stakeholders.contact import CONTACT
from services.stakeholders.contact_law import CONTACT_LAW
from services.stakeholders.contact_point import CONTACT_POINT
from services.stakeholders.coverage import COVERAGE
from services.stakeholders.custody import CUSTODY
from services.stakeholders.dialogue.decide import DIALOGUE
from services.stakeholders.dissemination import DISSEMINATION
from services.stakeholders.documents.decide import LIBRARY
from services.stakeholders.documents.decide import Command as OfLibrary
from services.stakeholders.engagement import ENGAGEMENT
from services.stakeholders.erasure import ERASURE
from services.stakeholders.foreseen import FORESEEN, ForeseeVacancies
from services.stakeholders.forum.decide import FORUM
from services.stakeholders.holder_gender import HOLDER_GENDER
from services.stakeholders.mandate import MANDATE
from services.stakeholders.needs import NEEDS
from services.stakeholders.nomination import NOMINATION
from services.stakeholders.notice import NOTICE
from services.stakeholders.notice import Command as OfNotice
from services.stakeholders.onboarding import ONBOARDING, Asks
from services.stakeholders.organisation.commands import Command as OfOrganisation
from services.stakeholders.organisation.decide import ORGANISATION
from services.stakeholders.organisation.merging import MERGERS
from services.stakeholders.pack_entries import PACK_ENTRIES
from services.stakeholders.packs import PACKS
from services.stakeholders.plans.decide import PLANS
from services.stakeholders.published import published
from services.stakeholders.rationalisation import RATIONALISATION
from services.stakeholders.registry.commands import Command as OfRegistry
from services.stakeholders.registry.decide import REGISTRY
from services.stakeholders.removal import REMOVAL
from services.stakeholders.report_deadlines.decide import REPORT
from services.stakeholders.report_deadlines.sessions import SESSIONS
from services.stakeholders.roster import ROSTER
from services.stakeholders.servicing import SERVICING
from services.stakeholders.session.calendar import CALENDAR
from services.stakeholders.session.commands import Command as OfSession
from services.stakeholders.session.commands import NoteSession
from services.stakeholders.session.decide import SESSION
from services.stakeholders.situations.decide import SITUATION
from services.stakeholders.state_contact import STATE_CONTACT
from services.stakeholders.subscription import SUBSCRIPTION
from services.stakeholders.terms import TERMS
from services.stakeholders.terms import Command as OfTerms
from services.stakeholders.training.decide import TRAINING
from services.stakeholders.treaty_briefing.decide import TREATY_BRIEFING
from services.stakeholders.vacancy.commands import Command as OfVacancy
from services.stakeholders.vacancy.decide import VACANCY
from shared.contracts import stakeholders_advice_commands as advice
from shared.contracts import stakeholders_agenda as agenda
from shared.contracts import stakeholders_alert_commands as alerts
from shared.contracts import stakeholders_briefing_commands as briefings
from shared.contracts import stakeholders_commands as commands
from shared.contracts import stakeholders_committee_advice_commands as committee_advice
from shared.contracts import stakeholders_contact_commands as contacts
from shared.contracts import stakeholders_contact_law_commands as contact_laws
from shared.contracts import stakeholders_coverage_commands as coverage
from shared.contracts import stakeholders_custody_commands as custody
from shared.contracts import stakeholders_dialogue_commands as dialogues
from shared.contracts import stakeholders_dissemination_commands as dissemination
from shared.contracts import stakeholders_engagement_commands as engagement
from shared.contracts import stakeholders_forum_commands as forum
from shared.contracts import stakeholders_iap_commands as iap
from shared.contracts import stakeholders_meeting_commands as meetings
from shared.contracts import stakeholders_merger_commands as mergers
from shared.contracts import stakeholders_needs_commands as needs
from shared.contracts import stakeholders_nomination_commands as nominations
from shared.contracts import stakeholders_notice_commands as notices
from shared.contracts import stakeholders_pack_commands as packs
from shared.contracts import stakeholders_pack_entries as pack_entries
from shared.contracts import stakeholders_plan_commands as plans
from shared.contracts import stakeholders_rationalisation_commands as rationalisation
from shared.contracts import stakeholders_removal_commands as removals
from shared.contracts import stakeholders_report_deadline_commands as reports
from shared.contracts import stakeholders_roster_commands as roster
from shared.contracts import stakeholders_servicing_commands as servicing
from shared.contracts import stakeholders_situation_commands as situations
from shared.contracts import stakeholders_split_commands as splits
from shared.contracts import stakeholders_state_contacts as state_contacts
from shared.contracts import stakeholders_training_commands as trainings
from shared.contracts import stakeholders_treaty_briefing_commands as treaty_briefings
from shared.contracts.approvals import APPROVALS
from shared.contracts.followup import FOLLOWUP
from shared.contracts.stakeholders import STAKEHOLDERS
from shared.contracts.stakeholders_commands import STAKEHOLDERS_COMMANDS
from shared.contracts.stakeholders_holder_gender_commands import RecordHolderGender
from shared.hosting.service import Ask, Service, ruled
from shared.platform.settings import Settings

if TYPE_CHECKING:
    from faststream.kafka import KafkaBroker

# The clock comes with Kafka's client, which this service's relay does not need.
# ruff: noqa: PLC0415


async def _clock(settings: Settings, ask: Ask, kafka: "KafkaBroker") -> None:
    from services.stakeholders import clock

    await clock.run(settings, ask, kafka)


def service(settings: Settings) -> Service:
    """Return the service with an office's settings: a new holder's kit, the days for advice."""
    advising = replace(ADVICE, initial=NoAdvice(days=settings.advice_days))
    return Service(
        name="stakeholders",
        catalogue=events.CATALOGUE,
        contract=STAKEHOLDERS,
        published=published,
        commands=STAKEHOLDERS_COMMANDS.types,
        deciders=[
            *ruled(VACANCY, OfVacancy),
            *ruled(APPLICANT, OfApplicant),
            *ruled(NOMINATION, nominations.Command),
            *ruled(NEEDS, needs.Command),
            *ruled(CONTACT_POINT, commands.OfContactPoint),
            *ruled(CONTACT, contacts.Command),
            *ruled(STATE_CONTACT, state_contacts.Command),
            *ruled(AGENDA, agenda.Command),
            *ruled(SUBSCRIPTION, notices.OfSubscription),
            *ruled(NOTICE, OfNotice),
            *ruled(TERMS, OfTerms),
            *ruled(HOLDER_GENDER, RecordHolderGender),
            *ruled(COMMITTEE, OfCommittee),
            *ruled(MEETING, meetings.OfMeeting),
            *ruled(ACTIONS, OfAction),
            *ruled(SOPS, OfSop),
            *ruled(COMMITTEE_ADVICE, committee_advice.Command),
            *ruled(IAP, iap.Command),
            *ruled(FORESEEN, ForeseeVacancies),
            *ruled(ROSTER, roster.Command),
            *ruled(DISSEMINATION, dissemination.DisseminateCall),
            *ruled(ONBOARDING, Asks),
            *ruled(ORGANISATION, OfOrganisation),
            *ruled(MERGERS, mergers.Command),
            *ruled(MERGERS, splits.Command),
            *ruled(REMOVAL, removals.Command),
            *ruled(CONTACT_LAW, contact_laws.Command),
            *ruled(SESSION, OfSession),
            *ruled(CALENDAR, NoteSession),
            *ruled(CONSULTATION, OfConsultation),
            *ruled(CONSULTATION_CALENDAR, NoteConsultation),
            *ruled(DIALOGUE, dialogues.Command),
            *ruled(advising, advice.Command),
            *ruled(ALERT_RULE, alerts.OfRule),
            *ruled(ALERT, alerts.OfAlert),
            *ruled(SITUATION, situations.Command),
            *ruled(PLANS, plans.Command),
            *ruled(BRIEFINGS, briefings.Command),
            *ruled(LIBRARY, OfLibrary),
            *ruled(SESSIONS, reports.OfSession),
            *ruled(REPORT, reports.PlanReport | reports.OfReport),
            *ruled(TRAINING, trainings.Command),
            *ruled(TREATY_BRIEFING, treaty_briefings.Command),
            *ruled(FORUM, forum.Command),
            *ruled(ENGAGEMENT, engagement.Command),
            *ruled(COVERAGE, coverage.Command),
            *ruled(PACKS, packs.Command),
            *ruled(PACK_ENTRIES, pack_entries.Command),
            *ruled(MANDATE, commands.ChangeMandateSettings),
            *ruled(REGISTRY, OfRegistry),
            *ruled(CUSTODY, custody.DecideCustody),
            *ruled(RATIONALISATION, rationalisation.Command),
            *ruled(SERVICING, servicing.Command),
            *ruled(ERASURE, commands.RecordErasure),
        ],
        listens=[APPROVALS, FOLLOWUP, STAKEHOLDERS],
        react=policies.reacting(settings.onboarding_kit),
        background=[_clock],
    )


STAKEHOLDERS_SERVICE = service(Settings())
