"""The dry run of a sheet: which letters can be imported, what is wrong, and what is only told.

Gaps and doubles are told and not repaired: they were so. A letter that is here already is left out.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from hashlib import sha256
from typing import Any, TypeAlias

from pydantic import TypeAdapter
from pydantic_core import to_json, to_jsonable_python
from sqlalchemy import Connection, select

from portal.letters.communications.tables import letters as live
from portal.public.history.sheet import Fault, Unusable, read
from portal.public.history.tables import letters as past
from portal.stakeholders.registry import records
from shared.contracts.approvals_history import PastNumber
from shared.contracts.approvals_history_commands import PastLetter
from shared.reference import mandates
from shared.reference.history import numbered

_MOST = 200  # of what is only told
_AT_ONCE = 500
_LETTERS: TypeAdapter[tuple[PastLetter, ...]] = TypeAdapter(tuple[PastLetter, ...])
Series: TypeAlias = tuple[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """``unusable``: why the whole sheet is, or empty. ``gaps``: series, and how many are missing.

    ``doubles``: references that several rows have. ``told``: how many gaps and doubles there are.
    """

    unusable: str = ""
    letters: tuple[PastLetter, ...] = ()
    faults: tuple[Fault, ...] = ()
    gaps: tuple[tuple[str, int], ...] = ()
    doubles: tuple[str, ...] = ()
    told: tuple[int, int] = (0, 0)

    @property
    def hash(self) -> str:
        return sha256(to_json(self.letters)).hexdigest()

    @property
    def numbers(self) -> tuple[PastNumber, ...]:
        """The highest number of each series."""
        return tuple(
            PastNumber(recipient=recipient, year=year, number=max(found))
            for (recipient, year), found in sorted(_series(self.letters).items())
        )

    @property
    def published(self) -> int:
        return sum(one.published_on is not None for one in self.letters)


def report(conn: Connection, content: bytes, import_id: str, *, today: date) -> Report:
    """Check a sheet, by what is here already."""
    known = {*mandates(), *records(conn)}
    try:
        found = read(content, import_id, mandates=known, today=today)
    except Unusable as no:
        return Report(unusable=no.code)
    here = _here(conn, {one.reference for one in found.letters if one.reference})
    letters = tuple(one for one in found.letters if one.reference not in here)
    faults = [*found.faults]
    faults += [Fault(row=one.row, code="here") for one in found.letters if one.reference in here]
    gaps, doubles = _gaps(letters), _doubles(letters)
    return Report(
        letters=letters,
        faults=tuple(sorted(faults, key=lambda one: one.row)),
        gaps=tuple(gaps[:_MOST]),
        doubles=tuple(doubles[:_MOST]),
        told=(len(gaps), len(doubles)),
    )


def written(of: Report) -> dict[str, Any]:
    told: dict[str, Any] = to_jsonable_python(asdict(of))
    return told


def opened(told: Mapping[str, Any]) -> Report:
    return Report(
        unusable=told["unusable"],
        letters=_LETTERS.validate_python(told["letters"]),
        faults=tuple(Fault(**one) for one in told["faults"]),
        gaps=tuple((name, missing) for name, missing in told["gaps"]),
        doubles=tuple(told["doubles"]),
        told=(told["told"][0], told["told"][1]),
    )


def _here(conn: Connection, references: Iterable[str]) -> set[str]:
    """Return those of these references that a letter has already, a past one or one of today."""
    every, found = sorted(references), set[str]()
    for begin in range(0, len(every), _AT_ONCE):
        some = every[begin : begin + _AT_ONCE]
        for column in (past.c.reference, live.c.reference):
            found |= set(conn.scalars(select(column).where(column.in_(some))))
    return found


def _gaps(letters: Iterable[PastLetter]) -> list[tuple[str, int]]:
    return [
        (f"{recipient} {year}", missing)
        for (recipient, year), found in sorted(_series(letters).items())
        if (missing := max(found) - len(found))
    ]


def _doubles(letters: Sequence[PastLetter]) -> list[str]:
    found = Counter(one.reference for one in letters if one.reference)
    return sorted(reference for reference, count in found.items() if count > 1)


def _series(letters: Iterable[PastLetter]) -> Mapping[Series, set[int]]:
    found: dict[Series, set[int]] = defaultdict(set)
    for one in letters:
        if of := numbered(one.reference):
            found[of[0], of[1]].add(of[2])
    return found
