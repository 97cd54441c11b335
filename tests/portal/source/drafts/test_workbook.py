"""Limits of the workbook reader: a small file never costs much more than a full list."""

import gc
import re
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from io import BytesIO
from unittest.mock import patch
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from openpyxl import Workbook
from openpyxl.formula.translate import Translator

from portal.casefile.filing import MOST_VICTIMS
from portal.source.drafts import sheet, spreadsheet
from portal.source.drafts.sheet import COLUMNS
from portal.source.drafts.spreadsheet import Unreadable

SHEET, STYLES, BOOK = "xl/worksheets/sheet1.xml", "xl/styles.xml", "xl/workbook.xml"
TYPES, TEXTS = "[Content_Types].xml", "xl/sharedStrings.xml"
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"


def full() -> bytes:
    book, out = Workbook(write_only=True), BytesIO()
    lines = book.create_sheet()
    lines.append([one.title for one in COLUMNS])
    for _ in range(MOST_VICTIMS):
        lines.append([one.words[0] if one.words else "Amina Demo" for one in COLUMNS])
    book.save(out)
    return out.getvalue()


def changed(name: str, change: Callable[[str], str], more: dict[str, str] | None = None) -> bytes:
    """Return the template with another text of one part, and more parts."""
    with ZipFile(BytesIO(sheet.template_xlsx())) as parts:
        texts = {one: parts.read(one).decode() for one in parts.namelist()}
    texts |= {name: change(texts[name]), **(more or {})}
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as parts:
        for one, text in texts.items():
            parts.writestr(one, text)
    return out.getvalue()


def rows(text: str) -> bytes:
    """Return a workbook with these rows, or whatever they are, instead of the example."""

    def change(found: str) -> str:
        end = found.index("</row>") + len("</row>")
        return f"{found[:end]}{text}</sheetData></worksheet>"

    return changed(SHEET, change)


def before(end: str, text: str) -> Callable[[str], str]:
    return lambda found: found.replace(end, text + end)


def one_text(text: str, cells: str) -> bytes:
    """Return a workbook whose cells have a text in common."""
    names = f'<Override PartName="/{TEXTS}" ContentType="{_KIND}"/>'
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    more = {
        TEXTS: f'<sst xmlns="{space}"><si><t>{text}</t></si></sst>',
        SHEET: f'<worksheet xmlns="{space}"><sheetData>{cells}</sheetData></worksheet>',
    }
    return changed(TYPES, before("</Types>", names), more)


def same_sheet(times: int) -> bytes:
    def change(found: str) -> str:
        named = re.search(r"<sheet .*?/>", found)
        assert named
        return found.replace(named[0], named[0] * times)

    with_cells = ZipFile(BytesIO(rows(f"<row>{'<c/>' * 20_000}</row>")))
    return changed(BOOK, change, {SHEET: with_cells.read(SHEET).decode()})


_TYPED = '<c t="inlineStr"><is><t>a</t></is></c>'
ATTACKS = {
    "millions of cells in one row": lambda: rows(f"<row>{'<c/>' * 6_000_000}</row>"),
    "millions of elements of no kind": lambda: rows("<a/>" * 6_000_000),
    "cells far to the right": lambda: rows(
        "".join(f'<row r="{n}"><c r="XFD{n}"><v>1</v></c></row>' for n in range(2, 20_002))
    ),
    "a row far below": lambda: rows('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'),
    "rows without a cell": lambda: rows("<row/>" * 250_000),
    "as many cells as are taken": lambda: rows(f"<row>{_TYPED * 99_000}</row>"),
    "a style for everything": lambda: changed(STYLES, before("</cellXfs>", "<xf/>" * 1_000_000)),
    "one sheet named over and over": lambda: same_sheet(2_000),
    "one long text in all cells": lambda: one_text(
        "a" * 20_000_000, '<row><c t="s"><v>0</v></c></row>' * 2_000
    ),
    "wrong rows without end": lambda: (
        sheet.template_csv().split(b"\r\n")[0] + b"\r\n" + b",x\r\n" * 200_000
    ),
}


def seconds(content: bytes) -> float:
    """Return the processor's time, of two readings the shorter."""
    return min(_seconds(content) for _ in range(2))


def _seconds(content: bytes) -> float:
    began = time.process_time()
    with suppress(Unreadable):
        sheet.read(content)
    return time.process_time() - began


@pytest.fixture(scope="module")
def usual() -> Iterator[float]:
    """The time that a full list takes, where nothing else is there to be collected.

    A list in one row makes Python look through everything that a process holds, and here that is
    what thousands of other tests have left.
    """
    content = full()
    assert len(sheet.read(content).good) == MOST_VICTIMS
    gc.collect()
    gc.freeze()
    yield seconds(content)
    gc.unfreeze()


@pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS)
def test_no_file_takes_much_longer_than_a_full_list(
    attack: Callable[[], bytes], usual: float
) -> None:
    content = attack()
    assert len(content) < 1_000_000
    took = seconds(content)
    assert took < 5 * max(usual, seconds(full()))  # the processor may be slower by now


@pytest.mark.parametrize("attack", ["millions of cells in one row", "one long text in all cells"])
def test_who_sends_too_much_learns_what_to_do(attack: str) -> None:
    with pytest.raises(Unreadable, match="Copy the list alone into a new one, or save it as CSV"):
        sheet.read(ATTACKS[attack]())


def test_what_declares_entities_is_not_opened() -> None:
    entities = '<!DOCTYPE a [<!ENTITY b "bbbb">]>'
    with pytest.raises(Unreadable, match="cannot be opened"):
        sheet.read(changed(BOOK, lambda found: f"{entities}{found[found.index('<workbook') :]}"))


def test_rows_keep_their_numbers_however_far_apart_they_are() -> None:
    cell = '<c r="A900" t="inlineStr"><is><t>{}</t></is></c>'
    [fault, *_] = sheet.read(rows(f'<row r="900">{cell.format("person")}</row>')).faults
    assert fault.row == 900


def test_texts_that_stand_once_are_read_without_their_pronunciation() -> None:
    title = one_text(
        "Full name</t><rPh><t>furu nemu</t></rPh><phoneticPr/></si><si><t>Ami</t></si><si><t>na",
        '<row><c t="s"><v>0</v></c></row><row><c t="s"><v>1</v></c></row>',
    )
    assert {fault.row for fault in sheet.read(title).faults} == {2}
    assert "Full name" in {one.title for one in COLUMNS}


def test_a_formula_is_noted_and_never_read() -> None:
    """Whatever it says, how long it is and how many cells share it: none is translated."""
    for formula in ('"abc', f"SUM({'A1+' * 20_000}A1)"):
        first = f'<c r="A9"><f t="shared" ref="A9:A2000" si="0">{formula}</f><v>7</v></c>'
        more = "".join(
            f'<row r="{at}"><c r="A{at}"><f t="shared" si="0"/></c></row>' for at in range(10, 2000)
        )
        lines = spreadsheet.rows(rows(f'<row r="9">{first}</row>{more}'), columns=1, formula="#")
        with patch.object(Translator, "__init__", side_effect=AssertionError):
            told = dict(lines)
        assert (told[9], told[1_999]) == (["#"], ["#"])
