"""How each call was made known: the rule of the audience, and the number of the preview."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Column, Connection, Integer, String, Table, select

from portal.selection.ending_tables import tables
from shared.contracts.stakeholders import Fact
from shared.contracts.stakeholders_dissemination import CallAudience, CallDisseminated
from shared.platform.tables import Instant
from shared.read_models.model import Change, Put

disseminations = Table(
    "selection_disseminations",
    tables,
    Column("vacancy_id", String(36), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("round", Integer),
    Column("audience", JSON),
    Column("people", Integer),
    Column("disseminated_at", Instant),
)
_c = disseminations.c


@dataclass(frozen=True, slots=True, kw_only=True)
class Dissemination:
    number: int
    round: int
    audience: CallAudience
    people: int
    disseminated_at: datetime


def project(fact: Fact) -> Iterable[Change]:
    if isinstance(fact, CallDisseminated):
        values = {
            "round": fact.round,
            "audience": asdict(fact.audience),
            "people": fact.count,
            "disseminated_at": fact.disseminated_at,
        }
        yield Put(disseminations, (fact.vacancy_id, fact.number), values)


def of(conn: Connection, vacancy_id: str) -> list[Dissemination]:
    """Return how this call was made known, the last time first."""
    rows = conn.execute(
        select(disseminations).where(_c.vacancy_id == vacancy_id).order_by(_c.number.desc())
    )
    return [
        Dissemination(
            number=row.number,
            round=row.round,
            audience=_audience(row.audience),
            people=row.people,
            disseminated_at=row.disseminated_at,
        )
        for row in rows
    ]


def _audience(told: dict[str, Any]) -> CallAudience:
    return CallAudience(
        whom=told["whom"],
        kinds=tuple(told["kinds"]),
        regions=tuple(told["regions"]),
        languages=tuple(told["languages"]),
    )
