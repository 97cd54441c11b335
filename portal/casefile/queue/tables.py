"""The tables of triage: filled by ``read_model``, read by ``queries``. Notes are sealed."""

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    Index,
    Integer,
    MetaData,
    String,
    Table,
)

from portal.web.steps import table_of
from shared.platform.tables import Instant, SealedText

tables = MetaData()

# One narrow row a submission, so that twenty thousand are counted without reading ciphertext.
# rank: 0 urgent, 1 ordinary, by the last who said so. with_desk: not shared, referred or closed.
# calm: 0 about a reprisal, 1 not, and so the first in the order.
# triage_position: where the last triage stands in the store; 0 before the first. changed: where the
# last fact stands that the counts of early warning rest on; day: of Geneva, on which it came.
queue = Table(
    "triage_queue",
    tables,
    Column("submission_id", String(36), primary_key=True),
    Column("received_at", Instant),
    Column("day", Date),
    Column("changed", BigInteger),
    Column("channel", String(20)),
    Column("state", String(3)),
    Column("calm", Integer),
    Column("rank", Integer),
    Column("reprisal", Boolean),
    Column("on_behalf", Boolean),
    Column("with_desk", Boolean),
    Column("assignee", String(36)),
    Column("mandates", JSON),
    Column("triage_position", BigInteger),
    Column("triaged_at", Instant),
    Column("answered_at", Instant),
    Column("referred", String(30)),
    Column("not_actioned", String(30)),
    Column("decided_at", Instant),
    Column("consent_withdrawn_at", Instant),
    Index("triage_queue_order", "calm", "rank", "received_at", "submission_id"),
    Index("triage_queue_desk", "with_desk", "calm", "rank", "received_at", "submission_id"),
    Index("triage_queue_decided", "decided_at", "submission_id"),
    Index("triage_queue_assignee", "assignee"),
    Index("triage_queue_day", "day", "changed"),
)

# Of the mandates asked for (position 0), then of the last triage: rows with the queue's position.
mandates = Table(
    "triage_mandates",
    tables,
    Column("submission_id", String(36), primary_key=True),
    Column("mandate", String(60), primary_key=True),
    Column("triage_position", BigInteger),
    Index("triage_mandates_mandate", "mandate", "submission_id"),
)

# Questions that wait for the source: gone with the answer.
waiting = Table(
    "triage_waiting",
    tables,
    Column("submission_id", String(36), primary_key=True),
    Column("question_id", String(36), primary_key=True),
)
tags = Table(
    "triage_tags",
    tables,
    Column("submission_id", String(36), primary_key=True),
    Column("tag", String(30), primary_key=True),
    Index("triage_tags_tag", "tag", "submission_id"),
)
notes = Table(
    "triage_notes",
    tables,
    Column("submission_id", String(36), primary_key=True),
    Column("note_id", String(36), primary_key=True),
    Column("note", SealedText),
    Column("added_by", String(80)),
    Column("added_at", Instant),
)

# What was answered when it was found admissible, in the order of the list.
answers = Table(
    "triage_answers",
    tables,
    Column("submission_id", String(36), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("mandate", String(60)),
    Column("point", String(200)),
    Column("met", Boolean),
    Column("note", SealedText),
)

# Each link twice, once from either side.
links = Table(
    "triage_links",
    tables,
    Column("submission_id", String(36), primary_key=True),
    Column("other_id", String(36), primary_key=True),
    Column("kind", String(10)),
    Column("linked_at", Instant),
)

# Keyed hashes that came with the submission (casefile/submissions/matching.py): v: a victim's name,
# f: and p: its sound in whole and in part, d: State and month, t: a piece of the narrative.
tokens = Table(
    "triage_tokens",
    tables,
    Column("submission_id", String(36), primary_key=True),
    Column("token", String(40), primary_key=True),
    Index("triage_tokens_token", "token", "submission_id"),
)

# What was worked; what was decided is in the timeline of submissions.
steps = table_of(
    "triage_steps",
    tables,
    "submission_id",
    Column("detail", JSON),
    Column("other_id", String(36)),  # with which it was linked
)
