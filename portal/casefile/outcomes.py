"""Rows about sent letters: their delivery, notices to their sources, and publication."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import BigInteger, Boolean, Column, Index, MetaData, String, Table

from shared.contracts.approvals import APPROVALS
from shared.contracts.approvals_transmission import (
    LetterSharedWithSource,
    SourceInformed,
    TransmissionProofRecorded,
)
from shared.contracts.followup import FOLLOWUP
from shared.contracts.followup_publication import (
    CommunicationPublished,
    PublicationWithdrawn,
    ReplyPublished,
    ReplyWithheld,
)
from shared.contracts.followup_replies import CaseReopened, ClosureNotified, ReplyForwardedToSource
from shared.facts.kafka import Published
from shared.platform.tables import Instant
from shared.read_models.model import Change, Put, ReadModel

tables = MetaData()

proofs = Table(
    "letters_proofs",
    tables,
    Column("communication_id", String(36), primary_key=True),
    Column("position", BigInteger, primary_key=True, autoincrement=False),
    Column("channel", String(20)),
    Column("pdf_sha256", String(64)),
    Column("sent_at", Instant),
    Column("recorded_by", String(80)),
    Column("recorded_at", Instant),
)

# A submission behind a letter whose source knows of the letter; shared_at: and may read it.
told = Table(
    "letters_told",
    tables,
    Column("communication_id", String(36), primary_key=True),
    Column("submission_id", String(36), primary_key=True),
    Column("informed_at", Instant),
    Column("shared_at", Instant),
    Index("letters_told_submission", "submission_id"),
)

# What came of a letter, as its sources may know it. ended_at: when they were told that its case is
# closed, until it is opened again.
outcomes = Table(
    "letters_outcomes",
    tables,
    Column("communication_id", String(36), primary_key=True),
    Column("reference", String(40)),
    Column("published_at", Instant),
    Column("ended_at", Instant),
)

# A reply that was forwarded to the sources, or is public; withheld: only that it came is public.
replies = Table(
    "letters_replies",
    tables,
    Column("communication_id", String(36), primary_key=True),
    Column("reply_id", String(36), primary_key=True),
    Column("received_at", Instant),
    Column("forwarded_at", Instant),
    Column("published_at", Instant),
    Column("withheld", Boolean),
)


def project(published: Published) -> Iterable[Change]:
    match published.fact:
        case TransmissionProofRecorded() as f:
            proof = {
                "channel": f.channel,
                "pdf_sha256": f.pdf_sha256,
                "sent_at": f.sent_at,
                "recorded_by": f.recorded_by,
                "recorded_at": f.recorded_at,
            }
            return [Put(proofs, (f.communication_id, published.position), proof)]
        case SourceInformed() as f:
            informed = {"informed_at": f.informed_at}
            return [Put(told, (f.communication_id, f.submission_id), informed)]
        case LetterSharedWithSource() as f:
            return [Put(told, (f.communication_id, f.submission_id), {"shared_at": f.shared_at})]
        case fact:
            return _came_of_it(fact)


def _came_of_it(fact: object) -> list[Change]:
    match fact:
        case CommunicationPublished() as f:
            public = {"reference": f.reference, "published_at": f.published_at}
            return [Put(outcomes, (f.communication_id,), public)]
        case ReplyPublished() as f:
            return [_public(f, f.published_at, withheld=False)]
        case ReplyWithheld() as f:
            return [_public(f, f.withheld_at, withheld=True)]
        case PublicationWithdrawn() as f:
            gone = {"published_at": None}
            return [
                Put(outcomes, (f.communication_id,), gone),
                *(Put(replies, (f.communication_id, one), gone) for one in f.replies),
            ]
        case ReplyForwardedToSource() as f:
            forwarded = {"forwarded_at": f.forwarded_at}
            return [Put(replies, (f.communication_id, f.reply_id), forwarded)]
        case ClosureNotified(to="source") as f:
            return [Put(outcomes, (f.communication_id,), {"ended_at": f.notified_at})]
        case CaseReopened() as f:
            return [Put(outcomes, (f.communication_id,), {"ended_at": None})]
        case _:
            return []


def _public(fact: ReplyPublished | ReplyWithheld, at: datetime, *, withheld: bool) -> Put:
    values = {"received_at": fact.received_at, "published_at": at, "withheld": withheld}
    return Put(replies, (fact.communication_id, fact.reply_id), values)


LETTERS = ReadModel(
    consumer="portal.letters", contracts=(APPROVALS, FOLLOWUP), tables=tables, project=project
)
