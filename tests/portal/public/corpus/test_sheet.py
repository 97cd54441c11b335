"""UHRI's spreadsheet: what is read, and that what is written is read again."""

import csv
import io
from collections.abc import Iterable
from datetime import datetime
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from portal.public.corpus import cells, workbook, writing
from portal.public.corpus.checking import Problem, Wrong
from portal.public.corpus.columns import COLUMNS, Kind, Reason, Row, Unreadable
from portal.public.corpus.reading import read

UHRI = (
    "Text,Countries Concerned,Reccomending Body,Document Symbol,Themes,Affected Persons,Sdgs,"
    "Document Publication Date,UPR Reccomending States,UPR Position,Type,OHCHR Annotation Id,"
    "UPR Session,Regions Concerned,Recommending Regions,Date of publication on UHRI"
)
FULL = Row(
    text="Rural women 49.The Committee recommends that the State party act.",
    countries=("Kenya",),
    body="CEDAW",
    symbol="CEDAW/C/KEN/CO/8",
    themes=("Equality", "Health"),
    persons=("Women & girls", "Persons living in rural areas"),
    sdgs=("5 - GENDER EQUALITY", "16.3"),
    published=datetime(2017, 11, 22),  # noqa: DTZ001
    type="Recommendations",
    annotation="0b9c3bb2-8a8f-4f3c-9d33-7f0f4f4be801",
    regions=("Africa",),
    on_uhri=datetime(2018, 1, 3, 14, 5, 59),  # noqa: DTZ001
)
_CELL = st.one_of(
    st.text(max_size=30),
    st.lists(st.text(max_size=12), max_size=3).map(cells.listed),
    st.sampled_from(["=1+1", "'=x", "'", "- a|b", "-a(1)", "_x000D_", "- ", "-", "16.3", "2019"]),
)
_NO_DAYS = ("2017", "22/11/2017", "9999999", "May", "202012", "10201", "2020-W01")
_DAYS = st.one_of(
    st.none(),
    st.datetimes(datetime(1900, 1, 1)).map(lambda at: at.replace(microsecond=0)),  # noqa: DTZ001
)


@st.composite
def _rows(draw: st.DrawFn) -> Row:
    """Return a row as reading makes it, whatever stood in the cells."""
    found: dict[str, object] = {}
    for column in COLUMNS:
        cell = draw(_CELL)
        match column.kind:
            case Kind.TEXT:
                found[column.name] = cells.clean(cell)
            case Kind.MARKED:
                found[column.name] = cells.value(cell)
            case Kind.LIST:
                found[column.name] = cells.values(cell)
            case _:
                found[column.name] = draw(_DAYS)
    return Row(**{**found, "text": found["text"] or "A text"})  # type: ignore[arg-type]


def _csv(rows: Iterable[Row]) -> io.BytesIO:
    return io.BytesIO("".join(writing.csv_lines((row, ()) for row in rows)).encode())


def _xlsx(rows: Iterable[Row]) -> io.BytesIO:
    return io.BytesIO(b"".join(writing.xlsx((row, ()) for row in rows)))


def _ods(rows: Iterable[Row]) -> io.BytesIO:
    return io.BytesIO(b"".join(writing.ods((row, ()) for row in rows)))


def _read(file: io.BytesIO) -> list[Row]:
    return [row for _, row, _ in read(file)]


@settings(max_examples=60, deadline=None)
@given(st.lists(_rows(), max_size=3))
def test_what_is_written_is_read_again(rows: list[Row]) -> None:
    assert _read(_csv(rows)) == rows
    assert _read(_xlsx(rows)) == rows
    assert _read(_ods(rows)) == rows


@settings(max_examples=100, deadline=None)
@given(_CELL)
def test_reading_a_cell_twice_changes_nothing(cell: str) -> None:
    assert cells.clean(cells.clean(cell)) == cells.clean(cell)
    assert cells.values(cells.listed(cells.values(cell))) == cells.values(cell)


def test_the_titles_are_uhris() -> None:
    first = next(iter(writing.csv_lines([])))
    assert first == f"\ufeff{UHRI}\r\n"


