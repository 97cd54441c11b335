"""The register's issues of the briefing and the bulletin: that they were sent, and nothing else.

One that the staff alone reads is not there.
Feeds and mails tell of them beside what is published. The area of briefings has their pages.
"""

from collections.abc import Iterable

from sqlalchemy import BigInteger, Column, MetaData, String, Table

from portal.public.register.read_model import dated_key
from shared.contracts.stakeholders import STAKEHOLDERS
from shared.contracts.stakeholders_briefings import IssueSent
from shared.facts.kafka import Published
from shared.platform.tables import Instant
from shared.read_models.model import Change, Put, ReadModel

tables = MetaData()
issues = Table(
    "register_issues",
    tables,
    Column("key", BigInteger, primary_key=True, autoincrement=False),
    Column("period", String(10)),
    Column("kind", String(10)),
    Column("sent_at", Instant, index=True),
)


def project(published: Published) -> Iterable[Change]:
    match published.fact:
        case IssueSent() as f if f.public:
            values = {"period": f.period, "kind": f.kind, "sent_at": f.sent_at}
            return [Put(issues, (dated_key(f.sent_at, f.period),), values)]
        case _:
            return []


REGISTER_ISSUES = ReadModel(
    consumer="portal.public.register.issues",
    contracts=(STAKEHOLDERS,),
    tables=tables,
    project=project,
)
