"""The tables of communications: filled by ``read_model``, read by ``queries``."""

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Index,
    Integer,
    MetaData,
    String,
    Table,
)

from portal.casefile.submissions.victims import tables_of
from portal.web.accounts import offices
from portal.web.steps import table_of as steps_table
from shared.platform.tables import Instant, SealedText

tables = MetaData()

# state: drafting, awaiting, approved, ordered, transmitted or withdrawn.
# changed: where the last fact about it stands in the store; another one, another page.
letters = Table(
    "communications_letters",
    tables,
    Column("communication_id", String(36), primary_key=True),
    Column("submission_ids", JSON),
    Column("type", String(2)),
    Column("recipient", String(3)),
    Column("addressee", SealedText),  # who exactly, where the code does not say it
    Column("group_id", String(36)),  # letters that share their text
    Column("language", String(2)),  # none of those from before it was chosen
    Column("lead_mandate", String(60)),
    Column("version", Integer),
    Column("content_hash", String(64)),
    Column("state", String(12)),
    Column("drafted_at", Instant),
    Column("requested_at", Instant),
    Column("approved_at", Instant),
    Column("ordered_at", Instant),
    Column("transmitted_at", Instant),
    Column("reference", String(40)),
    Column("channel", String(60)),
    Column("changed", BigInteger),
    Index("communications_letters_state", "state", "type"),
    Index("communications_letters_group", "group_id"),
    Index("communications_letters_recipient", "recipient", "transmitted_at"),
)

# A mandate of a letter, invited until join_by. asked_version was put before it last, ruled_version
# is the last one that it approved or asked to change; what it approved or authorised counts until
# it is voided.
signatures = Table(
    "communications_signatures",
    tables,
    Column("communication_id", String(36), primary_key=True),
    Column("mandate", String(60), primary_key=True),
    Column("lead", Boolean),
    Column("position", BigInteger),
    Column("joined_at", Instant),
    Column("join_by", Instant),
    Column("declined_at", Instant),  # or dropped out
    Column("dropped_out", Boolean),
    Column("vacant", Boolean),  # when it dropped out
    Column("successor", Boolean),  # it signs in place of a mandate that ended
    Column("asked_version", Integer),
    Column("ruled_version", Integer),
    Column("approved_version", Integer),
    Column("approved_by", String(80)),
    Column("approved_at", Instant),
    Column("authorised_by", String(80)),
    Column("authorised_at", Instant),
    Column("withheld", Boolean),  # revoked for this letter, whatever stands
    Index("communications_signatures_mandate", "mandate"),
)

versions = Table(
    "communications_versions",
    tables,
    Column("communication_id", String(36), primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("text", SealedText),
    Column("content_hash", String(64)),
    Column("written_by", String(80)),
    Column("written_at", Instant),
    Column("requested_at", Instant),  # when it was put before the mandates
)

steps = steps_table(
    "communications_steps",
    tables,
    "communication_id",
    Column("mandate", String(60)),
    Column("version", Integer),
    Column("detail", String(80)),
    Column("note", SealedText),
)

# The submissions behind a letter whose consent is withdrawn: those with a time.
blocks = Table(
    "communications_blocks",
    tables,
    Column("communication_id", String(36), primary_key=True),
    Column("submission_id", String(36), primary_key=True),
    Column("blocked_at", Instant),
)

# The victims whom a holder allowed to be named to the authorities, in this letter.
allowed = Table(
    "communications_allowed",
    tables,
    Column("communication_id", String(36), primary_key=True),
    Column("victim_id", String(36), primary_key=True),
)

# The passages of texts that do not tell who the source is, as somebody said who may know.
cleared = Table(
    "communications_cleared",
    tables,
    Column("submission_id", String(36), primary_key=True),
    Column("passage", String(64), primary_key=True),
)

# What mandates hand on: a delegation within a working group, and the standing authorisation (with a
# time while it stands).
delegations = Table(
    "communications_delegations",
    tables,
    Column("delegation_id", String(36), primary_key=True),
    Column("mandate", String(60)),
    Column("delegate_id", String(80)),
    Column("scope", JSON),
    Column("starts_at", Instant),
    Column("ends_at", Instant),
    Column("granted_by", String(80)),
    Column("granted_at", Instant),
    Column("revoked_at", Instant),
    Index("communications_delegations_mandate", "mandate"),
)
standing = Table(
    "communications_standing",
    tables,
    Column("mandate", String(60), primary_key=True),
    Column("granted_by", String(80)),
    Column("granted_at", Instant),
)
# Who holds a mandate on which days, and until when it signs, as approvals noted it.
# Each request of a holder reads these: see ``offices``.
holders, lives = offices.tables_of(tables)

links = Table(
    "communications_links",
    tables,
    Column("submission_id", String(36), primary_key=True),
    Column("communication_id", String(36), primary_key=True),
    Index("communications_links_letter", "communication_id"),
)

submissions = Table(
    "communications_submissions",
    tables,
    Column("submission_id", String(36), primary_key=True),
    Column("received_at", Instant),
    Column("language", String(2)),
    Column("state", String(3)),
    Column("perpetrators", SealedText),
    Column("incident", SealedText),
    Column("narrative", SealedText),
    Column("particulars", SealedText),
    Column("urgency", String(8)),
    Column("mandates", JSON),
    Column("triage_position", BigInteger),
    Column("triaged_at", Instant),
    Column("admissible_at", Instant),
    Column("not_actioned_at", Instant),
    Column("consent_withdrawn_at", Instant),
)

victims = tables_of("communications", tables)

# Every triage, as a submission keeps its last one only and how long it took is told from the first.
triages = Table(
    "communications_triages",
    tables,
    Column("submission_id", String(36), primary_key=True),
    Column("position", BigInteger, primary_key=True, autoincrement=False),
    Column("triaged_at", Instant),
)

# Only rows of the last triage count: those with the submission's triage_position.
shares = Table(
    "communications_shares",
    tables,
    Column("submission_id", String(36), primary_key=True),
    Column("mandate", String(60), primary_key=True),
    Column("triage_position", BigInteger),
    Index("communications_shares_mandate", "mandate", "submission_id"),
)

# What came after filing, each under the id of its fact: a development, another incident, person or
# perpetrator, an answer, a file. By whom is not kept here. text: none of a file.
additions = Table(
    "communications_additions",
    tables,
    Column("submission_id", String(36), primary_key=True),
    Column("item_id", String(36), primary_key=True),
    Column("kind", String(12)),
    Column("text", SealedText),
    Column("media_type", String(100)),
    Column("added_at", Instant),
    Index("communications_additions_time", "submission_id", "added_at"),
)

# What the source was asked, and what it answered.
questions = Table(
    "communications_questions",
    tables,
    Column("submission_id", String(36), primary_key=True),
    Column("question_id", String(36), primary_key=True),
    Column("question", SealedText),
    Column("asked_at", Instant),
    Column("answer", SealedText),
    Column("answered_at", Instant),
)
