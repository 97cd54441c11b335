"""A provider's part of a round as a workbook to fill in, and read again: its rows are locked.

The first column has the id of each row, by which it is known; the columns stand in one order, and
answers may be in any language of the pages. A hidden last column says in each row what the sheet
was made of, so that no sheet of another round, of another provider or of an older draft is taken.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from types import MappingProxyType
from typing import Any, Final, cast

from portal.followup.rounds import words
from portal.source.drafts import spreadsheet
from portal.source.drafts.spreadsheet import Unreadable
from portal.web.forms import tidy
from portal.web.i18n.languages import ready
from portal.web.i18n.texts import gettext, speaking
from portal.web.refused_text import refusal
from portal.web.sheet import laid_out
from shared.contracts.followup_rounds import Wish
from shared.reference.rounds import LONGEST_ANSWER, ROWS

_ID, _ANSWER, _WISH, _ORIGIN, _COLUMNS = 0, 2, 3, 4, 5
_MOST: Final = ROWS + 1
_FAULTS: Final = 5  # that a page says
_FORMULA: Final = "#FORMULA!"  # stands for a cell that is one


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """``step``: that of the provider's draft. ``erased``: how many of its answers were erased."""

    round_id: str
    provider_id: str
    step: int
    erased: int = 0

    def __str__(self) -> str:
        return f"{self.round_id} {self.provider_id} {self.step} {self.erased}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """``text``: the recommendation, as its reader may read it; ``answer``: the own draft."""

    row: str
    text: str
    answer: str
    wish: Wish


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    row: str
    answer: str
    wish: Wish


def made(lines: Sequence[Line], origin: Origin, *, wishes: bool) -> bytes:
    """Return the workbook. Nothing can be typed but into the columns of the provider."""
    from openpyxl import Workbook  # noqa: PLC0415  # heavy, and seldom needed
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE  # noqa: PLC0415  # likewise
    from openpyxl.styles import Protection  # noqa: PLC0415  # likewise

    book = Workbook()
    tab: Any = book.active
    laid_out(tab)
    tab.append(_titles(wishes=wishes))
    for at, line in enumerate(lines, start=2):
        told = [line.row, line.text, line.answer]
        told += [str(words.WISHES[line.wish])] if wishes else []
        for column, value in enumerate(told, start=1):
            cell = tab.cell(row=at, column=column, value=ILLEGAL_CHARACTERS_RE.sub("", value))
            cell.data_type = "s"  # what begins like a formula is none
            if column > _ANSWER:
                cell.protection = Protection(locked=False)
                cell.number_format = "@"  # nor is what is typed
        tab.cell(row=at, column=_COLUMNS, value=str(origin)).data_type = "s"
    tab.column_dimensions["E"].hidden = True
    tab.protection.enable()
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def read(
    content: bytes,
    rows: Sequence[str],
    origin: Origin,
    *,
    wishes: bool,
    gone: Mapping[str, str] = MappingProxyType({}),
) -> Sequence[Filled]:
    """Return what stands in each row of the round. Raises ``Unreadable``, also for wrong rows.

    ``gone``: the answers to what the provider can read no more, which stay as they are.
    """
    lines = spreadsheet.rows(content, columns=_COLUMNS, formula=_FORMULA)
    next(lines, None)
    found: dict[str, Filled] = {}
    faults = list[str]()
    for number, cells in lines:
        if number > 10 * _MOST or len(found) > _MOST:
            raise Unreadable(gettext("This sheet has more rows than the round. Download it again."))
        if not any(cells):
            continue
        one = [tidy(cell) or "" for cell in [*cells, *[""] * _COLUMNS][:_COLUMNS]]
        _require(origin, one[_ORIGIN])
        if one[_ID] in gone and one[_ANSWER] == gone[one[_ID]]:
            continue
        wrong = _wrong(one, rows, found, wishes=wishes)
        if wrong:
            faults.append(gettext("Row %(number)s: %(wrong)s", number=number, wrong=wrong))
        else:
            wish: Wish = _wish(one[_WISH]) if wishes and one[_ANSWER] else "publish"
            found[one[_ID]] = Filled(row=one[_ID], answer=one[_ANSWER], wish=wish)
    if faults:
        raise Unreadable(" ".join(faults[:_FAULTS]))
    if not found:
        raise Unreadable(gettext("This sheet has no row of the round. Download it again."))
    return list(found.values())


def _require(origin: Origin, said: str) -> None:
    """Raise ``Unreadable`` for a row that was not made of the draft as it is now."""
    if said == str(origin):
        return
    if said.split()[:2] == [origin.round_id, origin.provider_id]:
        raise Unreadable(
            gettext(
                "Your draft changed after this sheet was downloaded. Download it again, and write "
                "your answers into the new one."
            )
        )
    raise Unreadable(
        gettext(
            "This sheet was not made for you in this round. Download it again, and write your "
            "answers into the new one."
        )
    )


def _wrong(
    cells: Sequence[str], rows: Sequence[str], found: Mapping[str, Filled], *, wishes: bool
) -> str:
    """Return what is wrong with a row; empty: nothing."""
    if cells[_ID] not in rows:
        return gettext("it is none of this round. Download the sheet again.")
    if _FORMULA in cells:
        return gettext("a cell is a formula. Put an apostrophe before it, so that it is text.")
    if cells[_ID] in found:
        return gettext("it stands there twice.")
    if len(cells[_ANSWER]) > LONGEST_ANSWER:
        return gettext("the answer is too long.")
    if refused := refusal(cells[_ANSWER]):
        return refused
    if wishes and cells[_ANSWER] and _plain(cells[_WISH]) not in _wishes():
        return gettext("say what the mandate may do with it, as in the other rows.")
    return ""


def _titles(*, wishes: bool) -> list[str]:
    titles = [gettext("Row"), gettext("Recommendation"), gettext("Steps taken since then")]
    return [*titles, gettext("What may the mandate do with it?")] if wishes else titles


def _wish(typed: str) -> Wish:
    return _wishes()[_plain(typed)]


@cache
def _wishes() -> Mapping[str, Wish]:
    """Return each wish as it is written in each language."""
    return dict(_ways())


def _ways() -> Iterator[tuple[str, Wish]]:
    for language in ready():
        with speaking(language.code):
            for code, said in words.WISHES.items():
                yield _plain(str(said)), cast("Wish", code)


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())