def test_a_workbook_opens_elsewhere_and_theirs_here() -> None:
    """openpyxl stands for the programs of others: dates are numbers with a format there."""
    book = load_workbook(_xlsx([FULL]))
    head, row = book.worksheets[0].iter_rows(values_only=True)
    assert list(head) == UHRI.split(",")
    assert row[1] == "- Kenya"
    assert row[7] == FULL.published
    assert row[15] == FULL.on_uhri
    assert book.worksheets[0].freeze_panes == "A2"
    theirs = Workbook()
    sheet = theirs.worksheets[0]
    sheet.append(["Problem", *head])
    sheet.append(["x", *row])
    out = io.BytesIO()
    theirs.save(out)
    assert _read(out) == [FULL]
    assert [number for number, _, _ in read(out)] == [2]


def test_a_workbook_of_many_rows_comes_in_pieces() -> None:
    import random  # noqa: PLC0415

    texts = (random.Random(n).randbytes(3_000).hex() for n in range(60))
    pieces = list(writing.xlsx((Row(text=text), ()) for text in texts))
    assert len(pieces) > 2
    assert len(list(read(io.BytesIO(b"".join(pieces))))) == 60


def test_lines_of_json_carry_ours_at_the_end() -> None:
    (line, _) = writing.ndjson([(FULL, ["KEN"])], ["States"])
    assert line.startswith('{"Text": "Rural women 49.The')
    assert line.endswith('"Date of publication on UHRI": "2018-01-03T14:05:59", "States": "KEN"}')


@pytest.mark.parametrize(
    ("content", "body", "text"),
    [
        ("Text,Countries,Body,Symbol\nÉtat,Kenya,UPR,A\n".encode("latin-1"), "UPR", "État"),
        ("Text;Countries;Body;Symbol\r“So”;Kenya;UPR;A\r".encode("cp1252"), "UPR", "“So”"),
        (
            "\ufeffSymbol\ttext\tCOUNTRIES\tRecommending Body\nA\tx\tKenya\tUPR".encode(),
            "UPR",
            "x",
        ),
        ("Text,Countries,Body,Symbol\nx,Kenya,UPR,A".encode("utf-16"), "UPR", "x"),
        (b'Text,Countries,Body,Symbol\n"two\nlines",Kenya,UPR,A\n,,,\n', "UPR", "two\nlines"),
        (
            b'Symbol,Countries,Body,Text\nA,Kenya,UPR,"a) x;\nb) y;\nc) z;"\n',
            "UPR",
            "a) x;\nb) y;\nc) z;",
        ),
    ],
)
def test_files_of_others(content: bytes, body: str, text: str) -> None:
    (row,) = _read(io.BytesIO(content))
    assert (row.text, row.countries, row.body, row.symbol) == (text, ("Kenya",), body, "A")


@pytest.mark.parametrize("code", ["cp1251", "cp1256", "utf-8"])
def test_letters_that_cannot_be_read_are_not_guessed(code: str) -> None:
    """Offices of Western Europe save what nothing tells from what others save, but its letters."""
    word = {"cp1251": "Рекомендация принята", "cp1256": "توصية مقبولة", "utf-8": "\x81\x8d"}[code]
    content = f"Text,Countries,Body,Symbol\n{word},Kenya,UPR,A\n".encode(
        "latin-1" if code == "utf-8" else code
    )
    with pytest.raises(Unreadable) as no:
        _read(io.BytesIO(content))
    assert no.value.reason is Reason.ENCODING


def _book(**parts: str) -> io.BytesIO:
    """A workbook of one sheet, with other parts beside it or instead of it."""
    out = io.BytesIO()
    head = "".join(
        f'<c t="inlineStr"><is><t>{one}</t></is></c>'
        for one in ("Text", "Countries", "Body", "Symbol")
    )
    line = '<row r="99999999999"><c t="str"><v>x</v></c></row>'
    sheet = f"<worksheet><sheetData><row>{head}</row>{line}{line}</sheetData></worksheet>"
    given = {"worksheets/sheet1": sheet, **parts}
    with ZipFile(out, "w", ZIP_DEFLATED) as file:
        for name, part in given.items():
            end = "" if name.endswith(".rels") else ".xml"
            file.writestr(f"xl/{name}{end}", part)
    return out


def test_a_workbook_counts_no_row_by_what_it_says_itself() -> None:
    assert [number for number, _, _ in read(_book())] == [2, 3]


