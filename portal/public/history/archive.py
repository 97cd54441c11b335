"""An archive of files beside past letters, visits and papers: what is in it, and beside what.

A file is called as its letter: "UA YUG 3-1998.pdf", with a hyphen for what no name of a file can
have; a report by its symbol, in the same way; or each by the row of the sheet: "row 17.pdf".
"reply 1998-05-02" follows where it is of a reply, and "part 2" where there is another one of the
same.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import PurePath
from typing import IO, Any, Final, TypeAlias, cast
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from sqlalchemy import Connection, Row, Select, null, select
from werkzeug.datastructures import FileStorage

from portal.casefile.attachments.kinds import shown_name
from portal.casefile.history import letters, papers, visits
from portal.web.spool import Spool
from portal.web.zipped import DAMAGED
from shared.reference.history import FILES_AT_ONCE, FILES_BESIDE, may_be_public

_NAME: Final = re.compile(
    r"(?P<of>.+?)(?: REPLY (?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2}))?(?: PART [1-9][0-9]?)?"
)
EXAMPLES: Final = (
    "UA YUG 3-1998.pdf",
    "UA YUG 3-1998 reply 1998-05-02.pdf",
    "row 17.pdf",
    "row 17 part 2.pdf",
    "E-CN.4-1998-38-Add.2.pdf",
)
"""A letter by its reference, its reply, a row, another file of it, and a report by its symbol."""
_CHUNK: Final = 256 * 1024
_MACS: Final = "__MACOSX/"
_WINDOWS: Final = frozenset({"thumbs.db", "desktop.ini"})
_BOUNDED: Final = frozenset({ZIP_STORED, ZIP_DEFLATED})
"""Whatever else is packed with is unpacked without a bound, however little is asked for."""


class Unusable(Exception):
    """The archive as a whole; ``code``: why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """What a file is beside. ``replied_on``: of the reply; None: the letter itself.

    ``recipient``: of a letter; None of a visit, a report or a statement.
    """

    letter_id: str
    recipient: str | None
    replied_on: date | None
    may_be_public: bool


Called: TypeAlias = Mapping[str, Sequence[Row[Any]]]
"""Rows of an import that have files, by what these are called."""


def called(conn: Connection, import_id: str) -> Called:
    c, v, p = letters.c, visits.c, papers.c
    none = null().label("recipient"), null().label("replied_on")
    wanted: Sequence[Select[Any]] = (
        select(c.letter_id, c.row, c.reference, c.recipient, c.replied_on, c.published_on),
        select(
            v.visit_id.label("letter_id"), v.row, null().label("reference"), *none, v.published_on
        ),
        select(
            p.paper_id.label("letter_id"), p.row, p.symbol.label("reference"), *none, p.published_on
        ),
    )
    found: dict[str, list[Row[Any]]] = defaultdict(list)
    for these, table in zip(wanted, (letters, visits, papers), strict=True):
        for row in conn.execute(these.where(table.c.import_id == import_id)):
            found[f"ROW {row.row}"].append(row)
            if row.reference:
                found[row.reference.replace("/", "-").upper()].append(row)
    return found


def place(name: str, of: Called) -> Place | str:
    """Return what the file of this name is beside, or why that is not known."""
    found = _NAME.fullmatch(" ".join(PurePath(name).stem.upper().split()))
    some = of.get(found["of"], ()) if found else ()
    if found is None or not some:
        return "name"
    if len(some) > 1:
        return "several"
    (row,) = some
    if found["day"] and found["day"] not in (row.replied_on or ()):
        return "day"
    replied_on = date.fromisoformat(found["day"]) if found["day"] else None
    return Place(
        letter_id=row.letter_id,
        recipient=row.recipient,
        replied_on=replied_on,
        may_be_public=may_be_public(replied_on, row.published_on),
    )


def places(names: Sequence[str], of: Called, *, beside: Mapping[str, int]) -> Sequence[Place | str]:
    """Return what each file is beside, or why not. ``beside``: how many files the rows have."""
    number, found = Counter(beside), [place(name, of) for name in names]
    for at, one in enumerate(found):
        if isinstance(one, Place):
            number[one.letter_id] += 1
            if number[one.letter_id] > FILES_BESIDE:
                found[at] = "full"
    return found


def opened(file: IO[bytes]) -> ZipFile:
    """Return the archive. Raises ``Unusable``."""
    with _reading():
        return ZipFile(file)


def listed(parts: ZipFile, *, most: int, files: int = FILES_AT_ONCE) -> Sequence[ZipInfo]:
    """Return the files in it, of ``most`` bytes altogether. Raises ``Unusable``."""
    every = [one for one in parts.infolist() if not _is_left_out(one)]
    if not every:
        raise Unusable("empty")
    if any(one.compress_type not in _BOUNDED for one in every):
        raise Unusable("unreadable")
    if len(every) > files:
        raise Unusable("too_many")
    if sum(one.file_size for one in every) > most:
        raise Unusable("too_large")
    return every


def name_of(one: ZipInfo) -> str:
    """Return its name as it is kept, whichever system the archive is of."""
    return shown_name(" ".join(one.filename.split()))


def unpacked(parts: ZipFile, one: ZipInfo) -> FileStorage:
    """Return a file of the archive, as if it had been sent alone. Raises ``Unusable``."""
    plain = Spool()
    with _reading(), parts.open(one) as source:
        while chunk := source.read(_CHUNK):
            plain.write(chunk)
    return FileStorage(stream=cast("IO[bytes]", plain), filename=name_of(one))


def _is_left_out(one: ZipInfo) -> bool:
    """Whether it is a folder, or what a system puts beside files without being asked."""
    name = name_of(one)
    return (
        one.filename.endswith(("/", "\\"))
        or one.filename.startswith(_MACS)
        or name.startswith(".")
        or name.lower() in _WINDOWS
    )


@contextmanager
def _reading() -> Iterator[None]:
    try:
        yield
    except DAMAGED:
        raise Unusable("unreadable") from None
