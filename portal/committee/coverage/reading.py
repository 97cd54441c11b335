"""Answers from outside as somebody types or sends them: checked, and what is wrong said by row.

The first row of a sheet names the columns, in any order. A State is named by its code, or as in any
of the six languages. What was renamed or is no member is refused, with what to write instead.
"""

import csv
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from io import StringIO
from typing import Final, TypeAlias

from portal.committee.coverage import words
from portal.source.drafts import spreadsheet
from portal.source.drafts.spreadsheet import Unreadable
from portal.web.i18n.texts import gettext
from shared.contracts.stakeholders_coverage import CoverageValue
from shared.reference import states
from shared.reference.coverage import (
    LONGEST_SOURCE,
    covered,
    sound,
    source_is_sound,
)
from shared.reference.former_states import former_state

COLUMNS: Final = ("state", "value", "source", "dated_on")
TAKEN_BACK: Final = "no data"
"""What is typed so that an answer is taken back."""
Lines: TypeAlias = Iterable[tuple[int, Mapping[str, str]]]
"""The number of each row, and its cells by the name of their column."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """``row`` as the spreadsheet counts it."""

    row: int
    column: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    values: Sequence[CoverageValue]
    faults: Sequence[Fault]


def template() -> bytes:
    """Return an empty sheet, as spreadsheet programs open it everywhere."""
    out = StringIO()
    csv.writer(out).writerow(COLUMNS)
    return out.getvalue().encode("utf-8-sig")


def read(content: bytes, kind: str, *, today: date) -> Read:
    """Check a sheet as it was sent. Raises ``Unreadable``."""
    rows = spreadsheet.rows(content, columns=2 * len(COLUMNS))
    head = [_plain(title) for title in next(rows, (1, ()))[1]]
    named = [title for title in head if title]
    if sorted(named) != sorted(COLUMNS):
        raise Unreadable(
            gettext(
                "The first row must name the columns as the template does. Download the template "
                "and copy your list into it."
            )
        )
    lines = [(number, dict(zip(head, cells, strict=False))) for number, cells in rows]
    return checked([one for one in lines if any(one[1].values())], kind, today=today)


def checked(lines: Lines, kind: str, *, today: date) -> Read:
    """Check each row, by its number. Raises ``Unreadable`` where there is none."""
    values: list[CoverageValue] = []
    faults: list[Fault] = []
    seen: set[str] = set()
    for number, cells in lines:
        made, wrong = row(cells, kind, today=today)
        if made is not None and made.state in seen:
            wrong = {"state": gettext("This State is in the list twice")}
        elif made is not None:
            seen.add(made.state)
            values.append(made)
        faults += [Fault(row=number, column=name, reason=why) for name, why in wrong.items()]
    if not values and not faults:
        raise Unreadable(gettext("The list is empty. Fill in a row for each State."))
    return Read(values=values, faults=faults)


def row(
    cells: Mapping[str, str], kind: str, *, today: date
) -> tuple[CoverageValue | None, dict[str, str]]:
    """Return the answer; or what is wrong, by column."""
    told = {name: (cells.get(name) or "").strip() for name in COLUMNS}
    wrong: dict[str, str] = {}
    state = _state(told["state"])
    if state is None:
        wrong["state"] = _no_state(told["state"])
    value = told["value"] if kind == "grade" else told["value"].lower()
    if value != TAKEN_BACK and not sound(kind, value):
        wrong["value"] = gettext("Write: %(what)s; or: no data", what=_how(kind))
    if not source_is_sound(told["source"]):
        wrong["source"] = gettext(
            "Write the symbol of a document, such as A/HRC/60/62, or an address that begins with "
            "https://, of at most %(most)s characters",
            most=LONGEST_SOURCE,
        )
    on = _day(told["dated_on"])
    if on is None:
        wrong["dated_on"] = gettext("Write a day as 2026-11-24")
    elif on > today:
        wrong["dated_on"] = gettext("This day is still to come")
    if wrong or state is None or on is None:
        return None, wrong
    kept = None if value == TAKEN_BACK else value
    return CoverageValue(state=state, value=kept, source=told["source"], dated_on=on), {}


def _how(kind: str) -> str:
    return str(words.HOW.get(kind, ""))


def _state(text: str) -> str | None:
    found = text.upper() if text.upper() in covered() else _by_name().get(_folded(text))
    return found if found in covered() else None


def _no_state(text: str) -> str:
    """Say what to write instead (D.8): renamed States and non-members are outside the 193."""
    former = former_state(text) if text else None
    if former is None:
        return gettext("Write the three letters, or the name, of a member or an observer State")
    some = ", ".join(former.successors)
    if former.ended:
        return gettext("This State no longer exists. Write one of: %(codes)s", codes=some)
    return gettext("This State has another name today. Write: %(codes)s", codes=some)


@cache
def _by_name() -> Mapping[str, str]:
    return {_folded(name): one.code for one in states().values() for name in one.names.values()}


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _folded(text: str) -> str:
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in apart if char.isalnum())


def _plain(text: str) -> str:
    return "_".join(text.casefold().split())
