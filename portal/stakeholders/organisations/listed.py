"""A list of accreditations as somebody sends it: CSV, XLSX or ODS, every row checked.

The first row names the columns, in any order. An organisation is named as its entry is or was, or
by the number of its entry. The lists of ECOSOC and GANHRI have thousands that are not in the
register: their rows are left out, and said to be. What is wrong is said row by row.
"""

import csv
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from io import StringIO
from typing import Any, Final, TypeAlias

from portal.casefile.lint.folding import folded
from portal.source.drafts import spreadsheet
from portal.source.drafts.spreadsheet import Unreadable
from portal.stakeholders.organisations import accreditation, words
from portal.stakeholders.organisations.queries import Entry
from portal.web.i18n.formats import number as written
from portal.web.i18n.texts import gettext
from shared.reference.accreditation import STATUSES, Record, wrong

COLUMNS: Final = (
    *("organisation", "country", "scheme", "status", "body", "decided", "effective"),
    *("document", "next_review", "until"),
)
_NEEDED: Final = frozenset(
    {"organisation", "scheme", "status", "body", "decided", "effective", "document"}
)
_DAYS: Final = ("decided", "effective", "next_review", "until")
MOST: Final = 500
"""Rows of a list that are about the register: each becomes a command."""
_LONGEST: Final = 200
Lines: TypeAlias = Iterable[tuple[int, Mapping[str, str]]]
"""The number of each row, and its cells by the name of their column."""
Find: TypeAlias = Callable[[Collection[str]], Iterable[Entry]]
"""Returns every entry that is or was called so, or has this number; more do no harm."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    number: int
    entry: Entry
    record: Record


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """``row`` as the spreadsheet counts it."""

    row: int
    column: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """``unknown``: how many rows name nobody of the register; ``named``: whom the others name."""

    rows: Sequence[Row]
    faults: Sequence[Fault]
    unknown: int
    named: Collection[str]


def template() -> bytes:
    """Return an empty list, as spreadsheet programs open it everywhere."""
    out = StringIO()
    csv.writer(out).writerow(COLUMNS)
    return out.getvalue().encode("utf-8-sig")


def read(content: bytes, find: Find, *, today: date) -> Read:
    """Check a list as it was sent. Raises ``Unreadable``."""
    lines = spreadsheet.rows(content, columns=2 * len(COLUMNS))
    head = [_plain(title) for title in next(lines, (1, ()))[1]]
    _check(head)
    return checked(
        ((number, dict(zip(head, cells, strict=False))) for number, cells in lines),
        find,
        today=today,
    )


def checked(lines: Lines, find: Find, *, today: date) -> Read:
    """Check each row, by its number. Raises ``Unreadable``."""
    lines = list(lines)
    known = _by_name(find({cells.get("organisation", "")[:_LONGEST] for _, cells in lines}))
    rows: list[Row] = []
    faults: list[Fault] = []
    named: set[str] = set()
    unknown = 0
    for number, cells in lines:
        told = {name: cell[:_LONGEST] for name, cell in cells.items() if name and cell}
        found = _those(told, known)
        if not found and told.get("organisation"):
            unknown += 1
            continue
        named |= {one.organisation_id for one in found}
        made, wrong_here = _row(number, told, found, today) if told else (None, [])
        faults += wrong_here
        rows += [made] if made else []
        if len(rows) > MOST:
            raise Unreadable(
                gettext("Divide the list: one takes %(most)s rows.", most=written(MOST))
            )
    if not rows and not faults and not unknown:
        raise Unreadable(gettext("The list is empty. Fill in a row for each decision."))
    return Read(rows=rows, faults=faults, unknown=unknown, named=named)


def _check(head: Sequence[str]) -> None:
    named = [title for title in head if title]
    missing = _NEEDED - set(named)
    if missing or not set(named) <= set(COLUMNS) or len(named) > len(set(named)):
        raise Unreadable(
            gettext(
                "The first row must name the columns as the template does. Download the template "
                "and copy your list into it."
            )
        )


def _by_name(entries: Iterable[Entry]) -> Mapping[str, Sequence[Entry]]:
    found: dict[str, list[Entry]] = defaultdict(list)
    for one in entries:
        for name in {one.organisation_id, *(folded(name).text for name in one.profile.names)}:
            found[name].append(one)
    return found


def _those(told: Mapping[str, str], known: Mapping[str, Sequence[Entry]]) -> Sequence[Entry]:
    name, country = told.get("organisation", ""), told.get("country", "").upper()
    found = known.get(name.lower()) or known.get(folded(name).text) or ()
    return [one for one in found if not country or one.profile.country == country]


def _row(
    number: int, told: Mapping[str, str], found: Sequence[Entry], today: date
) -> tuple[Row | None, list[Fault]]:
    faults = {name: str(words.WRONG["missing"]) for name in sorted(_NEEDED) if not told.get(name)}
    days: dict[str, date] = {}
    for name in _DAYS:
        try:
            if told.get(name):
                days[name] = date.fromisoformat(told[name])
        except ValueError:
            faults[name] = gettext("Write a day as 2026-11-24")
    if len(found) > 1:
        faults["organisation"] = gettext(
            "Several entries are called so: add the country, or write the number of the entry"
        )
    scheme, status = _plain(told.get("scheme", "")), _status(told)
    if scheme not in STATUSES:
        faults["scheme"] = gettext("Write ecosoc or ganhri")
    elif status not in STATUSES[scheme]:
        some = ", ".join(STATUSES[scheme])
        faults["status"] = gettext("Write one of: %(answers)s", answers=some)
    if not faults:
        (entry,) = found
        record = _record(entry, {**told, "scheme": scheme, "status": status}, days)
        faults = {name: str(words.WRONG[why]) for name, why in wrong(record, today=today)}
        if not faults:
            return Row(number=number, entry=entry, record=record), []
    return None, [Fault(row=number, column=name, reason=why) for name, why in faults.items()]


def _record(entry: Entry, told: Mapping[str, str], days: Mapping[str, date]) -> Record:
    texts = {name: told[name] for name in ("scheme", "status", "body", "document")}
    kept: dict[str, Any] = {**texts, **days}
    return Record(record_id=accreditation.id_of(entry.organisation_id, kept), **kept)


def _status(told: Mapping[str, str]) -> str:
    """A grade of GANHRI is a capital letter."""
    plain = _plain(told.get("status", ""))
    return plain.upper() if len(plain) == 1 else plain


def _plain(text: str) -> str:
    return "_".join(text.casefold().split())
