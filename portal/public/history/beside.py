"""Files beside past letters, visits and papers: which ones there are, and who reads which."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Row,
    Select,
    Table,
    and_,
    case,
    func,
    or_,
    select,
)

from portal.casefile.history import files, letters, papers, visits
from portal.public.history import queries, sight
from portal.web.context import vault
from shared.core.actor import Actor
from shared.reference.history import subject_of_files

_f = files.c
_ROWS: Final[Sequence[tuple[Table, Column[str]]]] = (
    (visits, visits.c.visit_id),
    (papers, papers.c.paper_id),
)
"""What beside letters has files, and by which id."""
PUBLIC: ColumnElement[bool] = and_(queries.PUBLIC, _f.public.is_(True))


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """``letter_id``: of the letter, visit or paper that it is beside.

    ``replied_on``: of the reply that it is of; None: of the letter itself.

    ``number``: among those of the same. ``erased``: nobody can read it any more.
    """

    import_id: str
    letter_id: str
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
    return _told(rows)


def of_rows(
    conn: Connection, table: Table, actor: Actor | None, row_ids: Sequence[str]
) -> Mapping[str, list[File]]:
    """Return by row the files beside these visits or papers that this person may read.

    None: that everybody may.
    """
    key = dict(_ROWS)[table]
    these = select(files).join(table, key == _f.letter_id).where(_f.removed_at.is_(None))
    mine = these.where(sight.visible_files(table, actor), key.in_(row_ids))
    rows = conn.execute(mine.order_by(_f.added_at, _f.place)).all() if row_ids else []
    found: dict[str, list[File]] = {one: [] for one in row_ids}
    for file in _told(rows):
        found[file.letter_id].append(file)
    return found


def one_of_row(conn: Connection, actor: Actor | None, row_id: str, file_id: str) -> Row[Any] | None:
    """Return a file beside a visit or a paper; None: there is none, or none for this person."""
    for table, key in _ROWS:
        these = select(files).join(table, key == _f.letter_id).where(_f.removed_at.is_(None))
        mine = these.where(sight.visible_files(table, actor), key == row_id)
        if found := conn.execute(mine.where(_f.file_id == file_id)).one_or_none():
            return found
    return None


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


def _told(rows: Sequence[Row[Any]]) -> list[File]:
    """Return these files, each with its number among those of the same."""
    subjects = {row.letter_id: subject_of_files(row.letter_id) for row in rows}
    gone = vault().vault.forgotten(sorted(subjects.values())) if rows else ()
    same = [(row.letter_id, row.replied_on) for row in rows]
    return [
        File(
            import_id=row.import_id,
            letter_id=row.letter_id,
            file_id=row.file_id,
            replied_on=row.replied_on,
            number=same[: place + 1].count(same[place]),
            public=row.public,
            size=row.size,
            scanned=row.scanned,
            erased=subjects[row.letter_id] in gone,
        )
        for place, row in enumerate(rows)
    ]
