"""Entries of the roster: a sealed record under the pseudonym of its person (decision 0070).

An entry stands until the last moment of its consent, which every query compares with the clock, and
only while its key is there.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from itertools import count
from typing import Any, Protocol

from pydantic_core import from_json, to_json
from sqlalchemy import ColumnElement, Connection, and_, select

from portal.selection.roster_model import roster
from shared.core.message import Sealed, derive_id
from shared.reference import states

_c = roster.c


class Opening(Protocol):
    """Open texts, as far as whoever reads them may."""

    def __call__(self, sealed: Sequence[Sealed], /) -> list[str | None]: ...


class Pseudonyms(Protocol):
    def pseudonym(self, use: str, value: str) -> str: ...


class Keys(Pseudonyms, Protocol):
    def forgotten(self, subjects: Iterable[str]) -> dict[str, datetime]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Details:
    """What is sealed. ``account``: whose entry it is. ``fields``: mandates; none of them: all."""

    account: str
    name: str
    gender: str
    nationality: str
    others: tuple[str, ...]
    languages: tuple[str, ...]
    fields: tuple[str, ...]
    contact: str

    @property
    def region(self) -> str | None:
        """Return the regional group of the reference nationality."""
        state = states().get(self.nationality)
        return state.group or None if state else None

    def fits(self, wanted: "Wanted") -> bool:
        return (
            (not wanted.field or not self.fields or wanted.field in self.fields)
            and (not wanted.language or wanted.language in self.languages)
            and (not wanted.region or wanted.region == self.region)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A search. What is empty is no condition. ``field``: a mandate."""

    field: str = ""
    language: str = ""
    region: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    entry_id: str
    sealed: Sealed
    joined_at: datetime
    changed_at: datetime
    consent_until: datetime
    details: Details


def subject_of(entry_id: str) -> str:
    return f"rosterperson-{entry_id}"


def entry_of(keys: Keys, account_id: str) -> str:
    """Return the id of this person's entry; after one whose key is gone, of the next."""
    ids = (nth(keys, account_id, number) for number in count())
    return next(one for one in ids if not keys.forgotten([subject_of(one)]))


def nth(keys: Pseudonyms, account_id: str, number: int) -> str:
    """Return the id of this person's entry of this number, from 0 on."""
    return str(derive_id("roster", keys.pseudonym("roster", f"{account_id}/{number}")))


def written(details: Details) -> str:
    return to_json(asdict(details)).decode()


def read(text: str) -> Details:
    told: dict[str, Any] = from_json(text)
    several = {name: tuple(told[name]) for name in ("others", "languages", "fields")}
    return Details(**{**told, **several})


def standing(at: datetime) -> ColumnElement[bool]:
    return and_(_c.left_at.is_(None), _c.details.is_not(None), _c.consent_until >= at)


def one(conn: Connection, opens: Opening, entry_id: str, at: datetime) -> Entry | None:
    """Return an entry that stands."""
    found = _entries(conn, opens, and_(standing(at), _c.entry_id == entry_id))
    return next(iter(found), None)


def known(conn: Connection, entry_id: str) -> bool:
    """Whether somebody joined under this id, at any time."""
    return conn.scalar(select(_c.entry_id).where(_c.entry_id == entry_id)) is not None


def fitting(conn: Connection, opens: Opening, wanted: Wanted, at: datetime) -> list[Entry]:
    """Return who stands and fits, the newest first. All that stand are opened and compared."""
    every = _entries(conn, opens, standing(at))
    return [entry for entry in every if entry.details.fits(wanted)]


def ending(conn: Connection, opens: Opening, at: datetime, until: datetime) -> list[Entry]:
    """Return who stands and whose consent ends by then."""
    return _entries(conn, opens, and_(standing(at), _c.consent_until <= until))


def over(conn: Connection, at: datetime) -> Collection[str]:
    """Return the entries that stand no more, of which the key is to go."""
    return list(conn.scalars(select(_c.entry_id).where(~standing(at))))


def _entries(conn: Connection, opens: Opening, which: ColumnElement[bool]) -> list[Entry]:
    """Return those whose key is still there."""
    rows = conn.execute(
        select(roster).where(which).order_by(_c.changed_at.desc(), _c.entry_id)
    ).all()
    texts = opens([row.details for row in rows])
    return [
        Entry(
            entry_id=row.entry_id,
            sealed=row.details,
            joined_at=row.joined_at,
            changed_at=row.changed_at,
            consent_until=row.consent_until,
            details=read(text),
        )
        for row, text in zip(rows, texts, strict=True)
        if text is not None
    ]
