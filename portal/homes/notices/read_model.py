"""The news and its recipients: rows without substance, from an allow-list of facts."""

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Any, TypeAlias
from uuid import UUID

from sqlalchemy import JSON, BigInteger, Column, Index, Integer, MetaData, String, Table, Uuid

from portal.homes.notices import (
    advice_news,
    dialogue_news,
    information_news,
    meeting_news,
)
from portal.homes.notices.audiences import Audience
from portal.homes.notices.pages import Page
from shared.contracts import approvals, followup, intake, stakeholders
from shared.contracts.approvals_custody import LetterPassedOn, StatementPassedOn
from shared.contracts.approvals_drafting import MandateDroppedOut
from shared.contracts.approvals_holding import VacantMandateDropped
from shared.contracts.approvals_statements import (
    StatementApprovalRequested,
    StatementApproved,
    StatementChangesRequested,
    StatementDeclined,
    StatementIssued,
    StatementSignerDropped,
)
from shared.contracts.approvals_transmission import LetterSharedWithSource, SourceInformed
from shared.contracts.followup_information import ImplementationInfoWithheld
from shared.contracts.followup_publication import (
    CommunicationPublished,
    EmbargoEnded,
    PublicationWithdrawn,
    ReplyPublished,
    ReplyWithheld,
)
from shared.contracts.followup_replies import (
    ClosureNotified,
    ReminderProposed,
    ReminderSent,
    ReplyForwardedToSource,
    SourceCommented,
)
from shared.contracts.intake_attachments import AttachmentAdded
from shared.contracts.intake_source import (
    DevelopmentAdded,
    IncidentAdded,
    PerpetratorAdded,
    SourceIdentityOpened,
)
from shared.contracts.intake_triage import SubmissionReferred
from shared.contracts.stakeholders_appointing import (
    AppointmentDeferred,
    CandidateProposed,
    MandateHolderAppointed,
    PanelReportPublished,
    PanelReportSubmitted,
    ProposalNotApproved,
    RecommendationWithdrawn,
    ReconsiderationRequested,
    ReportAmended,
    ShortlistReopened,
    ShortlistUsedUp,
)
from shared.contracts.stakeholders_consultations import (
    ConsultationCancelled,
    ConsultationExtended,
    OutcomePublished,
    ProposalAnswered,
)
from shared.contracts.stakeholders_coverage import StandardSetAdopted
from shared.contracts.stakeholders_dissemination import CallDisseminated
from shared.contracts.stakeholders_foreseen import VacancyForeseen
from shared.contracts.stakeholders_interviews import (
    InterviewAnswered,
    InterviewCancelled,
    InterviewMissed,
    InterviewScheduled,
)
from shared.contracts.stakeholders_needs import NeedsViewGiven, NeedsViewReturned
from shared.contracts.stakeholders_nominations import (
    CandidateNominated,
    NominationDeclined,
    NominationWithdrawn,
)
from shared.contracts.stakeholders_notices import NoticeSent
from shared.contracts.stakeholders_onward import (
    CallExtended,
    CallReissued,
    SeatFilled,
    VacancyLapsed,
)
from shared.contracts.stakeholders_panels import SeatTermEnded, SeatTermExtended
from shared.contracts.stakeholders_recusal import LobbyingDisclosed
from shared.contracts.stakeholders_review import AdditionalCandidateConsidered, MembersReminded
from shared.contracts.stakeholders_screening import NotEligibleDisputed, NotEligibleProposed
from shared.contracts.stakeholders_sessions import (
    AppealDecided,
    PlacedOnWaitingList,
    RefusalAppealed,
    RegistrationCancelled,
    SeatConfirmed,
    SeatHandedOn,
    SeatOffered,
    SeatOfferLapsed,
    SessionChanged,
    SessionClosed,
    SessionRegistrationRefused,
)
from shared.core.message import derive_id
from shared.facts.kafka import Published
from shared.platform.tables import Instant
from shared.read_models.model import Change, Put, ReadModel

tables = MetaData()

