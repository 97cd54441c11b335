"""Whether what a notice of the register is about is there, and may be seen by its reader."""

from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Final

from sqlalchemy import ColumnElement, Connection, Date, bindparam, exists, func, or_, select, true

from portal.casefile.contactpoints.read_model import contact_points
from portal.committee.committee_advice import queries as counsel
from portal.committee.committee_advice.read_model import requests as counselled
from portal.committee.coverage.read_model import sets
from portal.committee.forum import queries as forum
from portal.committee.forum.read_model import threads
from portal.committee.iap import queries as advisory
from portal.committee.iap.read_model import procedures
from portal.committee.meetings import queries as committee
from portal.committee.meetings.read_model import meetings
from portal.committee.plans import queries as planned
from portal.committee.plans.read_model import plans
from portal.committee.reports import queries as owed
from portal.committee.reports.read_model import reports as owed_reports
from portal.committee.situations import queries as watched
from portal.committee.situations.read_model import situations
from portal.committee.warning import queries as warning
from portal.committee.warning.read_model import alerts
from portal.followup.actions import news as owing
from portal.followup.debriefs import called
from portal.followup.debriefs.read_model import calls as debrief_calls
from portal.followup.grading import queries as grading
from portal.followup.grading.read_model import delegations
from portal.followup.incidents import queries as happened
from portal.followup.incidents.read_model import incidents
from portal.followup.missions import asking as joining
from portal.followup.missions import queries as of_mission
from portal.followup.missions.read_model import asked as asked_mandates
from portal.followup.missions.read_model import missions
from portal.followup.partners import news as partnered
from portal.followup.partners import queries as partners
from portal.followup.recommendations import proposed as addressees
from portal.followup.recommendations import reviewed
from portal.followup.recommendations import sight as recommended
from portal.followup.recommendations.tables import (
    informations,
    proposed,
    recommendations,
    reviews,
)
from portal.followup.reprisals import queries as reprisals
from portal.followup.reprisals.read_model import cases as reprisal_cases
from portal.followup.rounds import news as asking
from portal.followup.rounds import queries as asked
from portal.followup.rounds.read_model import rounds
from portal.followup.threads import queries as dialogue
from portal.followup.threads.read_model import threads as visit_threads
from portal.followup.visit_reports import queries as visit_reports
from portal.followup.visit_reports.read_model import reports as reports_on_visits
from portal.followup.visits import letter_queries as visit_letters
from portal.followup.visits import queries as visits
from portal.followup.visits.letter_model import letters as letters_on_visits
from portal.followup.visits.read_model import files
from portal.homes.notices.pages import Page
from portal.homes.notices.tables import inbox
from portal.homes.notices.words import JOINT_ASKED
from portal.homes.trainings import queries as trained
from portal.homes.trainings.read_model import trainings
from portal.public.briefings.read_model import issues
from portal.public.documents import queries as library
from portal.public.documents.read_model import documents
from portal.stakeholders.advice import queries as advice
from portal.stakeholders.advice.read_model import requests
from portal.stakeholders.consultations.read_model import proposals
from portal.stakeholders.dialogues.read_model import slots
from portal.stakeholders.engagement import queries as engagement
from portal.stakeholders.engagement.read_model import reports as engagement_reports
from portal.stakeholders.organisations.law_model import laws
from portal.stakeholders.organisations.read_model import focal_points, organisations
from portal.stakeholders.organisations.tables import choices
from portal.stakeholders.subscriptions.read_model import reports
from portal.web.accounts.account import Account
from portal.web.accounts.seats import every
from portal.web.accounts.tables import accounts
from portal.web.context import today
from portal.web.policy import Sight
from shared.core.actor import Actor
from shared.core.roles import Role
from shared.reference.organisations import register_id

_c = inbox.c


def _today() -> date:
    return today()


TODAY: Final = "today"
"""Under this name a query is given its day, if it is not of a request."""
_TODAY: Final = bindparam(TODAY, type_=Date(), callable_=_today)
"""Asked for with each query: what is kept of a query outlives the day."""


