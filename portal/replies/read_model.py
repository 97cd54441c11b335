"""Reply cases as pages show them. Whoever may see what of them is ruled in ``cases``."""

from collections.abc import Iterable

from sqlalchemy import Boolean, Column, Index, MetaData, String, Table, Uuid

from shared.contracts.followup import (
    FOLLOWUP,
    GovernmentReplyLogged,
    ReplyAssessed,
    ReplyDue,
    ReplyOverdue,
)
from shared.kafka import Published
from shared.read_model import Change, Put, ReadModel
from shared.tables import Instant, SealedText

tables = MetaData()
cases = Table(
    "replies_cases",
    tables,
    Column("communication_id", String(36), primary_key=True),
    Column("correlation_id", Uuid),
    Column("reference", String(40)),
    Column("type", String(4)),
    Column("recipient", String(4)),
    Column("transmitted_at", Instant),
    Column("due_at", Instant),
    Column("overdue_at", Instant),
    Column("acknowledged_at", Instant),  # of the last reply that was not substantive
    Column("answered_at", Instant),  # of the last substantive one
    Index("replies_cases_due", "due_at"),
)
signatures = Table(
    "replies_signatures",
    tables,
    Column("communication_id", String(36), primary_key=True),
    Column("mandate", String(60), primary_key=True),
    Index("replies_signatures_mandate", "mandate"),
)
replies = Table(
    "replies_received",
    tables,
    Column("reply_id", String(36), primary_key=True),
    Column("communication_id", String(36), index=True),
    Column("kind", String(20)),
    Column("language", String(2)),
    Column("confidential_by_state", Boolean),
    Column("text", SealedText),
    Column("received_at", Instant),
    Column("logged_by", String(80)),
    Column("logged_at", Instant),
)
grades = Table(
    "replies_grades",
    tables,
    Column("reply_id", String(36), primary_key=True),
    Column("mandate", String(60), primary_key=True),
    Column("communication_id", String(36), index=True),
    Column("scheme", String(40)),
    Column("value", String(40)),
    Column("rationale", SealedText),
    Column("assessed_by", String(80)),
    Column("assessed_at", Instant),
)


def project(published: Published) -> Iterable[Change]:
    match published.fact:
        case ReplyDue() as fact:
            return _opened(published, fact)
        case ReplyOverdue() as fact:
            return [Put(cases, (fact.communication_id,), {"overdue_at": fact.overdue_at})]
        case GovernmentReplyLogged() as fact:
            return _logged(fact)
        case ReplyAssessed() as fact:
            values = {
                "communication_id": fact.communication_id,
                "scheme": fact.scheme,
                "value": fact.value,
                "rationale": fact.rationale,
                "assessed_by": fact.assessed_by,
                "assessed_at": fact.assessed_at,
            }
            return [Put(grades, (fact.reply_id, fact.mandate), values)]
        case _:
            return []


def _opened(published: Published, fact: ReplyDue) -> list[Change]:
    values = {
        "correlation_id": published.correlation_id,
        "reference": fact.reference,
        "type": fact.type,
        "recipient": fact.recipient,
        "transmitted_at": fact.transmitted_at,
        "due_at": fact.due_at,
    }
    return [
        Put(cases, (fact.communication_id,), values),
        *(Put(signatures, (fact.communication_id, mandate), {}) for mandate in fact.mandates),
    ]


def _logged(fact: GovernmentReplyLogged) -> list[Change]:
    values = {
        "communication_id": fact.communication_id,
        "kind": fact.kind,
        "language": fact.language,
        "confidential_by_state": fact.confidential_by_state,
        "text": fact.text,
        "received_at": fact.received_at,
        "logged_by": fact.logged_by,
        "logged_at": fact.logged_at,
    }
    reached = "answered_at" if fact.kind == "substantive" else "acknowledged_at"
    return [
        Put(replies, (fact.reply_id,), values),
        Put(cases, (fact.communication_id,), {reached: fact.received_at}),
    ]


REPLIES = ReadModel(
    consumer="portal.replies", contracts=(FOLLOWUP,), tables=tables, project=project
)
