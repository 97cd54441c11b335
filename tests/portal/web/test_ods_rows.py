"""What is read of an OpenDocument workbook, and what is refused before it costs anything."""

import io
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from portal.source.drafts import spreadsheet
from portal.source.drafts.spreadsheet import Unreadable
from portal.web import ods_rows
from portal.web.ods_rows import Cell, Most, TooLarge

_SPACES = " ".join(
    f'xmlns:{one}="urn:{one}"' for one in ("office", "table", "text", "draw", "calcext")
)
_MOST = Most(unpacked=10**6, text=10_000, columns=6)


def _book(rows: str, before: str = "") -> bytes:
    out = io.BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as parts:
        parts.writestr(
            "content.xml",
            f"{before}<office:document-content {_SPACES}><text:p>outside</text:p>"
            f"<table:table>{rows}</table:table><table:table>{_row(_cell('x'))}</table:table>"
            "</office:document-content>",
        )
    return out.getvalue()


def _row(cells: str, times: int = 1) -> str:
    return f'<table:table-row table:number-rows-repeated="{times}">{cells}</table:table-row>'


def _cell(text: str, given: str = 'office:value-type="string"') -> str:
    return f"<table:table-cell {given}><text:p>{text}</text:p></table:table-cell>"


def _read(content: bytes, most: Most = _MOST) -> list[tuple[int, list[str]]]:
    with ZipFile(io.BytesIO(content)) as parts:
        assert ods_rows.is_ods(parts)
        return [(n, [one.text for one in cells]) for n, cells in ods_rows.rows(parts, most)]


def test_cells_are_read_by_what_they_are() -> None:
    note = "<office:annotation><text:p>a note</text:p></office:annotation>"
    inner = f"<table:table>{_row(_cell('inner'))}</table:table>"
    drawn = f"<draw:frame><draw:text-box><text:p>drawn</text:p>{inner}</draw:text-box></draw:frame>"
    written = (
        f'<table:table-cell office:value-type="string">{note}{drawn}'
        '<text:p>a<text:s text:c="2"/>\n <text:span>b</text:span><text:tab/>c</text:p>'
        "<text:p>d<text:line-break/>e<text:ruby><text:ruby-base>f</text:ruby-base>"
        "<text:ruby-text>eff</text:ruby-text></text:ruby></text:p></table:table-cell>"
    )
    cells = "".join(
        [
            written,
            _cell("7,0", 'office:value-type="float" office:value="7"'),
            "<table:covered-table-cell><text:p>covered</text:p></table:covered-table-cell>",
            _cell("1/2/17", 'office:value-type="date" office:date-value="2017-02-01"'),
            _cell("WAHR", 'office:value-type="boolean" office:boolean-value="true"'),
            '<table:table-cell office:value-type="string" office:string-value="z"/>',
            _cell("beyond"),
        ]
    )
    assert _read(_book(_row(cells))) == [
        (1, ["a   b\tc\nd\nef", "7", "", "2017-02-01", "yes", "z"])
    ]


def test_what_stands_there_often_is_written_once_and_read_often() -> None:
    """LibreOffice says of the empty rest that it stands there a million times."""
    rows = (
        _row(_cell("a", 'table:number-columns-repeated="2"') + _cell("b"), 2)
        + _row('<table:table-cell table:number-columns-repeated="16384"/>', 1_000_000)
        + _row('<table:table-cell table:number-columns-repeated="2"/>' + _cell("c"))
    )
    last = (1_000_003, ["", "", "c"])
    assert _read(_book(rows)) == [(1, ["a", "a", "b"]), (2, ["a", "a", "b"]), (3, []), last]


def test_formulas_and_errors_are_told() -> None:
    """LibreOffice writes an error as a text, and says beside it what it is."""
    formula = 'table:formula="of:=1+1" office:value-type="float" office:value="2"'
    error = 'office:value-type="string" office:string-value="" calcext:value-type="error"'
    content = _book(_row(_cell("2", formula) + _cell("#REF!", error)))
    with ZipFile(io.BytesIO(content)) as parts:
        ((_, cells),) = ods_rows.rows(parts, _MOST)
    assert cells == [Cell("2", "float", formula=True), Cell("#REF!", "error")]
    assert list(spreadsheet.rows(content, columns=2, formula="#")) == [(1, ["#", "#"])]
    assert list(spreadsheet.rows(content, columns=1)) == [(1, ["2"])]


@pytest.mark.parametrize(
    "content",
    [
        _book(_row(_cell("long enough"), 10**9)),
        _book(_row(_cell("x"), 10**5)),
        _book("".join(_row(_cell("x" * 6_000)) for _ in range(2))),
        _book(_row(_cell('<text:s text:c="999999999"/><text:s text:c="9"/>'))),
        _book(f"{_row(_cell('x'))}{' ' * 10**6}"),
        _book(_row(_cell("", f'office:value-type="date" office:date-value="{"1" * 200_001}"'))),
    ],
)
def test_what_would_take_much_is_refused(content: bytes) -> None:
    with pytest.raises(TooLarge):
        _read(content)


def test_rows_are_counted_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ods_rows, "_ROWS", 5)
    assert len(_read(_book(_row(_cell("x"), 5)))) == 5
    with pytest.raises(TooLarge):
        _read(_book(_row(_cell("x"), 6)))


@pytest.mark.parametrize(
    "content",
    [
        _book(_row(_cell("&b;")), '<!DOCTYPE a [<!ENTITY b "bbbb">]>'),
        _book("</table:table><text:p>"),
        _book(_row(_cell("x", 'office:value-type="float" office:value="none"'))),
        _book(_row(_cell("x"))).replace(b"content.xml", b"content.xmm"),
    ],
)
def test_what_is_no_workbook_is_not_opened(content: bytes) -> None:
    with pytest.raises(Unreadable, match="cannot be opened"):
        list(spreadsheet.rows(content, columns=2))


def test_a_text_without_a_sheet_and_a_bomb_say_what_to_do() -> None:
    out = io.BytesIO()
    with ZipFile(out, "w") as parts:
        parts.writestr("content.xml", f"<office:text {_SPACES}/>")
    with pytest.raises(Unreadable, match="cannot be opened"):
        list(spreadsheet.rows(out.getvalue(), columns=2))
    with pytest.raises(Unreadable, match="Copy the list alone"):
        list(spreadsheet.rows(_book(_row(_cell("x" * 1_000), 10**9)), columns=2))
