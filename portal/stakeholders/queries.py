"""Queries of the terms of mandate-holders: everybody may read them, and the Chief records them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, select

from portal.stakeholders.read_model import genders, terms
from portal.web.i18n import names
from shared.core.message import Sealed
from shared.core.roles import Role
from shared.reference import Mandate, mandates
from shared.reference.terms import seats_of

WRITERS = frozenset({Role.CHIEF})
"""Section C.5 of selection-stakeholders-committee.md; everybody reads."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    term_id: str
    mandate: str
    seat: str | None
    holder: Sealed
    holder_id: str | None
    number: int
    starts_on: date
    ends_on: date
    ended_on: date | None
    reason_code: str | None

    @property
    def last(self) -> date:
        """The last day, as recorded or as planned."""
        return self.ended_on or self.ends_on

    def holds(self, on: date) -> bool:
        return self.starts_on <= on <= self.last


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """One seat ``on`` a day. ``terms``: the newest first."""

    region: str | None
    terms: Sequence[Term]
    on: date

    @property
    def held(self) -> Term | None:
        """The term of its holder; None while it is vacant."""
        return next((term for term in self.terms if term.holds(self.on)), None)

    @property
    def vacant_since(self) -> date | None:
        """The first day without a holder; None while it is held, or was never seen held."""
        past = [term.last for term in self.terms if term.last < self.on]
        return max(past) + timedelta(days=1) if past and not self.held else None

    @property
    def next(self) -> Term | None:
        """The term that follows."""
        later = [term for term in self.terms if term.starts_on > self.on]
        return min(later, key=lambda term: term.starts_on, default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Chain:
    """A mandate with its seats and all their terms."""

    mandate: Mandate
    seats: Sequence[Seat]

    @property
    def terms(self) -> list[Term]:
        """All terms, the newest first."""
        every = (term for seat in self.seats for term in seat.terms)
        return sorted(every, key=lambda term: (term.starts_on, term.term_id), reverse=True)

    @property
    def unknown(self) -> int:
        """How many seats have no term on record."""
        return sum(not seat.terms for seat in self.seats)


def chains(conn: Connection, some: Iterable[Mandate], on: date) -> list[Chain]:
    """Return these mandates as they stand on that day."""
    some = list(some)
    found = _terms(conn, terms.c.mandate.in_([one.mandate for one in some]))
    return [
        _chain(one, [term for term in found if term.mandate == one.mandate], on) for one in some
    ]


def chain(conn: Connection, mandate: str, on: date) -> Chain | None:
    known = mandates().get(mandate)
    return next(iter(chains(conn, [known], on))) if known else None


def held_by(conn: Connection, account_id: str, on: date) -> list[Term]:
    """Return the terms that this account holds on that day."""
    return [term for term in _terms(conn, terms.c.holder_id == account_id) if term.holds(on)]


def of_kind(kind: str) -> list[Mandate]:
    """Return the mandates of this kind, or all of them."""
    return [mandates()[code] for code in names.mandates(kind)]


def sealed_names(some: Iterable[Chain]) -> Mapping[str, Sealed]:
    """Return the sealed name of each term's holder, by the term."""
    return {term.term_id: term.holder for one in some for term in one.terms}


def published_gender(conn: Connection, term_id: str) -> tuple[str, str] | None:
    """Return the gender on record of the holder in this term, and where it is published."""
    c = genders.c
    row = conn.execute(select(c.gender, c.source).where(c.term_id == term_id)).one_or_none()
    return (row.gender, row.source) if row else None


def _chain(mandate: Mandate, found: Sequence[Term], on: date) -> Chain:
    seats = [
        Seat(region=seat, terms=[term for term in found if term.seat == seat], on=on)
        for seat in seats_of(mandate.mandate)
    ]
    return Chain(mandate=mandate, seats=seats)


def _terms(conn: Connection, which: ColumnElement[bool]) -> list[Term]:
    newest = select(terms).where(which).order_by(terms.c.starts_on.desc(), terms.c.term_id)
    return [_term(row) for row in conn.execute(newest)]


def _term(row: Row[Any]) -> Term:
    return Term(**row._mapping)  # noqa: SLF001  # public in SQLAlchemy