news = Table(
    "notices_news",
    tables,
    Column("position", BigInteger, primary_key=True, autoincrement=False),
    Column("audience", String(10), primary_key=True),
    Column("submission_id", String(36), primary_key=True),  # empty where it is about none
    Column("cause", Uuid),  # the fact's id, or one of fact and audience
    Column("at", Instant),
    Column("by_id", String(80)),  # who is not told of what they did; a source never is
    Column("kind", String(40)),  # the fact's wire name
    Column("page", String(10)),  # that it leads holders and officers to
    Column("communication_id", String(36)),
    Column("statement_id", String(36)),
    Column("vacancy_id", String(36)),
    Column("candidate_id", String(36)),
    Column("session_id", String(36)),
    Column("registration_id", String(36)),
    Column("report_id", String(36)),
    Column("consultation_id", String(36)),
    Column("proposal_id", String(36)),
    Column("dialogue_id", String(36)),
    Column("slot_id", String(36)),
    Column("advice_id", String(36)),
    Column("meeting_id", String(36)),
    Column("action_id", String(36)),
    Column("guest_id", String(80)),
    Column("info_id", String(36)),
    Column("election_id", String(36)),
    Column("term_id", String(36)),
    Column("mandates", JSON),
    Column("number", Integer),  # of a dissemination of this vacancy's call
    Index("notices_news_at", "at"),
)

_Told: TypeAlias = tuple[tuple[Audience, ...], Callable[[Any], Mapping[str, Any]]]


def _letter(f: Any) -> Mapping[str, Any]:
    return {"page": Page.LETTER, "communication_id": f.communication_id}


def _letter_of_mandate(f: Any) -> Mapping[str, Any]:
    return {**_letter(f), "mandates": [f.mandate]}


def _letter_of_mandates(f: Any) -> Mapping[str, Any]:
    return {**_letter(f), "mandates": list(f.mandates)}


def _case(f: Any) -> Mapping[str, Any]:
    return {"page": Page.CASE, "communication_id": f.communication_id}


def _case_of_mandates(f: Any) -> Mapping[str, Any]:
    return {**_case(f), "mandates": list(f.mandates)}


def _statement(f: Any) -> Mapping[str, Any]:
    return {
        "page": Page.STATEMENT,
        "statement_id": f.statement_id,
        "mandates": list(f.mandates),
    }


def _submission(f: Any) -> Mapping[str, Any]:
    return {"page": Page.TRIAGE, "submission_ids": [f.submission_id]}


def _submission_of_mandates(f: Any) -> Mapping[str, Any]:
    return {**_submission(f), "mandates": list(f.mandates)}


def _submissions(f: Any) -> Mapping[str, Any]:
    return {"submission_ids": f.submission_ids}


def _vacancy(f: Any) -> Mapping[str, Any]:
    return {"vacancy_id": f.vacancy_id}


def _appointment(f: Any) -> Mapping[str, Any]:
    return {**_vacancy(f), "page": Page.VACANCY, "mandates": [f.mandate]}


def _needs(f: Any) -> Mapping[str, Any]:
    return {**_vacancy(f), "candidate_id": f.author_id}


def _invited(f: Any) -> Mapping[str, Any]:
    return {**_vacancy(f), "candidate_id": f.applicant_id}


def _panel_seat(f: Any) -> Mapping[str, Any]:
    return {**_vacancy(f), "candidate_id": f.member_id}


def _candidate(f: Any) -> Mapping[str, Any]:
    return {**_vacancy(f), "candidate_id": f.candidate_id}


def _session(f: Any) -> Mapping[str, Any]:
    return {"session_id": f.session_id}


def _foreseen(f: Any) -> Mapping[str, Any]:
    return {"vacancy_id": f.foreseen_id}


def _dissemination(f: Any) -> Mapping[str, Any]:
    return {**_vacancy(f), "number": f.number}


def _report(f: Any) -> Mapping[str, Any]:
    return {"report_id": f.report_id}


def _seat(f: Any) -> Mapping[str, Any]:
    return {**_session(f), "registration_id": f.registration_id}


def _consultation(f: Any) -> Mapping[str, Any]:
    return {"consultation_id": f.consultation_id}


def _proposal(f: Any) -> Mapping[str, Any]:
    return {**_consultation(f), "proposal_id": f.proposal_id}