def is_there(key: ColumnElement[str], *seen: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether a row with this key is seen: a mission has several threads.

    Not as EXISTS: PostgreSQL would read the whole table to find a hundred rows in it.
    """
    found = select(func.min(key)).where(key == _c.item_id, *seen)
    return found.scalar_subquery().is_not(None)


def _report(_: Actor) -> ColumnElement[bool]:
    return is_there(reports.c.report_id, reports.c.gone_at.is_(None))


def _proposed(actor: Actor) -> ColumnElement[bool]:
    return is_there(proposals.c.proposal_id, proposals.c.author_id == actor.actor_id)


def _slots(_: Actor) -> ColumnElement[bool]:
    """It leads to a list, which is of what the person has to do with now."""
    return exists().where(slots.c.slot_id == _c.item_id, slots.c.stage.is_not(None))


def _asked(actor: Actor) -> ColumnElement[bool]:
    """What somebody of the same institution asked; the page asks for its pseudonym as well."""
    colleagues = select(accounts.c.account_id).where(
        accounts.c.organisation_id == actor.organisation_id
    )
    c = requests.c
    mine = or_(c.asked_by == actor.actor_id, c.asked_by.in_(colleagues))
    return is_there(c.advice_id, mine)


def _advising(actor: Actor) -> ColumnElement[bool]:
    return is_there(requests.c.advice_id, advice.visible(actor))


def _engagement(actor: Actor) -> ColumnElement[bool]:
    c = engagement_reports.c
    return is_there(c.report_id, c.stage != "discarded", engagement.visible(actor))


def _coverage(_: Actor) -> ColumnElement[bool]:
    return exists().where(sets.c.version > 0)


def _warning(actor: Actor) -> ColumnElement[bool]:
    return is_there(alerts.c.alert_id, warning.visible(actor))


def _situation(actor: Actor) -> ColumnElement[bool]:
    """The page asks besides whether a member has left the Committee."""
    works = actor.has(Role.COORDINATION_COMMITTEE)
    return is_there(situations.c.situation_id, watched.visible(actor, works=works))


def _shown_situations(actor: Actor) -> ColumnElement[bool]:
    """It leads to a list, which is of the invitations that stand."""
    here = situations.c.state.in_(sorted(actor.states))
    return is_there(situations.c.situation_id, here)


def _forum(actor: Actor) -> ColumnElement[bool]:
    """Who was told of an older thread could read it, so only the space is asked for."""
    return is_there(threads.c.thread_id, forum.visible(actor))


def _shared_plans(actor: Actor) -> ColumnElement[bool]:
    return is_there(plans.c.plan_id, planned.shared_on(actor))


def _plan(actor: Actor) -> ColumnElement[bool]:
    """The page asks besides whether a member has left the Committee."""
    works = actor.has(Role.COORDINATION_COMMITTEE)
    return is_there(plans.c.plan_id, planned.visible(actor, works=works))


def _visit_report(actor: Actor) -> ColumnElement[bool]:
    return is_there(reports_on_visits.c.mission_id, visit_reports.visible(actor))


def _public_report(_: Actor) -> ColumnElement[bool]:
    c = reports_on_visits.c
    return is_there(c.mission_id, c.stage == "published")


def _committee_advice(actor: Actor) -> ColumnElement[bool]:
    """The page asks besides whether a member has left the Committee."""
    works = actor.has(Role.COORDINATION_COMMITTEE)
    return is_there(counselled.c.request_id, counsel.visible(actor, works=works))


def _iap(actor: Actor) -> ColumnElement[bool]:
    """``not_own`` asks besides whom it concerns, by who is on the Committee."""
    return is_there(procedures.c.iap_id, advisory.told_of(actor))


def _group_case(actor: Actor) -> ColumnElement[bool]:
    return is_there(reprisal_cases.c.case_id, reprisals.sight(actor))


def not_own(conn: Connection, account: Account) -> ColumnElement[bool]:
    """Not what was told to a member of a procedure that concerns them by now (SD5).

    By every seat on record: an inbox knows no day, and what is kept back is there on the page.
    """
    if not account.has(Role.COORDINATION_COMMITTEE):
        return true()
    seats = [
        each
        for one in every(conn)
        for each in one.everybody
        if each.holder_id == account.account_id
    ]
    own = account.mandates | {each.mandate for each in seats}
    nations = {nation for each in seats for nation in each.nationalities}
    unconcerned = advisory.unconcerned(account.account_id, own, nations)
    other = or_(_c.page != Page.IAP, _c.reason != "iap")
    return or_(other, is_there(procedures.c.iap_id, unconcerned))


def _issue(_: Actor) -> ColumnElement[bool]:
    return is_there(issues.c.period)


def _briefing(_: Actor) -> ColumnElement[bool]:
    return is_there(issues.c.period, issues.c.stage == "sent")


def _document(actor: Actor) -> ColumnElement[bool]:
    return is_there(documents.c.document_id, library.visible(actor, _TODAY))


def _deadline(actor: Actor) -> ColumnElement[bool]:
    return is_there(owed_reports.c.report_id, owed.visible(actor, works=False))


def _training(actor: Actor) -> ColumnElement[bool]:
    return is_there(trainings.c.training_id, trained.with_item_of(actor))


def _ours(actor: Actor) -> ColumnElement[bool]:
    return _c.item_id == register_id(actor.organisation_id or "")


def _institution(actor: Actor) -> ColumnElement[bool]:
    """It leads to the own page, which says where the institution stands now."""
    return _c.item_id == (actor.organisation_id or actor.actor_id)


def _recognition(_: Actor) -> ColumnElement[bool]:
    return is_there(contact_points.c.organisation_id)


def _proposal(actor: Actor) -> ColumnElement[bool]:
    f = focal_points.c
    return exists().where(
        f.focal_point_id == _c.item_id, f.account_id == actor.actor_id, f.step == "proposed"
    )


def _round(actor: Actor) -> ColumnElement[bool]:
    return asking.asked_of(_c.item_id, asked.was_asked(actor))


def _action(actor: Actor) -> ColumnElement[bool]:
    return owing.is_there(_c.item_id, actor)


def _my_visit(actor: Actor) -> ColumnElement[bool]:
    return is_there(partnered.KEY, *partnered.open_to(actor, _TODAY))


def _debrief(actor: Actor) -> ColumnElement[bool]:
    return is_there(debrief_calls.c.mission_id, called.seen(actor))


def _debriefs(actor: Actor) -> ColumnElement[bool]:
    """It leads to a list, which says no more of what was called off."""
    return is_there(debrief_calls.c.mission_id, called.of_office(actor))


def _partners(actor: Actor) -> ColumnElement[bool]:
    return is_there(missions.c.mission_id, partnered.of_office(actor))


def _threads(actor: Actor) -> ColumnElement[bool]:
    return is_there(visit_threads.c.mission_id, dialogue.inside(actor))


def _visit_note(actor: Actor) -> ColumnElement[bool]:
    return is_there(visit_threads.c.thread_id, dialogue.for_state(actor))


def _put_incident(actor: Actor) -> ColumnElement[bool]:
    return is_there(incidents.c.incident_id, happened.put_to(actor))


def _programme(actor: Actor) -> ColumnElement[bool]:
    return is_there(missions.c.mission_id, partners.to_state(actor))


def _visit_file(actor: Actor) -> ColumnElement[bool]:
    return is_there(files.c.visit_file_id, visits.visible(actor))


def _visit_line(actor: Actor) -> ColumnElement[bool]:
    return is_there(files.c.visit_file_id, visits.visible(actor, least=Sight.METADATA))


def _visit_letter(actor: Actor) -> ColumnElement[bool]:
    return is_there(letters_on_visits.c.visit_letter_id, visit_letters.visible(actor))


def _mission(actor: Actor) -> ColumnElement[bool]:
    return is_there(missions.c.mission_id, of_mission.visible(actor))


def _joint(actor: Actor) -> ColumnElement[bool]:
    """It leads to the own file, where who is asked reads it until they are no more."""
    there = joining.there(actor.mandates, unless=_c.kind != JOINT_ASKED)
    return is_there(asked_mandates.c.mission_id, there)


def _our_round(actor: Actor) -> ColumnElement[bool]:
    return is_there(rounds.c.round_id, rounds.c.mandate.in_(sorted(actor.mandates)))


def _information(actor: Actor) -> ColumnElement[bool]:
    key = recommendations.c.recommendation_id
    of_theirs = exists().where(informations.c.recommendation_id == key, recommended.sent(actor))
    return is_there(key, recommended.visible(actor), of_theirs)


def _our_information(actor: Actor) -> ColumnElement[bool]:
    """It leads to the list, which is of what the person reads now."""
    return is_there(informations.c.recommendation_id, recommended.sent(actor))


def _addressees(actor: Actor) -> ColumnElement[bool]:
    key = recommendations.c.recommendation_id
    its = exists().where(proposed.c.recommendation_id == key, addressees.concerns(actor))
    return is_there(key, recommended.visible(actor), its)


def _reviews(actor: Actor) -> ColumnElement[bool]:
    """It leads to a list, which is of the own mandates: whether a day of the mandate is there."""
    its = select(reviews.c.recommendation_id)
    has = recommendations.c.recommendation_id.in_(its)
    return is_there(recommendations.c.mandate, has, reviewed.ours(actor))


def _grading(actor: Actor) -> ColumnElement[bool]:
    return is_there(delegations.c.delegation_id, grading.visible(actor))


def _where(actor: Actor) -> ColumnElement[bool]:
    return exists().where(choices.c.split_id == _c.item_id, choices.c.account_id == actor.actor_id)


def _entry(_: Actor) -> ColumnElement[bool]:
    return is_there(organisations.c.organisation_id)


def _law(_: Actor) -> ColumnElement[bool]:
    return is_there(laws.c.state)


def _member(actor: Actor) -> ColumnElement[bool]:
    """It leads to a public page, and is kept for who was elected."""
    return _c.item_id == actor.actor_id


def _meeting(actor: Actor) -> ColumnElement[bool]:
    """The page asks besides whether a member has left the Committee."""
    works = actor.has(Role.COORDINATION_COMMITTEE)
    c = meetings.c
    return is_there(c.meeting_id, c.called_at.is_not(None), committee.visible(actor, works=works))


def _guest(_: Actor) -> ColumnElement[bool]:
    """It leads to a list, which is of the invitations that stand."""
    return is_there(meetings.c.meeting_id, meetings.c.called_at.is_not(None))


OF_THE_REGISTER: Final[Mapping[Page, Callable[[Actor], ColumnElement[bool]]]] = MappingProxyType(
    {
        Page.REPORTS: _report,
        Page.PROPOSED: _proposed,
        Page.SLOTS: _slots,
        Page.OURS: _ours,
        Page.PROPOSAL: _proposal,
        Page.ADVICE: _asked,
        Page.ADVISING: _advising,
        Page.ENGAGEMENT: _engagement,
        Page.COVERAGE: _coverage,
        Page.WARNING: _warning,
        Page.SITUATION: _situation,
        Page.SHOWN_SITUATIONS: _shown_situations,
        Page.PLAN: _plan,
        Page.SHARED_PLANS: _shared_plans,
        Page.VISIT_REPORT: _visit_report,
        Page.PUBLIC_REPORT: _public_report,
        Page.IAP: _iap,
        Page.GROUP_CASE: _group_case,
        Page.COMMITTEE_ADVICE: _committee_advice,
        Page.ISSUE: _issue,
        Page.BRIEFING: _briefing,
        Page.DOCUMENT: _document,
        Page.DEADLINE: _deadline,
        Page.TRAINING: _training,
        Page.FORUM: _forum,
        Page.ROUND: _round,
        Page.ACTION: _action,
        Page.MY_VISIT: _my_visit,
        Page.DEBRIEF: _debrief,
        Page.DEBRIEFS: _debriefs,
        Page.PARTNERS: _partners,
        Page.THREADS: _threads,
        Page.VISIT_NOTE: _visit_note,
        Page.INCIDENTS: _mission,
        Page.PUT_INCIDENT: _put_incident,
        Page.EXCHANGE: _mission,
        Page.PROGRAMME: _programme,
        Page.VISIT_FILE: _visit_file,
        Page.VISIT_LINE: _visit_line,
        Page.VISIT_LETTER: _visit_letter,
        Page.MISSION: _mission,
        Page.JOINT: _joint,
        Page.CALLS: _partners,
        Page.OUR_ROUND: _our_round,
        Page.GRADING: _grading,
        Page.INFORMATION: _information,
        Page.OUR_INFORMATION: _our_information,
        Page.ADDRESSEES: _addressees,
        Page.REVIEWS: _reviews,
        Page.WHERE: _where,
        Page.REGISTER: _entry,
        Page.LAWS: _law,
        Page.COMMITTEE: _member,
        Page.MEETING: _meeting,
        Page.GUEST: _guest,
        Page.INSTITUTION: _institution,
        Page.RECOGNITION: _recognition,
    }
)
