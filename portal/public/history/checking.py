"""The dry run of a sheet: which rows can be imported, what is wrong, and what is only told.

Gaps and doubles are told and not repaired: they were so. A letter that is here already is left out.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from hashlib import sha256
from typing import Any, TypeAlias

from pydantic import TypeAdapter
from pydantic_core import to_json, to_jsonable_python
from sqlalchemy import ColumnElement, Connection, select

from portal.casefile.history import letters as past
from portal.casefile.history import papers, publications, submissions, visits
from portal.letters.communications.tables import letters as live
from portal.public.history.same import named, same
from portal.public.history.sheet import Fault, Unusable, read
from portal.stakeholders.registry import records
from shared.contracts.approvals_history import PastNumber
from shared.contracts.approvals_history_commands import PastLetter
from shared.reference import mandates
from shared.reference.history import PAPERS, PUBLICATION, SUBMISSION, VISIT, numbered

_MOST = 200  # of what is only told
_AT_ONCE = 500
_ONCE = frozenset({SUBMISSION, VISIT, PUBLICATION, *PAPERS})
_LETTERS: TypeAdapter[tuple[PastLetter, ...]] = TypeAdapter(tuple[PastLetter, ...])
Series: TypeAlias = tuple[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """What a page says of a dry run. ``unusable``: why the whole sheet is, or empty.

    ``gaps``: series, and how many are missing. ``doubles``: what several letters have, in the sheet
    or here. ``odd``: references of another year than the letter's day. ``told``: how many gaps,
    doubles and odd ones there are. ``letters``: the rows of all kinds among them.
    ``numbers``: the highest one of each series.
    """

    unusable: str = ""
    letters: int = 0
    submissions: int = 0
    visits: int = 0
    papers: int = 0
    publications: int = 0
    published: int = 0
    faults: int = 0
    gaps: tuple[tuple[str, int], ...] = ()
    doubles: tuple[str, ...] = ()
    odd: tuple[str, ...] = ()
    told: tuple[int, int, int] = (0, 0, 0)
    numbers: tuple[PastNumber, ...] = ()
    hash: str = ""


ERASED = Counts(unusable="erased")
_COUNTS: TypeAdapter[Counts] = TypeAdapter(Counts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    counts: Counts
    letters: tuple[PastLetter, ...] = ()
    faults: tuple[Fault, ...] = ()


def unusable(code: str) -> Report:
    return Report(counts=Counts(unusable=code))


def report(conn: Connection, content: bytes, import_id: str, *, today: date) -> Report:
    """Check a sheet, by what is here already."""
    known = {*mandates(), *records(conn)}
    try:
        found = read(content, import_id, mandates=known, today=today)
    except Unusable as no:
        return unusable(no.code)
    here, letters, faults = present(conn, found.letters), list[PastLetter](), [*found.faults]
    published = _published(conn, [one for one in found.letters if same(one) not in here])
    for one in found.letters:
        if same(one) in here:
            faults.append(Fault(row=one.row, code="here"))
            continue
        of = published.get(named(one.reference), ())
        if one.type == PUBLICATION and not _is_of_public_letter(one, of):
            faults.append(Fault(row=one.row, code="publication"))
            continue
        letters.append(one)
        if one.type in _ONCE:  # two rows of the same are one, and not two letters
            here.add(same(one))
    return Report(
        counts=_counted(conn, letters, len(faults)),
        letters=tuple(letters),
        faults=tuple(sorted(faults, key=lambda one: one.row)),
    )


def written(of: Report) -> dict[str, Any]:
    """Return what the table keeps of it."""
    told: dict[str, Any] = to_jsonable_python(asdict(of))
    return told


def counts(told: Any) -> Counts:
    return _COUNTS.validate_python(told)


def opened(told: Any) -> tuple[PastLetter, ...]:
    return _LETTERS.validate_python(told)


def present(conn: Connection, letters: Iterable[PastLetter]) -> set[str]:
    """Return what is the same of those of these letters that are here, a past one or a live one."""
    wanted = {same(one) for one in letters}
    named_ = {one.reference for one in letters if one.reference and one.type != SUBMISSION}
    found = {
        key
        for some in _parts(wanted)
        for table in (past, submissions, visits, papers, publications)
        for key in _have(conn, table.c.same, some)
    }
    if named_:
        every = conn.scalars(select(live.c.reference).where(live.c.reference.is_not(None)))
        found |= {named(one) for one in every if one} & wanted
    return found


def of_a_live_letter(conn: Connection, import_id: str) -> list[str]:
    """Return the references of an import whose number a live letter has too."""
    c = past.c
    mine = select(c.reference, c.series, c.number).where(c.import_id == import_id)
    rows = conn.execute(mine.where(c.series.is_not(None))).all()
    taken = _live(conn, {row.series[:3] for row in rows})
    return sorted(
        row.reference for row in rows if row.number in taken[row.series[:3], int(row.series[4:])]
    )[:_MOST]


def _counted(conn: Connection, letters: Sequence[PastLetter], faults: int) -> Counts:
    sent = [one for one in letters if one.type != PUBLICATION]
    mine = _series(one.reference for one in sent)
    here = _there(conn, mine)
    gaps, doubles = _gaps(mine, here), _doubles(sent, here)
    odd = [one.reference for one in sent if _is_odd(one)]
    return Counts(
        letters=len(letters),
        submissions=sum(one.type == SUBMISSION for one in letters),
        visits=sum(one.type == VISIT for one in letters),
        papers=sum(one.type in PAPERS for one in letters),
        publications=sum(one.type == PUBLICATION for one in letters),
        published=sum(one.published_on is not None for one in letters),
        faults=faults,
        gaps=tuple(gaps[:_MOST]),
        doubles=tuple(doubles[:_MOST]),
        odd=tuple(odd[:_MOST]),
        told=(len(gaps), len(doubles), len(odd)),
        numbers=tuple(
            PastNumber(recipient=recipient, year=year, number=max(found))
            for (recipient, year), found in sorted(mine.items())
        ),
        hash=sha256(to_json(letters)).hexdigest(),
    )


Public: TypeAlias = Sequence[tuple[date, Collection[str]]]
"""Of letters of one reference that are public: the day since when, and the days of replies."""


def _published(conn: Connection, rows: Iterable[PastLetter]) -> Mapping[str, Public]:
    """Return the public letters of which a row is a publication, in the sheet or here."""
    wanted = {named(one.reference) for one in rows if one.type == PUBLICATION}
    found: dict[str, list[tuple[date, Collection[str]]]] = defaultdict(list)
    for one in rows if wanted else ():
        if one.type not in _ONCE and one.published_on and same(one) in wanted:
            found[same(one)].append((one.published_on, [str(day) for day in one.replied_on]))
    c = past.c
    these = select(c.same, c.published_on, c.replied_on).where(c.published_on.is_not(None))
    for some in _parts(wanted):
        for row in conn.execute(these.where(c.same.in_(some))):
            found[row.same].append((row.published_on, row.replied_on))
    return found


def _is_of_public_letter(one: PastLetter, letters: Public) -> bool:
    return any(
        since <= one.sent_on and all(str(day) in replies for day in one.replied_on)
        for since, replies in letters
    )


def _is_odd(one: PastLetter) -> bool:
    of = numbered(one.reference)
    return of is not None and of[1] != one.sent_on.year


def _gaps(mine: Mapping[Series, set[int]], here: Mapping[Series, set[int]]) -> list[Any]:
    """Return the series of the sheet in which numbers are missing, with those that are here."""
    every = {of: found | here.get(of, set()) for of, found in sorted(mine.items())}
    return [
        (f"{recipient} {year}", missing)
        for (recipient, year), found in every.items()
        if (missing := max(found) - len(found))
    ]


def _doubles(letters: Sequence[PastLetter], here: Mapping[Series, set[int]]) -> list[str]:
    """Return the numbers, or references, or types and days, that several letters have."""
    times = Counter(map(_name, letters))
    taken = {
        f"{recipient} {number}/{year}"
        for (recipient, year), numbers in here.items()
        for number in numbers
    }
    return sorted(name for name, count in times.items() if count > 1 or name in taken)


def _name(one: PastLetter) -> str:
    if of := numbered(one.reference):
        return f"{of[0]} {of[2]}/{of[1]}"
    if one.type == SUBMISSION:
        return f"{SUBMISSION} {one.reference}"
    return one.reference or " ".join((one.type, one.recipient, str(one.sent_on), *one.mandates))


def _series(references: Iterable[str]) -> dict[Series, set[int]]:
    found: dict[Series, set[int]] = defaultdict(set)
    for of in filter(None, map(numbered, references)):
        found[of[0], of[1]].add(of[2])
    return found


def _there(conn: Connection, series: Collection[Series]) -> Mapping[Series, set[int]]:
    """Return the numbers of these series that are here, of past letters and of live ones."""
    found = _live(conn, {recipient for recipient, _ in series})
    c = past.c
    for some in _parts({f"{recipient} {year}" for recipient, year in series}):
        for row in conn.execute(select(c.series, c.number).where(c.series.in_(some))):
            found[row.series[:3], int(row.series[4:])].add(row.number)
    return {of: found[of] for of in series if of in found}


def _live(conn: Connection, recipients: Collection[str]) -> dict[Series, set[int]]:
    c = live.c
    theirs = select(c.reference).where(c.recipient.in_(sorted(recipients)))
    return _series(one for one in conn.scalars(theirs) if one)


def _have(conn: Connection, column: ColumnElement[Any], some: Sequence[str]) -> Iterable[str]:
    return conn.scalars(select(column).where(column.in_(some)))


def _parts(every: Collection[str]) -> Iterator[Sequence[str]]:
    ordered = sorted(every)
    for begin in range(0, len(ordered), _AT_ONCE):
        yield ordered[begin : begin + _AT_ONCE]
