"""Files beside past letters: which ones there are, and who reads which."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, case, func, or_, select

from portal.casefile.history import files, letters
from portal.public.history import queries
from portal.web.context import vault
from shared.core.actor import Actor
from shared.reference.history import subject_of_files

_f = files.c
PUBLIC: ColumnElement[bool] = and_(queries.PUBLIC, _f.public.is_(True))


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """``replied_on``: of the reply that it is of; None: of the letter itself.

    ``number``: among those of the same. ``erased``: nobody can read it any more.
    """

    import_id: str
    file_id: str
    replied_on: date | None
    number: int
    public: bool
    size: int
    scanned: str
    erased: bool


def visible(actor: Actor) -> ColumnElement[bool]:
    """The files that this person may read: with their letter, as ``queries.visible`` has it.

    Beside a letter that is public may be a file that is not. So R15 is applied to each: a desk
    officer of a State reads what is public, and what is of a mandate of theirs.
    """
    return and_(queries.visible(actor), or_(PUBLIC, queries.reads_all(actor)))


def of_letter(conn: Connection, who: ColumnElement[bool], letter_id: str) -> Sequence[File]:
    """Return the files beside a letter, its own first."""
    own_first = case((_f.replied_on.is_(None), 0), else_=1)
    rows = conn.execute(
        _here(who, letter_id).order_by(own_first, _f.replied_on, _f.added_at, _f.place)
    ).all()
    erased = bool(rows) and bool(vault().vault.forgotten([subject_of_files(letter_id)]))
    days = [row.replied_on for row in rows]
    return [
        File(
            import_id=row.import_id,
            file_id=row.file_id,
            replied_on=row.replied_on,
            number=days[: place + 1].count(row.replied_on),
            public=row.public,
            size=row.size,
            scanned=row.scanned,
            erased=erased,
        )
        for place, row in enumerate(rows)
    ]


def one(
    conn: Connection, who: ColumnElement[bool], letter_id: str, file_id: str
) -> Row[Any] | None:
    return conn.execute(_here(who, letter_id).where(_f.file_id == file_id)).one_or_none()


def of_import(conn: Connection, import_id: str, file_id: str) -> Row[Any] | None:
    """Return a file for whoever removes it, also once it was removed."""
    mine = select(files).where(_f.import_id == import_id, _f.file_id == file_id)
    return conn.execute(mine).one_or_none()


def number(conn: Connection, import_id: str) -> int:
    mine = select(func.count()).select_from(files).where(_f.import_id == import_id)
    return conn.scalar(mine.where(_f.removed_at.is_(None))) or 0


def numbers(conn: Connection, import_id: str) -> Mapping[str, int]:
    """Return how many files stand beside each letter of an import that has any."""
    mine = select(_f.letter_id, func.count()).where(_f.import_id == import_id)
    rows = conn.execute(mine.where(_f.removed_at.is_(None)).group_by(_f.letter_id))
    return {row[0]: row[1] for row in rows}


def untold(conn: Connection, names: Sequence[str]) -> set[str]:
    """Return those of these objects of which no fact told."""
    told = conn.scalars(select(_f.object_name).where(_f.object_name.in_(names)))
    return set(names) - set(told)


def _here(who: ColumnElement[bool], letter_id: str) -> Select[Any]:
    return (
        select(files)
        .join(letters, letters.c.letter_id == _f.letter_id)
        .where(who, _f.letter_id == letter_id, _f.removed_at.is_(None))
    )
