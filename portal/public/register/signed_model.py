"""Briefings for treaty bodies that were signed off: what each is of, and its versions."""

from collections.abc import Iterable

from sqlalchemy import JSON, Column, Date, MetaData, SmallInteger, String, Table

from shared.contracts.stakeholders import STAKEHOLDERS
from shared.contracts.stakeholders_treaty_briefings import (
    TreatyBriefingHandedOver,
    TreatyBriefingSigned,
    TreatyBriefingUnsigned,
)
from shared.facts.kafka import Published
from shared.platform.tables import Instant
from shared.read_models.model import Change, Put, ReadModel

CONSUMER = "portal.public.register.signed"

tables = MetaData()
signed = Table(
    "register_signed",
    tables,
    Column("briefing_id", String(36), primary_key=True),
    Column("state", String(3), index=True),
    Column("body", String(10)),
    Column("stage", String(15)),
    Column("session", Date),
    Column("since", SmallInteger),
    Column("until", SmallInteger),
    Column("themes", JSON),
    Column("version", SmallInteger),  # the last one
    Column("signed_at", Instant),  # the last time
)
versions = Table(
    "register_signed_versions",
    tables,
    Column("briefing_id", String(36), primary_key=True),
    Column("version", SmallInteger, primary_key=True, autoincrement=False),
    Column("hash", String(64)),
    Column("lines", JSON),  # key -> hash
    Column("signed_by", String(80)),
    Column("signed_at", Instant),
    Column("unsigned_by", String(80)),
    Column("unsigned_at", Instant),
    Column("handed_by", String(80)),
    Column("handed_at", Instant),
)


def project(published: Published) -> Iterable[Change]:
    match published.fact:
        case TreatyBriefingSigned() as f:
            of = f.asked
            names = ("state", "body", "stage", "session", "since", "until")
            also = {
                "themes": list(of.themes),
                "version": f.version,
                "signed_at": f.signed_at,
            }
            lines = {one.key: one.hash for one in f.lines}
            row = {
                "hash": f.hash,
                "lines": lines,
                "signed_by": f.signed_by,
                "signed_at": f.signed_at,
            }
            return [
                Put(signed, (f.briefing_id,), {**{n: getattr(of, n) for n in names}, **also}),
                Put(versions, (f.briefing_id, f.version), row),
            ]
        case TreatyBriefingUnsigned() as f:
            ended = {"unsigned_by": f.unsigned_by, "unsigned_at": f.unsigned_at}
            return [Put(versions, (f.briefing_id, f.version), ended)]
        case TreatyBriefingHandedOver() as f:
            over = {"handed_by": f.handed_by, "handed_at": f.handed_at}
            return [Put(versions, (f.briefing_id, f.version), over)]
        case _:
            return []


REGISTER_SIGNED = ReadModel(
    consumer=CONSUMER, contracts=(STAKEHOLDERS,), tables=tables, project=project
)
