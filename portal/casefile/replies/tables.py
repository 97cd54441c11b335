"""The tables of reply cases: filled by ``read_model``, read by ``cases`` and ``file``."""

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    Index,
    Integer,
    MetaData,
    SmallInteger,
    String,
    Table,
    Uuid,
)

from portal.web.steps import table_of
from shared.platform.tables import Instant, SealedText
from shared.read_models.model import MADE_BY

tables = MetaData()
cases = Table(
    "replies_cases",
    tables,
    Column("communication_id", String(36), primary_key=True),
    Column("correlation_id", Uuid),
    Column("reference", String(40)),
    Column("type", String(4)),
    Column("recipient", String(4)),
    Column("transmitted_at", Instant, index=True, info={MADE_BY: "index"}),
    Column("first_due_at", Instant),  # before any extension
    Column("reply_days_of", String(60)),  # the mandate that set the days; none: the office
    Column("reminder_days_of", String(60)),  # likewise
    Column("due_at", Instant),
    Column("extended_at", Instant),
    Column("overdue_at", Instant),  # for the present due_at
    Column("arrived_at", Instant),  # the letter did, as its recipient confirmed
    Column("acknowledged_at", Instant),  # of the last reply that was not substantive
    Column("answered_at", Instant),  # of the last substantive one
    Column("reminder_due", SmallInteger),  # the number of the one that was proposed last
    Column("closed_at", Instant),
    Column("outcome", String(20)),
    Column("state_told_at", Instant),  # of the closure
    Column("source_told_at", Instant),
    Index("replies_cases_due", "due_at", "communication_id"),
    Index("replies_cases_recipient", "recipient"),
)
signatures = Table(
    "replies_signatures",
    tables,
    Column("communication_id", String(36), primary_key=True),
    Column("mandate", String(60), primary_key=True),
    Column("successor", Boolean),  # of a mandate that signed and ended
    Index("replies_signatures_mandate", "mandate"),
)
behind = Table(
    "replies_behind",
    tables,
    Column("communication_id", String(36), primary_key=True),
    Column("submission_id", String(36), primary_key=True),
    Index("replies_behind_submission", "submission_id"),
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
    Column("by_government", Boolean),
    Column("forwarded_at", Instant),  # to the sources
)
grades = Table(
    "replies_grades",
    tables,
    Column("reply_id", String(36), primary_key=True),
    Column("mandate", String(60), primary_key=True),
    Column("communication_id", String(36), index=True),
    Column("scheme", String(40)),
    Column("value", String(40)),
    Column("patterns", JSON),
    Column("rationale", SealedText),
    Column("assessed_by", String(80)),
    Column("assessed_at", Instant),
)
# Each with the year in which it was given: one of a later year leaves those before it as they were.
given = Table(
    "replies_grades_given",
    tables,
    Column("reply_id", String(36), primary_key=True),
    Column("mandate", String(60), primary_key=True),
    Column("year", SmallInteger, primary_key=True),
    Column("communication_id", String(36), index=True),
    Column("scheme", String(40)),
    Column("value", String(40)),
)
translations = Table(
    "replies_translations",
    tables,
    Column("reply_id", String(36), primary_key=True),
    Column("language", String(2), primary_key=True),
    Column("communication_id", String(36), index=True),
    Column("requested_at", Instant),
    Column("received_at", Instant),
    Column("text", SealedText),
)
attachments = Table(
    "replies_attachments",
    tables,
    Column("attachment_id", String(36), primary_key=True),
    Column("communication_id", String(36), index=True),
    Column("reply_id", String(36)),
    Column("object_name", String(64)),
    Column("sha256", String(64)),
    Column("size", Integer),
    Column("scanned", String(12)),
    Column("details", SealedText),
    Column("added_at", Instant),
)
comments = Table(
    "replies_comments",
    tables,
    Column("comment_id", String(36), primary_key=True),
    Column("communication_id", String(36), index=True),
    Column("reply_id", String(36)),
    Column("submission_id", String(36)),
    Column("text", SealedText),
    Column("commented_at", Instant),
)
reminders = Table(
    "replies_reminders",
    tables,
    Column("reminder_id", String(36), primary_key=True),
    Column("communication_id", String(36), index=True),
    Column("position", BigInteger),  # the last one that is not sent is the one that can be
    Column("text", SealedText),
    Column("content_hash", String(64)),
    Column("drafted_by", String(80)),
    Column("drafted_at", Instant),
    Column("sent_at", Instant),
)
approvals = Table(
    "replies_reminder_approvals",
    tables,
    Column("reminder_id", String(36), primary_key=True),
    Column("mandate", String(60), primary_key=True),
    Column("approved_by", String(80)),
    Column("approved_at", Instant),
)
# A row for each entry; corrects: the entry in whose place it holds. One that was corrected stays.
dialogue = Table(
    "replies_dialogue",
    tables,
    Column("contact_id", String(36), primary_key=True),
    Column("communication_id", String(36), index=True),
    Column("held_on", Date),
    Column("kind", String(20)),
    Column("with_whom", SealedText),
    Column("said", SealedText),
    Column("noted_by", String(80)),
    Column("noted_at", Instant),
    Column("corrects", String(36)),
    Column("corrected", Boolean),
)
steps = table_of(
    "replies_steps",
    tables,
    "communication_id",
    Column("by_government", Boolean),
    Column("mandate", String(60)),
    Column("detail", String(80)),  # a code: a kind, a grade, a language, an outcome, a reference
    Column("until", Instant),
    Column("other_id", String(36)),  # of a follow-up letter
    Column("note", SealedText),
    Index("replies_steps_other", "other_id"),
)
