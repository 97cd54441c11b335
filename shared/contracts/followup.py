"""Facts of followup: reply cases and their deadlines, recommendations and their implementation."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal, TypeAlias

from shared.contracts import (
    Contract,
    followup_actions,
    followup_addressee_proposals,
    followup_clusters,
    followup_custody,
    followup_debriefs,
    followup_dossiers,
    followup_erasure,
    followup_evidence,
    followup_grading,
    followup_holding,
    followup_incidents,
    followup_information,
    followup_inputs,
    followup_invitations,
    followup_missions,
    followup_partners,
    followup_proposals,
    followup_recommendations,
    followup_reference,
    followup_reprisal_entries,
    followup_reprisals,
    followup_rounds,
    followup_taking_up,
    followup_tellings,
    followup_visit_files,
    followup_visit_letters,
    followup_visit_reports,
    followup_visit_threads,
    followup_visits,
)
from shared.contracts.feed import Shown
from shared.contracts.followup_publication import (
    PUBLICATION_FACTS,
    PUBLICATION_FEED,
    PublicationFact,
    RecommendationPublished,
    RecommendationShared,
    RecommendationUnshared,
    RecommendationWithdrawn,
)
from shared.contracts.followup_replies import REPLY_CASE_FACTS, REPLY_CASE_FEED, ReplyCaseFact
from shared.contracts.followup_times import ReplyTimesNoted
from shared.core.catalogue import Catalogue
from shared.core.message import Sealed

ReplyKind: TypeAlias = Literal["acknowledgement", "substantive", "holding"]
Provider: TypeAlias = Literal["government", "nhri", "ngo", "unct"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyDue:
    """The reply case of a transmitted letter is open, with all its dates.

    ``reminders_at``: when a reminder is proposed if there is no reply. ``submission_ids``: the
    submissions behind the letter; empty in version 1. ``reply_days_of`` and ``reminder_days_of``:
    the mandate whose settings gave the days; None: the office's did.
    """

    communication_id: str
    reference: str
    type: str
    recipient: str
    mandates: tuple[str, ...]
    transmitted_at: datetime
    due_at: datetime
    reminders_at: tuple[datetime, ...] = ()
    submission_ids: tuple[str, ...] = ()
    reply_days_of: str | None = None
    reminder_days_of: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyOverdue:
    communication_id: str
    recipient: str
    mandates: tuple[str, ...]
    due_at: datetime
    overdue_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class GovernmentReplyLogged:
    """A substantive reply stops the clock; an acknowledgement or a holding reply does not.

    ``by_government``: the Government filed it itself.
    """

    communication_id: str
    reply_id: str
    recipient: str
    mandates: tuple[str, ...]
    kind: ReplyKind
    language: str
    confidential_by_state: bool
    text: Sealed
    received_at: datetime
    logged_by: str
    logged_at: datetime
    by_government: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyAssessed:
    """One mandate's grade; mandates may differ. ``scheme`` and ``value`` are data.

    ``patterns``: the kinds of partial reply, of shared.reference.PARTIAL_PATTERNS.
    """

    communication_id: str
    reply_id: str
    recipient: str
    mandate: str
    scheme: str
    value: str
    rationale: Sealed
    assessed_by: str
    assessed_at: datetime
    patterns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RecommendationIssued:
    """``report``: where it stands, if it was registered from the report on a visit.

    ``common_id``: of the text, if it went to several States at once, each with its own.
    """

    recommendation_id: str
    communication_id: str | None
    addressee: str
    mandate: str
    text: Sealed
    issued_by: str
    issued_at: datetime
    report: followup_visit_reports.ReportPlace | None = None
    common_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ImplementationInfoReceived:
    """Kept per provider, never merged.

    ``addressee_id``: whose follow-up it is about; None: the Government's. ``corrects``: the
    information of the same provider that it stands in place of. ``since`` and ``until``: the days
    that it is about. ``name``: under which it may be shown, if its provider wishes so.
    """

    recommendation_id: str
    info_id: str
    addressee: str
    mandate: str
    provider: Provider
    organisation_id: str | None
    text: Sealed
    provided_by: str
    received_at: datetime
    addressee_id: str | None = None
    corrects: str | None = None
    wish: followup_rounds.Wish = "holder"
    name: Sealed | None = None
    since: date | None = None
    until: date | None = None


def for_everybody(fact: ImplementationInfoReceived) -> bool:
    """What is for the mandate alone leaves no line (decision 0255)."""
    return fact.wish != "holder"


@dataclass(frozen=True, slots=True, kw_only=True)
class ImplementationAssessed:
    """``addressee_id``: whose follow-up is graded; None: the Government's. ``period``: a year.

    ``based_on``: the information and answers of rounds that were read. Empty in version 1.
    ``delegation_id``: under which an officer graded in the mandate's name; None: its holder did.
    """

    recommendation_id: str
    addressee: str
    mandate: str
    scheme: str
    grade: str
    rationale: Sealed
    assessed_by: str
    assessed_at: datetime
    addressee_id: str | None = None
    period: int | None = None
    based_on: tuple[str, ...] = ()
    delegation_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecommendationImplemented:
    """The assessment reached the scheme's top grade."""

    recommendation_id: str
    addressee: str
    mandate: str
    implemented_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoClockAdvanced:
    """Demonstration only: its clock is ``days`` ahead of the real one in total."""

    days: int
    advanced_by: str
    advanced_at: datetime


