"""What each call promises: its dates, its languages, and what becomes public."""

from collections.abc import Iterable
from dataclasses import asdict

from sqlalchemy import JSON, Column, String, Table

from portal.selection.ending_tables import tables
from shared.contracts.stakeholders import CallForCandidaturesIssued, Fact
from shared.platform.tables import Instant
from shared.read_models.model import Change, Put

calls = Table(
    "selection_calls",
    tables,
    Column("vacancy_id", String(36), primary_key=True),
    Column("opened_at", Instant),
    Column("rules", JSON),
)


def project(fact: Fact) -> Iterable[Change]:
    if isinstance(fact, CallForCandidaturesIssued):
        yield Put(
            calls,
            (fact.vacancy_id,),
            {"opened_at": fact.opens_at, "rules": asdict(fact.rules)},
        )
