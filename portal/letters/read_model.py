"""How letters went and what their sources are told, as rows."""

from collections.abc import Iterable

from sqlalchemy import BigInteger, Column, Index, MetaData, String, Table

from shared.contracts.approvals import APPROVALS
from shared.contracts.approvals_transmission import (
    LetterSharedWithSource,
    SourceInformed,
    TransmissionProofRecorded,
)
from shared.kafka import Published
from shared.read_model import Change, Put, ReadModel
from shared.tables import Instant

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
        case _:
            return []


LETTERS = ReadModel(
    consumer="portal.letters", contracts=(APPROVALS,), tables=tables, project=project
)
