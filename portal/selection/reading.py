"""Reports and proposals, readable."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import Connection

from portal.selection import page, reports
from portal.selection.page import Place
from portal.selection.reports import Proposal, Report
from portal.selection.stage import Vacancy
from portal.web.context import vault
from shared.core.actor import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class Readable:
    """A report in words. ``places``: in groups of one rank, which close up by themselves."""

    vacancy_id: str
    number: int
    text: str | None
    numbers: Mapping[str, int]
    recused: Sequence[str]
    added: Sequence[str]
    submitted_at: datetime
    published_at: datetime | None
    returned_at: datetime | None
    returned_reason: str | None
    places: Sequence[Place]

    @property
    def standing(self) -> Sequence[Place]:
        return [place for place in self.places if not place.listed.withdrawn]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A proposal in words."""

    candidate_id: str
    name: str
    reasons: str | None
    rank: int
    deviates: bool
    proposed_at: datetime
    outcome: str | None
    decided_on: date | None
    reason_code: str | None
    decision: str | None
    starts_on: date | None
    ends_on: date | None


def of_vacancy(conn: Connection, actor: Actor | None, vacancy_id: str) -> list[Readable]:
    """The reports that this person may read, the newest first; only what is public on no record."""
    return [_readable(one, actor) for one in reports.of_vacancy(conn, actor, vacancy_id)]


def one(conn: Connection, actor: Actor | None, vacancy_id: str, number: int) -> Readable | None:
    found = reports.one(conn, actor, vacancy_id, number)
    return _readable(found, actor) if found else None


def recommended(conn: Connection, vacancy: Vacancy) -> list[Place]:
    """The list that stands, for everybody: as the published report says it, and not before (A22).

    It closes up where somebody withdrew.
    """
    if vacancy.published_at is None or vacancy.report is None:
        return []
    report = one(conn, None, vacancy.vacancy_id, vacancy.report)
    standing = report.standing if report else ()
    return [
        replace(place, rank=1 + sum(other.rank < place.rank for other in standing))
        for place in standing
    ]


def proposals(conn: Connection, vacancy_id: str) -> list[Shown]:
    """What was proposed: public from then on, with the reasons where it deviates."""
    return [_shown(one) for one in reports.proposed(conn, vacancy_id)]


def _readable(found: Report, actor: Actor | None) -> Readable:
    """A report that is not public yet is revealed on record, as all that is restricted."""
    reveal = vault().reveal_public if found.published_at else vault().reveal_all
    return Readable(
        vacancy_id=found.vacancy_id,
        number=found.number,
        text=reveal([found.text])[0] if found.text else None,
        numbers=found.numbers,
        recused=found.recused,
        added=found.added,
        submitted_at=found.submitted_at,
        published_at=found.published_at,
        returned_at=found.returned_at,
        returned_reason=vault().reveal(found.returned_reason) if actor else None,
        places=page.substantiated(found.places, public=found.published_at is not None),
    )


def _shown(found: Proposal) -> Shown:
    [name] = page.names([found], public=True).values()
    return Shown(
        candidate_id=found.candidate_id,
        name=name,
        reasons=vault().reveal_public([found.reasons])[0] if found.reasons else None,
        rank=found.rank,
        deviates=found.deviates,
        proposed_at=found.proposed_at,
        outcome=found.outcome,
        decided_on=found.decided_on,
        reason_code=found.reason_code,
        decision=found.decision,
        starts_on=found.starts_on,
        ends_on=found.ends_on,
    )
