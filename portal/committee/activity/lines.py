"""The feed's lines: an allow-list of facts (R10 of procedure.md section 6.2), field by field.

A fact that is not named here has no line, and a new field of a fact is not shown until somebody
adds it here. Before a letter is transmitted its recipient does not exist for the feed; people,
narrative, sources, candidates and scores never do.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any, TypeAlias

from shared.contracts import (
    approvals,
    approvals_statements,
    followup,
    followup_publication,
    followup_replies,
    intake,
    stakeholders,
    stakeholders_terms,
)
from shared.facts.kafka import Published


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """``kind`` is the fact's wire name; ``recipient`` a code; ``position`` the event store's.

    ``desk``: the desk of the recipient may see it, as it is known to be about no reprisal (R15).
    """

    kind: str
    position: int
    at: datetime
    mandates: tuple[str, ...] = ()
    recipient: str | None = None
    type: str | None = None
    reference: str | None = None
    desk: bool = False


Shown: TypeAlias = Mapping[str, Any]


def _of_a_case(fact: Any) -> Shown:
    return {"mandates": fact.mandates, "recipient": fact.recipient}


_ALLOWED: Mapping[type, tuple[str, Callable[[Any], Shown]]] = MappingProxyType(
    {
        intake.AllegationReceived: ("allegation-received", lambda f: {"mandates": f.mandates}),
        intake.SubmissionTriaged: ("submission-triaged", lambda f: {"mandates": f.mandates}),
        intake.AdmissibilityConfirmed: ("admissibility-confirmed", lambda _: {}),
        intake.SubmissionNotActioned: ("submission-not-actioned", lambda _: {}),
        approvals.CommunicationDrafted: (
            "communication-drafted",
            lambda f: {"mandates": (f.lead_mandate,), "type": f.type},
        ),
        approvals.ApprovalRequested: ("approval-requested", lambda f: {"mandates": f.mandates}),
        approvals.ApprovalGiven: ("approval-given", lambda f: {"mandates": (f.mandate,)}),
        approvals.CommunicationApproved: (
            "communication-approved",
            lambda f: {"mandates": f.mandates, "type": f.type},
        ),
        approvals.CommunicationTransmitted: (
            "communication-transmitted",
            lambda f: {
                "mandates": f.mandates,
                "type": f.type,
                "recipient": f.recipient,
                "reference": f.reference,
            },
        ),
        approvals_statements.StatementApproved: (
            "statement-approved",
            lambda f: {"mandates": f.mandates},
        ),
        approvals_statements.StatementIssued: (
            "statement-issued",
            lambda f: {
                "mandates": f.mandates,
                "recipient": next(iter(f.states), None),
                "desk": True,  # it is public
            },
        ),
        followup.ReplyDue: (
            "reply-due",
            lambda f: {"mandates": f.mandates, "recipient": f.recipient, "reference": f.reference},
        ),
        followup.ReplyOverdue: (
            "reply-overdue",
            lambda f: {"mandates": f.mandates, "recipient": f.recipient},
        ),
        followup.GovernmentReplyLogged: (
            "government-reply-logged",
            lambda f: {"mandates": f.mandates, "recipient": f.recipient},
        ),
        followup.ReplyAssessed: (
            "reply-assessed",
            lambda f: {"mandates": (f.mandate,), "recipient": f.recipient},
        ),
        followup_replies.ReceiptAcknowledged: ("receipt-acknowledged", _of_a_case),
        followup_replies.ExtensionNoted: ("extension-noted", _of_a_case),
        followup_replies.ReminderSent: ("reminder-sent", _of_a_case),
        followup_replies.CaseClosed: ("case-closed", _of_a_case),
        followup_replies.CaseReopened: ("case-reopened", _of_a_case),
        followup_publication.CommunicationPublished: (
            "communication-published",
            lambda f: {
                "mandates": f.mandates,
                "type": f.type,
                "recipient": f.recipient,
                "reference": f.reference,
            },
        ),
        followup.RecommendationIssued: (
            "recommendation-issued",
            lambda f: {"mandates": (f.mandate,), "recipient": f.addressee},
        ),
        followup.ImplementationInfoReceived: (
            "implementation-info-received",
            lambda f: {"mandates": (f.mandate,), "recipient": f.addressee},
        ),
        followup.ImplementationAssessed: (
            "implementation-assessed",
            lambda f: {"mandates": (f.mandate,), "recipient": f.addressee},
        ),
        followup.RecommendationImplemented: (
            "recommendation-implemented",
            lambda f: {"mandates": (f.mandate,), "recipient": f.addressee},
        ),
        stakeholders.VacancyDeclared: ("vacancy-declared", lambda f: {"mandates": (f.mandate,)}),
        stakeholders.CallForCandidaturesIssued: (
            "call-for-candidatures-issued",
            lambda f: {"mandates": (f.mandate,)},
        ),
        stakeholders.CallClosed: ("call-closed", lambda f: {"mandates": (f.mandate,)}),
        stakeholders.PanelEstablished: ("panel-established", lambda f: {"mandates": (f.mandate,)}),
        stakeholders.ReviewClosed: ("review-closed", lambda f: {"mandates": (f.mandate,)}),
        stakeholders.ShortlistAdopted: ("shortlist-adopted", lambda f: {"mandates": (f.mandate,)}),
        stakeholders_terms.HolderTermStarted: (
            "holder-term-started",
            lambda f: {"mandates": (f.mandate,)},
        ),
        stakeholders_terms.HolderTermEnded: (
            "holder-term-ended",
            lambda f: {"mandates": (f.mandate,)},
        ),
    }
)

KINDS: Mapping[str, str] = MappingProxyType(
    {
        "allegation-received": "Submission received",
        "submission-triaged": "Submission shared with mandates",
        "admissibility-confirmed": "Submission found admissible",
        "submission-not-actioned": "Submission not actioned",
        "communication-drafted": "Communication drafted",
        "approval-requested": "Approval asked of the mandate-holders",
        "approval-given": "Mandate-holder approved a text",
        "communication-approved": "Communication cleared by every signing mandate",
        "communication-transmitted": "Communication transmitted",
        "statement-approved": "Statement approved by every mandate in whose name it is",
        "statement-issued": "Statement issued",
        "reply-due": "Reply clock started",
        "reply-overdue": "Reply overdue",
        "government-reply-logged": "Reply of the recipient logged",
        "reply-assessed": "Reply graded",
        "receipt-acknowledged": "Receipt of a letter acknowledged",
        "extension-noted": "Extension of a reply noted",
        "reminder-sent": "Reminder sent",
        "case-closed": "Reply case closed",
        "case-reopened": "Reply case reopened",
        "communication-published": "Communication published",
        "recommendation-issued": "Recommendation issued",
        "implementation-info-received": "Implementation information received",
        "implementation-assessed": "Implementation assessed",
        "recommendation-implemented": "Recommendation implemented",
        "vacancy-declared": "Vacancy declared",
        "call-for-candidatures-issued": "Call for candidatures issued",
        "call-closed": "Call for candidatures closed",
        "panel-established": "Advisory panel established",
        "review-closed": "Panel review closed",
        "shortlist-adopted": "Short list adopted",
        "holder-term-started": "Term of a mandate-holder recorded",
        "holder-term-ended": "End of a mandate-holder's term recorded",
    }
)


def line(published: Published) -> Line | None:
    """Return the feed's line for a fact, or None if it has none."""
    allowed = _ALLOWED.get(type(published.fact))
    if allowed is None:
        return None
    kind, shown = allowed
    return Line(
        kind=kind,
        position=published.position,
        at=published.recorded_at,
        **shown(published.fact),
    )


def letter_of(published: Published) -> str | None:
    """Return the letter of a line, which decides about ``desk``. It is not shown.

    A recommendation is not for the desk before it is published, whatever letter it follows from.
    """
    fact = published.fact
    if isinstance(fact, followup.RecommendationIssued):
        return None
    found: str | None = getattr(fact, "communication_id", None)
    return found