@pytest.mark.parametrize(
    ("texts", "most"),
    [("<si/>" * 300, 10_000), ("<si><t>" + "ж" * 3_000 + "</t></si>", 5_000)],
)
def test_texts_of_a_workbook_are_counted_as_they_take_memory(
    texts: str, most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = _book(sharedStrings=f"<sst>{texts}</sst>")
    assert len(_read(file)) == 2
    monkeypatch.setattr(workbook, "_TEXTS", most)
    with pytest.raises(Unreadable) as no:
        _read(file)
    assert no.value.reason is Reason.TOO_LARGE


def test_one_text_is_not_gathered_beyond_what_a_cell_may_have() -> None:
    parts = "".join(f"<r><t>{'x' * 1_000}</t></r>" for _ in range(201))
    with pytest.raises(Unreadable) as no:
        _read(_book(sharedStrings=f"<sst><si>{parts}"))  # told before its end is seen
    assert no.value.reason is Reason.TOO_LARGE


def test_the_first_tab_is_read_and_days_from_1904_are_refused() -> None:
    ids = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    tabs = '<sheets><sheet r:id="b"/><sheet r:id="a"/></sheets>'
    rels = (
        '<Relationships><Relationship Id="a" Target="worksheets/sheet1.xml"/>'
        '<Relationship Id="b" Target="/xl/worksheets/sheet2.xml"/></Relationships>'
    )
    given_: dict[str, str] = {
        "worksheets/sheet2": "<worksheet><row><c><v>1</v></c></row></worksheet>",
        "_rels/workbook.xml.rels": rels,
    }
    with pytest.raises(Unreadable) as no:
        _read(_book(workbook=f"<workbook {ids}>{tabs}</workbook>", **given_))
    assert no.value.reason is Reason.COLUMN_MISSING
    with pytest.raises(Unreadable) as no:
        _read(_book(workbook='<workbook><workbookPr date1904="1"/></workbook>'))
    assert no.value.reason is Reason.EPOCH


def test_days_are_numbers_or_iso_and_anything_else_is_told() -> None:
    assert cells.moment("43061") == datetime(2017, 11, 22)  # noqa: DTZ001
    assert cells.moment("43103.5875") == datetime(2018, 1, 3, 14, 6)  # noqa: DTZ001
    assert cells.moment("- 2017-11-22T00:00:00Z") == datetime(2017, 11, 22)  # noqa: DTZ001
    assert [cells.moment(one) for one in _NO_DAYS] == [None] * len(_NO_DAYS)
    content = b"Text,Countries,Body,Symbol,Publication Date\nx,Kenya,UPR,A,22/11/2017\n"
    ((_, row, problems),) = read(io.BytesIO(content))
    assert row.published is None
    assert problems == [Problem("Document Publication Date", Wrong.DAY, "22/11/2017")]


def _bomb(part: str = "xl/worksheets/sheet1.xml") -> bytes:
    out = io.BytesIO()
    with ZipFile(out, "w") as parts:
        parts.writestr(part, '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>')
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "reason", "column"),
    [
        (b"", Reason.COLUMN_MISSING, "Text"),
        (b"Text,Countries,Symbol\n", Reason.COLUMN_MISSING, "Reccomending Body"),
        (b"Text,Countries,Body,Symbol,Body\n", Reason.COLUMN_TWICE, "Reccomending Body"),
        (b"PK\x03\x04 cut off", Reason.DAMAGED, ""),
        (_bomb(), Reason.DAMAGED, ""),
        (_bomb("content.xml"), Reason.DAMAGED, ""),
        (b"Text,Countries,Body,Symbol\n" + b"x" * 200_000, Reason.DAMAGED, ""),
    ],
)
def test_what_cannot_be_read_says_why(content: bytes, reason: Reason, column: str) -> None:
    with pytest.raises(Unreadable) as no:
        list(read(io.BytesIO(content)))
    assert (no.value.reason, no.value.column) == (reason, column)


def test_a_program_counts_with_no_cell_of_a_csv_file() -> None:
    for list_ in ('- HYPERLINK ("http://x","y")', "- +SUM (1)", "- A1+B1", "- A1", "- x\n- =1"):
        told = list(writing.csv_lines([(Row(text="x", themes=cells.values(list_)), ())]))[1]
        assert "'- " in told
    row = Row(text="=1+1", countries=("cmd|' /C calc'!A0",), symbol="@x", themes=("Health",))
    cells_ = next(csv.reader(list(writing.csv_lines([(row, ["+1"])], ["More"]))[1:]))
    assert [cells_[n] for n in (0, 1, 3, 4, 16)] == [
        "'=1+1",
        "'- cmd|' /C calc'!A0",
        "'@x",
        "- Health",
        "'+1",
    ]