Fact: TypeAlias = (
    ReplyDue
    | ReplyOverdue
    | GovernmentReplyLogged
    | ReplyAssessed
    | RecommendationIssued
    | ImplementationInfoReceived
    | ImplementationAssessed
    | RecommendationImplemented
    | RecommendationPublished
    | RecommendationWithdrawn
    | RecommendationShared
    | RecommendationUnshared
    | followup_custody.Fact
    | followup_holding.Fact
    | followup_invitations.Fact
    | followup_recommendations.Fact
    | followup_recommendations.RecommendationNumbered
    | followup_taking_up.Fact
    | followup_grading.Fact
    | followup_clusters.Fact
    | followup_visits.Fact
    | followup_visit_files.VisitDocumentFileAdded
    | followup_visit_letters.Fact
    | followup_reference.Fact
    | followup_missions.Fact
    | followup_debriefs.Fact
    | followup_tellings.Fact
    | followup_incidents.Fact
    | followup_proposals.Fact
    | followup_partners.Fact
    | followup_dossiers.Fact
    | followup_evidence.ImplementationFileAdded
    | followup_information.Fact
    | followup_addressee_proposals.Fact
    | followup_visit_threads.Fact
    | followup_inputs.Fact
    | followup_visit_reports.Fact
    | followup_reprisals.Fact
    | followup_reprisal_entries.Fact
    | followup_rounds.Fact
    | followup_actions.Fact
    | DemoClockAdvanced
    | ReplyTimesNoted
    | PublicationFact
    | ReplyCaseFact
    | followup_erasure.Fact
)


def _reply_due_2(old: dict[str, Any]) -> dict[str, Any]:
    return {**old, "reminders_at": (), "submission_ids": ()}


def _reply_due_3(old: dict[str, Any]) -> dict[str, Any]:
    """Up to version 2 the office's times applied to every mandate."""
    return {**old, "reply_days_of": None, "reminder_days_of": None}


def _reply_logged_2(old: dict[str, Any]) -> dict[str, Any]:
    """In version 1 only the desk logged replies."""
    return {**old, "by_government": False}


def _reply_assessed_2(old: dict[str, Any]) -> dict[str, Any]:
    return {**old, "patterns": ()}


def _assessed_2(old: dict[str, Any]) -> dict[str, Any]:
    return {**old, "addressee_id": None, "period": None, "based_on": ()}


def _assessed_3(old: dict[str, Any]) -> dict[str, Any]:
    """Up to version 2 the holder alone graded."""
    return {**old, "delegation_id": None}


def _of_report(old: dict[str, Any]) -> dict[str, Any]:
    """Before, one that was registered from a report did not say so."""
    return {**old, "report": None}


def _of_common_text(old: dict[str, Any]) -> dict[str, Any]:
    """Up to version 2 each text went to one State."""
    return {**old, "common_id": None}


def _recommendation_published_2(old: dict[str, Any]) -> dict[str, Any]:
    """Version 1 did not say which version of the text it is: there was one."""
    return {**old, "version": 1, "symbol": None}


def _recommendation_published_3(old: dict[str, Any]) -> dict[str, Any]:
    """Up to version 2 every one was issued here."""
    return {**old, "origin": None}


def _case_reopened_2(old: dict[str, Any]) -> dict[str, Any]:
    """Version 1 did not start reminders again."""
    return {**old, "reminders_at": ()}


def _publication_withdrawn_2(old: dict[str, Any]) -> dict[str, Any]:
    """Version 1 had no published translations."""
    return {**old, "translations": ()}


