"""Workbooks that the portal writes: their heads stay in sight, and they run as the page does."""

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

import portal
from portal.web.i18n.texts import speaking
from portal.web.sheet import Sheet
from portal.web.xlsx import workbook

_SHEETS = [
    Sheet(name="N" * 40, rows=[["State", "Letters"], ["=1+1", 3], ["Kenya", None]]),
    Sheet(name="Notes", rows=[["A note"]], head=0),
]


@pytest.mark.parametrize(("code", "right_to_left"), [("en", False), ("ar", True), ("zh", False)])
def test_heads_stay_in_sight_and_columns_run_as_the_page_does(
    code: str, *, right_to_left: bool
) -> None:
    with speaking(code):
        book: Any = load_workbook(BytesIO(workbook(_SHEETS)))
    table, notes = book.worksheets
    assert table.title == "N" * 31
    assert (table.freeze_panes, notes.freeze_panes) == ("A2", None)
    assert {bool(one.sheet_view.rightToLeft) for one in book.worksheets} == {right_to_left}
    rows = [*table.iter_rows(values_only=True)]
    assert rows[1:] == [("'=1+1", 3), ("Kenya", None)]


def test_a_name_or_a_text_that_programs_do_not_take_makes_no_damaged_file() -> None:
    long, odd = "N" * 31, "a\x00b\x0b <&> _x0041_"
    names = (f"{long}1", f"{long}2", f"{long.lower()}3", "A/B: <C>", "A'\"B")
    sheets = [
        Sheet(name=name, rows=[[odd], [], [True, "", 10**12, "é" * 40_000, 1]]) for name in names
    ]
    book: Any = load_workbook(BytesIO(workbook(sheets)))
    short = "N" * 27
    assert book.sheetnames == [long, f"{short} 2", f"{short.lower()} 3", "A B  <C>", "A'\"B"]
    rows = [*book.worksheets[0].iter_rows(values_only=True)]
    assert rows[0][0].replace("_x005F_x", "_x") == "ab <&> _x0041_"
    assert rows[2][:3] == (True, None, 10**12)
    assert (type(rows[2][0]), type(rows[2][4])) == (bool, int), "equal values, two kinds of cells"
    assert len(rows[2][3]) == 32_001


def test_every_writer_of_workbooks_lays_its_sheets_out() -> None:
    writers = [
        one
        for one in Path(portal.__path__[0]).rglob("*.py")
        if "import Workbook" in (text := one.read_text())
        if "laid_out(" not in text
    ]
    assert writers == []
