"""The pages that notices lead to."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final


class Page(StrEnum):
    """The subject of a notice, by the page that it leads to.

    ``SUBMISSION`` is the source's own page, ``ACCOUNT`` everybody's own. ``CASE`` is told to the
    mandates that signed, ``CASE_OF_STATE`` to the recipient and its desk officers.
    """

    TRIAGE = "triage"
    SUBMISSION = "submission"
    LETTER = "letter"
    CASE = "case"
    CASE_OF_STATE = "state-case"
    STATEMENT = "statement"
    PUBLICATION = "public"
    VACANCY = "vacancy"
    FILES = "files"
    REVIEW = "review"
    PANEL_SEAT = "panelseat"
    APPLICATION = "applied"
    APPLYING = "applying"
    NEEDS = "needs"
    DECISION = "decision"
    SELECTION = "selection"
    APPOINTED = "appointed"
    FORESEEN = "foreseen"
    ROSTER = "roster"
    FIRST_WEEKS = "weeks"
    NEW_HOLDER = "newholder"
    RIGHTS = "rights"
    PROGRAMS = "programs"
    SEAT = "seat"
    PAPER = "paper"
    OF_SESSION = "of-session"
    PROPOSED = "proposed"
    SLOTS = "slots"
    OURS = "ours"
    REPORTS = "reports"
    PROPOSAL = "proposal"
    ADVICE = "advice"
    ADVISING = "advising"
    ENGAGEMENT = "engagement"
    COVERAGE = "coverage"
    WARNING = "warning"
    SITUATION = "situation"
    SHOWN_SITUATIONS = "watched"
    PLAN = "plan"
    SHARED_PLANS = "planned"
    COMMITTEE_ADVICE = "counsel"
    IAP = "iap"
    GROUP_CASE = "groupcase"
    ISSUE = "issue"
    BRIEFING = "briefing"
    DOCUMENT = "document"
    DEADLINE = "deadline"
    TRAINING = "training"
    FORUM = "forum"
    ROUND = "round"
    ACTION = "action"
    MY_VISIT = "myvisit"
    DEBRIEF = "debrief"
    DEBRIEFS = "debriefs"
    PARTNERS = "partners"
    THREADS = "threads"
    VISIT_NOTE = "visitnote"
    INCIDENTS = "incidents"
    PUT_INCIDENT = "incident"
    EXCHANGE = "exchange"
    PROGRAMME = "programme"
    VISIT_FILE = "visitfile"
    VISIT_LINE = "visitline"
    VISIT_LETTER = "visittext"
    MISSION = "mission"
    JOINT = "jointvisit"
    CALLS = "visitcalls"
    OUR_ROUND = "ourround"
    INFORMATION = "informed"
    OUR_INFORMATION = "ourinfo"
    ADDRESSEES = "addressees"
    GRADING = "grading"
    REVIEWS = "reviews"
    WHERE = "where"
    REGISTER = "register"
    LAWS = "laws"
    COMMITTEE = "committee"
    MEETING = "meeting"
    GUEST = "guest"
    INSTITUTION = "nhri"
    RECOGNITION = "recognised"
    VISIT_REPORT = "visit"
    PUBLIC_REPORT = "visitout"
    ACCOUNT = "account"


ADDRESSES: Final[Mapping[Page, tuple[str, str | None]]] = MappingProxyType(
    {
        Page.TRIAGE: ("triage.show", "submission_id"),
        Page.SUBMISSION: ("submissions.show", "submission_id"),
        Page.LETTER: ("communications.detail", "communication_id"),
        Page.CASE: ("replies.case", "communication_id"),
        Page.CASE_OF_STATE: ("replies.case", "communication_id"),
        Page.PUBLICATION: ("publication.letter", "communication_id"),
        Page.VACANCY: ("selection.listed.vacancy", "vacancy_id"),
        Page.FILES: ("selection.panel.index", None),
        Page.REVIEW: ("selection.chair.review", "vacancy_id"),
        Page.PANEL_SEAT: ("selection.panel.index", None),
        Page.APPLICATION: ("selection.candidate.application", "candidate_id"),
        Page.NEEDS: ("selection.needs.show", "vacancy_id"),
        Page.APPLYING: ("selection.filling.tasks", "vacancy_id"),
        Page.DECISION: ("selection.president.decide", "vacancy_id"),
        Page.SELECTION: ("selection.officer.vacancy", "vacancy_id"),
        Page.FORESEEN: ("selection.foreseen.index", None),
        Page.ROSTER: ("selection.roster.index", None),
        Page.APPOINTED: ("selection.appointed.index", None),
        Page.STATEMENT: ("statements.show", "statement_id"),
        Page.FIRST_WEEKS: ("onboarding.mine", None),
        Page.NEW_HOLDER: ("onboarding.show", "term_id"),
        Page.RIGHTS: ("proposals.index", None),
        Page.PROGRAMS: ("programs.index", None),
        Page.SEAT: ("seats.show", "registration_id"),
        Page.PAPER: ("seats.show", "registration_id"),
        Page.OF_SESSION: ("sessiondesk.show", "session_id"),
        Page.REPORTS: ("subscriptions.index", None),
        Page.PROPOSED: ("proposing.show", "proposal_id"),
        Page.SLOTS: ("slots.index", None),
        Page.OURS: ("ourorganisation.index", None),
        Page.PROPOSAL: ("focalproposal.proposal", None),
        Page.ADVICE: ("ouradvice.show", "advice_id"),
        Page.ADVISING: ("advicedesk.show", "advice_id"),
        Page.ENGAGEMENT: ("engagementdesk.show", "report_id"),
        Page.COVERAGE: ("coveragedesk.index", None),
        Page.WARNING: ("warning.show", "alert_id"),
        Page.SITUATION: ("situations.show", "situation_id"),
        Page.SHOWN_SITUATIONS: ("guestsituations.index", None),
        Page.PLAN: ("plans.show", "plan_id"),
        Page.SHARED_PLANS: ("plans.shared", None),
        Page.IAP: ("iap.show", "iap_id"),
        Page.GROUP_CASE: ("reprisals.show", "case_id"),
        Page.COMMITTEE_ADVICE: ("committee_advice.show", "request_id"),
        Page.ISSUE: ("briefingdesk.show", "code"),
        Page.BRIEFING: ("staffbriefings.edition", "code"),
        Page.DOCUMENT: ("library.show", "document_id"),
        Page.DEADLINE: ("reportdeadlines.show", "report_id"),
        Page.TRAINING: ("trainings.show", "training_id"),
        Page.FORUM: ("forum.show", "thread_id"),
        Page.ROUND: ("rounds.answer", "round_id"),
        Page.ACTION: ("actions.show", "action_id"),
        Page.MY_VISIT: ("myvisits.show", "partner_id"),
        Page.DEBRIEF: ("debriefcalls.show", "mission_id"),
        Page.DEBRIEFS: ("debriefcalls.index", None),
        Page.PARTNERS: ("partners.index", "mission_id"),
        Page.THREADS: ("threads.index", "mission_id"),
        Page.VISIT_NOTE: ("visitnotes.show", "thread_id"),
        Page.INCIDENTS: ("missionincidents.of_mission", "mission_id"),
        Page.PUT_INCIDENT: ("visitincidents.show", "incident_id"),
        Page.EXCHANGE: ("programmeexchange.index", "mission_id"),
        Page.PROGRAMME: ("visitprogrammes.show", "mission_id"),
        Page.VISIT_FILE: ("visits.lead", "visit_file_id"),
        Page.VISIT_LINE: ("visits.lead", "visit_file_id"),
        Page.VISIT_LETTER: ("visittexts.show", "letter_id"),
        Page.MISSION: ("missions.show", "mission_id"),
        Page.JOINT: ("jointvisits.asked_here", "mission_id"),
        Page.CALLS: ("inputs.index", "mission_id"),
        Page.OUR_ROUND: ("rounds.show", "round_id"),
        Page.INFORMATION: ("recommendations.detail", "recommendation_id"),
        Page.OUR_INFORMATION: ("recommendations.index", None),
        Page.ADDRESSEES: ("recommendations.detail", "recommendation_id"),
        Page.REVIEWS: ("reviews.index", None),
        Page.GRADING: ("gradingdelegations.index", None),
        Page.WHERE: ("choosing.where_to", "split_id"),
        Page.REGISTER: ("registerdesk.show", "organisation_id"),
        Page.LAWS: ("lawdesk.index", None),
        Page.COMMITTEE: ("committee.index", None),
        Page.MEETING: ("meetings.show", "meeting_id"),
        Page.GUEST: ("guestmeetings.index", None),
        Page.INSTITUTION: ("submissions.index", None),
        Page.RECOGNITION: ("contactpoints.index", None),
        Page.VISIT_REPORT: ("visitreports.show", "mission_id"),
        Page.PUBLIC_REPORT: ("publicreports.show", "mission_id"),
        Page.ACCOUNT: ("security.index", None),
    }
)
"""Each page's endpoint, and its argument for the id."""
