"""When the time of applications is over: first the record, then what is public, then the keys.

SA13 of selection-stakeholders-committee.md A.4, decision 0147. The service decides that they end;
what is public of them gets a key of its own, and only then the key of the application is destroyed.
Each step asks what the step before left on record, so it goes on wherever it stopped.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Engine, Row, and_, or_, select

from portal.selection import needs
from portal.selection.ending_tables import places, proposals, reports
from portal.selection.needs_model import needs_views
from portal.selection.read_model import candidates, vacancies
from portal.selection.stage import Vacancy, vacancy
from portal.web.delivery import once
from shared.contracts.stakeholders_files import KeptReason
from shared.contracts.stakeholders_files_commands import (
    Command,
    EndSelectionFiles,
    KeepPublicPart,
)
from shared.core.geneva import day_of
from shared.core.message import Sealed, derive_id
from shared.reference.selection_files import FILES_CLOCK, kept_until


class Forgetting(Protocol):
    def forget(self, subject: str, *, at: datetime) -> bool: ...
    def forgotten(self, subjects: Iterable[str]) -> dict[str, datetime]: ...
    def reveal_all(self, sealed: Sequence[Sealed], /) -> list[str | None]: ...
    def seal(self, subject: str, text: str) -> Sealed: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Appointed:
    """Whose application is kept with a term. ``planned``: its last day."""

    vacancy: Vacancy
    holder_id: str
    planned: date


def subject_of(candidate_id: str) -> str:
    return f"candidate-{candidate_id}"


def public_subject(candidate_id: str) -> str:
    return f"listed-{candidate_id}"


def over(conn: Connection) -> Iterator[Vacancy]:
    """Yield the vacancies that ended, with files that nothing holds."""
    c = vacancies.c
    ended = or_(c.lapsed_at.is_not(None), c.appointed_on.is_not(None))
    these = select(vacancies).where(ended, c.files_ended_at.is_(None), c.files_held.is_(None))
    yield from map(vacancy, conn.execute(these.order_by(c.vacancy_id)))


def of_holders(conn: Connection) -> Iterator[Appointed]:
    """Yield the vacancies whose appointed person's application is left, and nothing holds it."""
    c, v = candidates.c, vacancies.c
    rows = conn.execute(
        select(vacancies, proposals.c.holder_id, proposals.c.ends_on)
        .join(candidates, c.candidate_id == v.appointed_id)
        .join(proposals, _proposed())
        .where(c.erased_at.is_(None), v.files_held.is_(None))
        .order_by(v.vacancy_id)
    )
    for row in rows:
        yield Appointed(vacancy=vacancy(row), holder_id=row.holder_id, planned=row.ends_on)


def ask(engine: Engine, some: Iterable[Vacancy], *, months: int, at: datetime) -> int:
    """Ask the service once a day to end the files of these; return of how many."""
    return sum(
        _add(
            engine,
            EndSelectionFiles(vacancy_id=one.vacancy_id, months=months),
            at,
            ("selection files", one.vacancy_id, day_of(at)),
        )
        for one in some
    )


def due(one: date | None, months: int, at: datetime) -> bool:
    """Whether the files of what ended on this day are to end."""
    return one is not None and kept_until(one, months) <= day_of(at)


def destroy(engine: Engine, vault: Forgetting, *, at: datetime) -> int:
    """Destroy the keys of what ended; return how many there were.

    Of whom something is public it has to have a key of its own first.
    """
    with engine.connect() as conn:
        rows = conn.execute(_ended()).all()
        gone = vault.forgotten(subject_of(row.candidate_id) for row in rows)
        left = [row for row in rows if subject_of(row.candidate_id) not in gone]
        unlisted = vault.forgotten(public_subject(row.candidate_id) for row in left)
        listed = (row for row in left if public_subject(row.candidate_id) not in unlisted)
        waiting = [command for row in listed if (command := _public(conn, vault, row))]
    for command in waiting:
        _add(engine, command, at, ("public part", command.candidate_id))
    ready_views = _views(engine, vault)
    later = {command.candidate_id for command in waiting}
    ready = [row.candidate_id for row in left if row.candidate_id not in later]
    gone_now = [*(subject_of(one) for one in ready), *ready_views]
    return sum(vault.forget(one, at=at) for one in gone_now)


def _views(engine: Engine, vault: Forgetting) -> list[str]:
    """Return the subjects of views on what the mandate needed, which end with the applications."""
    v = needs_views.c
    over = (
        select(v.view_id)
        .join(vacancies, vacancies.c.vacancy_id == v.vacancy_id)
        .where(vacancies.c.files_ended_at.is_not(None))
        .order_by(v.view_id)
    )
    with engine.connect() as conn:
        subjects = [needs.subject_of(one) for one in conn.scalars(over)]
    gone = vault.forgotten(subjects)
    return [one for one in subjects if one not in gone]


def _ended() -> Any:
    c, v = candidates.c, vacancies.c
    return (
        select(c.candidate_id, c.vacancy_id, c.name, c.eligible, c.kept_at, v.closes_at)
        .outerjoin(vacancies, v.vacancy_id == c.vacancy_id)
        .where(c.erased_at.is_not(None))
        .order_by(c.candidate_id)
    )


def _proposed() -> ColumnElement[bool]:
    c, v = proposals.c, vacancies.c
    return and_(c.vacancy_id == v.vacancy_id, c.candidate_id == v.appointed_id)


def _public(conn: Connection, vault: Forgetting, row: Row[Any]) -> KeepPublicPart | None:
    """Return what is public of an application, sealed anew; None where that is done, or nothing."""
    if row.kept_at or not row.eligible:  # a vacancy that ended lists whoever is eligible
        return None
    reasons = conn.execute(
        select(places.c.report, places.c.reason)
        .join(
            reports,
            and_(reports.c.vacancy_id == places.c.vacancy_id, reports.c.report == places.c.report),
        )
        .where(places.c.vacancy_id == row.vacancy_id, places.c.candidate_id == row.candidate_id)
        .where(reports.c.published_at.is_not(None))
        .order_by(places.c.report)
    ).all()
    deviation = conn.scalar(
        select(proposals.c.reasons).where(
            proposals.c.vacancy_id == row.vacancy_id, proposals.c.candidate_id == row.candidate_id
        )
    )
    sealed = [row.name, *(one.reason for one in reasons), *([deviation] if deviation else [])]
    texts = vault.reveal_all(sealed)
    own = [vault.seal(public_subject(row.candidate_id), text) for text in texts if text is not None]
    if len(own) < len(sealed):  # erased on request, in this moment
        return None
    return KeepPublicPart(
        vacancy_id=row.vacancy_id,
        candidate_id=row.candidate_id,
        name=own[0],
        reasons=tuple(
            KeptReason(report=one.report, reason=reason)
            for one, reason in zip(reasons, own[1:], strict=False)
        ),
        deviation=own[-1] if deviation else None,
    )


def _add(engine: Engine, command: Command, at: datetime, of: tuple[object, ...]) -> bool:
    """Keep a command once; False where it is known."""
    return once.keep(
        engine,
        command,
        by=FILES_CLOCK,
        command_id=derive_id(*of),
        correlation_id=UUID(command.vacancy_id),
        at=at,
    )
