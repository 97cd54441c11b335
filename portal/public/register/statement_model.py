"""The register's statements: built from issued statements and from nothing else (decision 0015).

It is a separate read model: approvals publishes many facts that are not public, and none of them
reaches these tables or makes the register read its cards again.
"""

from collections.abc import Iterable

from sqlalchemy import JSON, Column, Date, Index, Integer, MetaData, String, Table, Text

from portal.public.register.read_model import dated_key, mandate_terms, state_names
from portal.public.register.search import columns, mark, searchable, stored
from shared.contracts.approvals import APPROVALS
from shared.contracts.approvals_statements import StatementIssued, StatementWithdrawn
from shared.facts.kafka import Published
from shared.platform.tables import Instant
from shared.read_models.model import Change, Delete, Put, ReadModel

tables = MetaData()

# The key grows with the day of the first issue, and stays when a correction takes its place.
statements = Table(
    "register_statements",
    tables,
    *columns(),
    Column("statement_id", String(36), unique=True),
    Column("edition", Integer),
    Column("kind", String(20)),
    Column("mandates", JSON),
    Column("states", JSON),
    Column("language", String(2)),
    Column("symbol", String(40)),
    Column("visit_from", Date),
    Column("visit_to", Date),
    Column("title", Text),
    Column("text", Text),
    Column("government_view", Text),
    Column("first_issued_at", Instant),
    Column("issued_at", Instant),
    Index("register_statements_first_issued", "first_issued_at"),
)
searchable(statements)


def project(published: Published) -> Iterable[Change]:
    match published.fact:
        case StatementIssued() as fact:
            return [_statement(fact)]
        case StatementWithdrawn(first_issued_at=first) as fact if first is not None:
            return [Delete(statements, (dated_key(first, fact.statement_id),))]
        case _:
            return []


def _statement(fact: StatementIssued) -> Change:
    values = {
        "statement_id": fact.statement_id,
        "edition": fact.edition,
        "kind": fact.kind,
        "mandates": list(fact.mandates),
        "states": list(fact.states),
        "language": fact.language,
        "symbol": fact.symbol,
        "visit_from": fact.visit_from,
        "visit_to": fact.visit_to,
        "title": fact.title,
        "text": fact.text,
        "government_view": fact.government_view,
        "first_issued_at": fact.first_issued_at,
        "issued_at": fact.issued_at,
        "terms": stored(
            fact.title,
            fact.text,
            fact.government_view,
            fact.symbol or "",
            *(name for one in fact.states for name in state_names(one)),
            *map(mandate_terms, fact.mandates),
            marks=(
                *(mark("state", one) for one in fact.states),
                *(mark("mandate", one) for one in fact.mandates),
                mark("kind", fact.kind),
            ),
        ),
    }
    return Put(statements, (dated_key(fact.first_issued_at, fact.statement_id),), values)


REGISTER_STATEMENTS = ReadModel(
    consumer="portal.public.register.statements",
    contracts=(APPROVALS,),
    tables=tables,
    project=project,
)