_OF_A_SOURCE = (intake.AllegationReceived, intake.InformationProvided, DevelopmentAdded)
# What comes of asking for a seat is told to whoever asked, too: so it is in the inbox and by mail.
_OF_A_SEAT = (SeatConfirmed, PlacedOnWaitingList, SeatOffered, SeatOfferLapsed)
_OF_NOMINATORS = (CandidateNominated, NominationDeclined, NominationWithdrawn)
_NEWS: _Told = (("desk", "officers", "writers"), _submission)
_TOLD: Mapping[type, _Told] = MappingProxyType(
    {
        intake.SubmissionTriaged: (("officers",), _submission_of_mandates),
        intake.InformationRequested: (("source",), _submission),
        intake.InformationProvided: _NEWS,
        intake.SubmissionNotActioned: (("source",), _submission),
        DevelopmentAdded: _NEWS,
        IncidentAdded: _NEWS,
        PerpetratorAdded: _NEWS,
        # Files come with the submission too, before any letter; the desk sees those there.
        AttachmentAdded: (("writers",), _submission),
        SourceIdentityOpened: (("source",), _submission),
        SubmissionReferred: (("source",), _submission),
        approvals.MandateInvited: (("holders", "officers"), _letter_of_mandate),
        approvals.ApprovalRequested: (("holders",), _letter_of_mandates),
        approvals.ChangesRequested: (("officers",), _letter),
        approvals.MandateDeclined: (("officers",), _letter),
        MandateDroppedOut: (("officers",), _letter),
        VacantMandateDropped: (("holders", "officers"), _letter),
        approvals.TransmissionBlocked: (("officers",), _letter),
        approvals.CommunicationApproved: (("senders", "officers"), _letter),
        approvals.CommunicationTransmitted: (("holders", "officers"), _letter_of_mandates),
        SourceInformed: (("source",), _submission),
        LetterSharedWithSource: (("source",), _submission),
        StatementApprovalRequested: (("holders",), _statement),
        StatementChangesRequested: (("officers",), _statement),
        StatementDeclined: (("officers",), _statement),
        StatementSignerDropped: (("holders", "officers"), _statement),
        LetterPassedOn: (("holders", "officers"), _letter),
        StatementPassedOn: (("holders", "officers"), _statement),
        StatementApproved: (("holders", "officers"), _statement),
        StatementIssued: (("holders", "officers"), _statement),
        followup.ReplyDue: (("government", "state"), _case),
        followup.GovernmentReplyLogged: (("holders", "officers", "state"), _case_of_mandates),
        followup.ReplyOverdue: (("officers", "government", "state"), _case_of_mandates),
        ReminderSent: (("government",), _case),
        ReminderProposed: (("officers",), _case_of_mandates),
        ReplyForwardedToSource: (("source",), _submissions),
        SourceCommented: (("holders", "officers"), _case),
        ClosureNotified: (("source",), _submissions),
        CommunicationPublished: (("sources",), _letter),
        ReplyPublished: (("sources",), _letter),
        ReplyWithheld: (("sources",), _letter),
        PublicationWithdrawn: (("sources",), _letter),
        EmbargoEnded: (("publishers",), _letter),
        stakeholders.EligibilityScreened: (("candidate",), _candidate),
        NotEligibleProposed: (("selectors",), _vacancy),
        NotEligibleDisputed: (("selectors",), _vacancy),
        stakeholders.PanelEstablished: (("panel",), _vacancy),
        MembersReminded: (("panel",), _vacancy),
        stakeholders.ReviewClosed: (("panel",), _vacancy),
        stakeholders.ShortlistAdopted: (("panel",), _vacancy),
        **dict.fromkeys(_OF_NOMINATORS, (("candidate",), _candidate)),
        InterviewScheduled: (("candidate",), _candidate),
        InterviewMissed: (("candidate",), _candidate),
        InterviewCancelled: (("candidate",), _candidate),
        InterviewAnswered: (("selectors",), _vacancy),
        LobbyingDisclosed: (("panel", "selectors"), _vacancy),
        stakeholders.CallForCandidaturesIssued: (("holders",), _appointment),
        NeedsViewGiven: (("selectors",), _vacancy),
        NeedsViewReturned: (("needs",), _needs),
        AdditionalCandidateConsidered: (("invited", "panel", "selectors"), _invited),
        CallExtended: (("president", "panel", "candidate"), _vacancy),
        CallReissued: (("president", "panel", "candidate"), _vacancy),
        VacancyLapsed: (("panel", "candidate"), _vacancy),
        SeatFilled: (("panel",), _vacancy),
        SeatTermEnded: (("panel", "panelseat", "selectors"), _panel_seat),
        SeatTermExtended: (("panel", "panelseat"), _panel_seat),
        **dict.fromkeys(_OF_A_SEAT, (("seat",), _seat)),
        RegistrationCancelled: (("seat",), _seat),
        SessionRegistrationRefused: (("seat",), _seat),
        RefusalAppealed: (("sessions",), _seat),
        AppealDecided: (("seat",), _seat),
        SessionChanged: (("seats",), _session),
        SessionClosed: (("seats",), _session),
        SeatHandedOn: (("seat",), _seat),
        **dialogue_news.TOLD,
        NoticeSent: (("subscriber",), _report),
        CallDisseminated: (("called",), _dissemination),
        ProposalAnswered: (("proposal",), _proposal),
        ConsultationExtended: (("proposals",), _consultation),
        ConsultationCancelled: (("proposals",), _consultation),
        OutcomePublished: (("proposals",), _consultation),
        **advice_news.TOLD,
        **information_news.TOLD,
        StandardSetAdopted: (("committee",), lambda _: {}),
        **meeting_news.TOLD,
        PanelReportSubmitted: (("president", "selectors", "panel"), _vacancy),
        PanelReportPublished: (("president", "committee", "panel", "candidate"), _vacancy),
        ReportAmended: (("president",), _vacancy),
        ReconsiderationRequested: (("panel", "selectors"), _vacancy),
        CandidateProposed: (("committee", "panel", "candidate", "selectors"), _vacancy),
        AppointmentDeferred: (("president", "panel", "candidate"), _vacancy),
        ProposalNotApproved: (("president", "panel", "candidate"), _vacancy),
        MandateHolderAppointed: (
            ("president", "committee", "panel", "candidate", "officers", "admins"),
            _appointment,
        ),
        RecommendationWithdrawn: (("president", "selectors"), _vacancy),
        ShortlistUsedUp: (("president", "selectors", "panel"), _vacancy),
        ShortlistReopened: (("selectors", "panel"), _vacancy),
    }
)

