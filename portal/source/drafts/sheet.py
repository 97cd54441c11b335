"""Victims from a spreadsheet: CSV, XLSX and ODS, every row checked, nothing written to disk.

The first row names the columns, as in the template, in any order; optional columns may be missing.
Columns and answers may be in any language of the pages: who fills a list in may read another one
than who sends it. Each error is reported with its row and column.
"""

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from io import BytesIO, StringIO
from types import MappingProxyType
from typing import Final

from pydantic import ValidationError
from pydantic.fields import FieldInfo

from portal.casefile.filing import MOST_VICTIMS, ConsentAnswers, Victim, Wrong, wrong
from portal.casefile.submissions.told import kind_of
from portal.source.drafts import spreadsheet
from portal.source.drafts.asking import filed
from portal.source.drafts.conditions import FROM_LIST
from portal.source.drafts.spreadsheet import Unreadable
from portal.source.drafts.store import Typed
from portal.web.i18n.formats import listed
from portal.web.i18n.formats import number as written
from portal.web.i18n.languages import ready
from portal.web.i18n.names import word
from portal.web.i18n.texts import gettext, lazy, speaking
from portal.web.sheet import laid_out

_SHORT: Mapping[str, str] = MappingProxyType(
    {
        "kind": lazy("Person or group"),
        "number": lazy("Number of persons"),
        "minor": lazy("Child"),
        "sexual_violence": lazy("Victim of sexual violence"),
        "born": lazy("Date of birth or age"),
        "affiliation": lazy("Member of"),
        "background": lazy("Background"),
        "id_number": lazy("Identity document"),
        "whereabouts": lazy("Whereabouts and health"),
        "obtained": lazy("Consent given when and how"),
        "consent_act": lazy("Consents that the mandates act"),
        "consent_reason": lazy("Why not asked"),
        "consent_given_by": lazy("Answered by"),
        "consent_authorities": lazy("May be named to the authorities"),
        "consent_public": lazy("May become public"),
        "consent_name_form": lazy("Name in public"),
        "consent_press": lazy("Press release"),
        "consent_sharing": lazy("Other bodies of the United Nations"),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """``answers``: answer → its words in English; empty for free text."""

    name: str
    called: str
    answers: Mapping[str, str]

    @property
    def title(self) -> str:
        """The title in the reader's language."""
        return str(self.called)

    @property
    def words(self) -> list[str]:
        """The answers as the template has them."""
        return [word(one) for one in self.answers.values()]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """``row`` as the spreadsheet counts it; ``column`` is its title, empty for the whole row."""

    row: int
    column: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """``good``: what was typed for each victim whose row is sound."""

    good: Sequence[Typed]
    faults: Sequence[Fault]


def _columns() -> Iterator[Column]:
    for name, info in _fields():
        kind = kind_of(info.metadata)
        yield Column(
            name=name,
            called=_SHORT.get(name) or lazy(info.title or name),
            answers={} if kind is None else kind.words,
        )


def _fields() -> Iterator[tuple[str, FieldInfo]]:
    for name, info in Victim.model_fields.items():
        if name != "consent":
            yield name, info
    for name, info in ConsentAnswers.model_fields.items():
        yield f"consent_{name}", info


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


COLUMNS: Final = tuple(_columns())
_NOBODY: Final = lazy("Name Example (delete this row)")
_EXAMPLE: Typed = {
    "kind": "person",
    "name": _NOBODY,
    "born": "34",
    "minor": "no",
    "nationality": lazy("Kenya"),
    "occupation": lazy("Trader"),
    "obtained": lazy("3 March, on a signed paper"),
    "consent_act": "yes",
    "consent_given_by": "victim",
    "consent_authorities": "yes",
    "consent_public": "no",
    "consent_name_form": "initials",
    "consent_press": "no",
    "consent_sharing": "no",
}


@cache
def _titles() -> Mapping[str, Column]:
    """Return each title in each language → its column."""
    return {_plain(title): one for one in COLUMNS for title in _in_every_language(one.called)}


@cache
def _answers(name: str) -> Mapping[str, str]:
    """Return how an answer may be written → the answer; empty for free text."""
    answers = next(one for one in COLUMNS if one.name == name).answers
    return {
        _plain(way): answer
        for answer, words in answers.items()
        for way in (*_in_every_language(lazy(words)), answer)
    }


@cache
def _nobodies() -> frozenset[str]:
    return frozenset(_in_every_language(_NOBODY))


def _in_every_language(text: str) -> Iterator[str]:
    for language in ready():
        with speaking(language.code):
            yield str(text)


def read(content: bytes) -> Read:
    """Read a file, regardless of its name. Raises ``Unreadable``."""
    return _read(spreadsheet.rows(content, columns=2 * len(COLUMNS)))


def _read(rows: Iterator[tuple[int, Sequence[str]]]) -> Read:
    """A row with faults counts: what is wrong with it was not found for nothing.

    The example of the template is nobody, whoever forgot to delete it.
    """
    _, head = next(rows, (1, ()))
    columns = _named(head)
    good: list[Typed] = []
    faults: list[Fault] = []
    filled = ((number, cells) for number, cells in rows if any(cells))
    for at, (number, cells) in enumerate(filled):
        if at >= MOST_VICTIMS:
            raise Unreadable(
                gettext(
                    "Divide the list: a submission takes %(most)s victims.",
                    most=written(MOST_VICTIMS),
                )
            )
        typed, found = _row(number, cells, columns)
        if typed.get("name") in _nobodies():
            continue
        faults += found
        if not found:
            good.append(typed)
    if not good and not faults:
        raise Unreadable(
            gettext("The list is empty. Fill in a row for each person, below the titles.")
        )
    return Read(good=good, faults=faults)


def template_csv() -> bytes:
    """Return an empty list with one example, as spreadsheet programs open it everywhere."""
    out = StringIO()
    csv.writer(out).writerows(_template())
    return out.getvalue().encode("utf-8-sig")


def template_xlsx() -> bytes:
    from openpyxl import Workbook  # noqa: PLC0415  # heavy, and seldom needed

    book = Workbook(write_only=True)
    sheet = book.create_sheet(gettext("Victims"))
    laid_out(sheet)
    for row in _template():
        sheet.append(row)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _template() -> list[list[str]]:
    example = [_example(one) for one in COLUMNS]
    return [[one.title for one in COLUMNS], example]


def _example(column: Column) -> str:
    typed = str(_EXAMPLE.get(column.name, ""))
    return word(column.answers.get(typed, "")) or typed


def _named(head: Sequence[str]) -> list[Column | None]:
    found = [_titles().get(_plain(title)) for title in head]
    strange = [title for title, one in zip(head, found, strict=True) if title and one is None]
    if strange or not any(found):
        raise Unreadable(_unknown(strange[0][:60] if strange and any(found) else ""))
    names = [one.name for one in found if one]
    if len(set(names)) < len(names):
        raise Unreadable(gettext("A column stands there twice. Remove one of them."))
    return found


def _unknown(column: str) -> str:
    if column:
        return gettext(
            "The first row must name the columns as the template does. We do not know the column "
            "“%(column)s”. Download the template and copy your list into it.",
            column=column,
        )
    return gettext(
        "The first row must name the columns as the template does. Download the template and "
        "copy your list into it."
    )


def _row(
    number: int, cells: Sequence[str], columns: Sequence[Column | None]
) -> tuple[Typed, list[Fault]]:
    typed: Typed = {}
    faults: list[Fault] = []
    for cell, column in zip(cells, columns, strict=False):
        if not cell or column is None:
            continue
        answer = _answers(column.name).get(_plain(cell), "") if column.answers else cell
        if answer:
            typed[column.name] = answer
        else:
            reason = gettext("Write one of: %(answers)s", answers=listed(column.words))
            faults.append(Fault(row=number, column=column.title, reason=reason))
    named = {fault.column for fault in faults}
    for one in _problems(typed):
        title = _title(one.field.replace(".", "_"))
        if title not in named:
            faults.append(Fault(row=number, column=title, reason=one.reason))
    return typed, faults


def _problems(typed: Typed) -> list[Wrong]:
    try:
        Victim.model_validate(filed(Victim, {**typed, FROM_LIST: True}))
    except ValidationError as error:
        return wrong(error)
    return []


def _title(name: str) -> str:
    """Return the column's title; empty where there is none, because it is about the whole row."""
    return next((one.title for one in COLUMNS if one.name == name), "")