FOLLOWUP = Contract(
    service="followup",
    catalogue=Catalogue(
        {
            "reply-due": ReplyDue,
            "reply-overdue": ReplyOverdue,
            "government-reply-logged": GovernmentReplyLogged,
            "reply-assessed": ReplyAssessed,
            "recommendation-issued": RecommendationIssued,
            "implementation-info-received": ImplementationInfoReceived,
            "implementation-assessed": ImplementationAssessed,
            "recommendation-implemented": RecommendationImplemented,
            "recommendation-published": RecommendationPublished,
            "recommendation-withdrawn": RecommendationWithdrawn,
            "recommendation-shared": RecommendationShared,
            "recommendation-unshared": RecommendationUnshared,
            "demo-clock-advanced": DemoClockAdvanced,
            "reply-times-noted": ReplyTimesNoted,
            **PUBLICATION_FACTS,
            **REPLY_CASE_FACTS,
            **followup_custody.TYPES,
            **followup_holding.TYPES,
            **followup_recommendations.TYPES,
            **followup_taking_up.TYPES,
            **followup_grading.TYPES,
            **followup_clusters.TYPES,
            **followup_visits.TYPES,
            **followup_visit_files.TYPES,
            **followup_visit_letters.TYPES,
            **followup_invitations.TYPES,
            **followup_reference.TYPES,
            **followup_missions.TYPES,
            **followup_debriefs.TYPES,
            **followup_tellings.TYPES,
            **followup_incidents.TYPES,
            **followup_proposals.TYPES,
            **followup_partners.TYPES,
            **followup_dossiers.TYPES,
            **followup_evidence.TYPES,
            **followup_information.TYPES,
            **followup_addressee_proposals.TYPES,
            **followup_visit_threads.TYPES,
            **followup_inputs.TYPES,
            **followup_visit_reports.TYPES,
            **followup_reprisals.TYPES,
            **followup_reprisal_entries.TYPES,
            **followup_rounds.TYPES,
            **followup_actions.TYPES,
            **followup_erasure.TYPES,
        },
        {
            "reply-due": (_reply_due_2, _reply_due_3),
            "government-reply-logged": (_reply_logged_2,),
            "reply-assessed": (_reply_assessed_2,),
            "recommendation-issued": (_of_report, _of_common_text),
            "implementation-info-received": (
                followup_information.received_2,
                followup_information.received_3,
            ),
            "implementation-info-withheld": (followup_information.withheld_2,),
            "mission-incident-logged": (followup_incidents.logged_2,),
            "implementation-assessed": (_assessed_2, _assessed_3),
            "recommendation-published": (
                _recommendation_published_2,
                _recommendation_published_3,
                _of_report,
            ),
            "case-reopened": (_case_reopened_2,),
            "publication-withdrawn": (_publication_withdrawn_2,),
            **followup_visits.UPCASTERS,
            **followup_missions.UPCASTERS,
            **followup_partners.UPCASTERS,
            **followup_debriefs.UPCASTERS,
            **followup_visit_letters.UPCASTERS,
            **followup_visit_reports.UPCASTERS,
            **followup_recommendations.UPCASTERS,
            **followup_reference.UPCASTERS,
            **followup_rounds.UPCASTERS,
        },
    ),
    feed={
        ReplyDue: Shown(
            words="Reply clock started",
            mandates="mandates",
            recipient="recipient",
            reference="reference",
        ),
        ReplyOverdue: Shown(words="Reply overdue", mandates="mandates", recipient="recipient"),
        GovernmentReplyLogged: Shown(
            words="Reply of the recipient logged", mandates="mandates", recipient="recipient"
        ),
        ReplyAssessed: Shown(words="Reply graded", mandates="mandate", recipient="recipient"),
        **REPLY_CASE_FEED,
        **PUBLICATION_FEED,
        **followup_visits.FEED,
        **followup_recommendations.FEED,
        **followup_taking_up.FEED,
        **followup_information.FEED,
        **followup_missions.FEED,
        **followup_rounds.FEED,
        **followup_visit_reports.FEED,
        RecommendationIssued: Shown(
            words="Recommendation issued", mandates="mandate", recipient="addressee"
        ),
        ImplementationInfoReceived: Shown(
            words="Implementation information received",
            mandates="mandate",
            recipient="addressee",
            where=for_everybody,
        ),
        ImplementationAssessed: Shown(
            words="Implementation assessed", mandates="mandate", recipient="addressee"
        ),
        RecommendationImplemented: Shown(
            words="Recommendation implemented", mandates="mandate", recipient="addressee"
        ),
    },
)