_APART: frozenset[Audience] = frozenset({"government", "state"})
"""R15 may keep from these what has happened: whether it does is not known at once."""

_CONTRACTS = (intake.INTAKE, approvals.APPROVALS, followup.FOLLOWUP, stakeholders.STAKEHOLDERS)
_NAMES = MappingProxyType({cls: name for one in _CONTRACTS for name, cls in one.catalogue})


def project(published: Published) -> Iterable[Change]:
    fact = published.fact
    if isinstance(fact, intake.AllegationReceived):
        # The desk sits before its queue all day; only what is urgent calls it there.
        told: _Told | None = (("desk",), _submission) if fact.urgent else None
    elif isinstance(fact, intake.VictimsAdded):
        told = _NEWS if fact.later else None
    elif isinstance(fact, ImplementationInfoWithheld):
        told = _TOLD[type(fact)] if fact.told else None
    elif isinstance(fact, VacancyForeseen):  # the list of a cycle is no news
        told = (("selectors",), _foreseen) if fact.kind == "unforeseen" else None
    else:
        told = _TOLD.get(type(fact))
    if told is None:
        return []
    audiences, about = told
    row = {
        "at": published.at,
        "by_id": None if isinstance(fact, _OF_A_SOURCE + _OF_A_SEAT) else published.actor,
        "kind": _NAMES[type(fact)],
        **about(fact),
    }
    submissions = row.pop("submission_ids", [""])
    return [
        Put(
            news,
            (published.position, audience, submission),
            {"cause": _cause(published, audience), **row},
        )
        for audience in audiences
        for submission in submissions
    ]


def _cause(published: Published, audience: Audience) -> UUID:
    """Return the fact's id; those for whom more must be known let nobody else wait."""
    return derive_id("notice", published.id, audience) if audience in _APART else published.id


NOTICES = ReadModel(
    consumer="portal.notices",
    contracts=_CONTRACTS,
    tables=tables,
    project=project,
)
