"""A workbook as OpenDocument."""

import io
from collections.abc import Iterator
from datetime import date, datetime
from zipfile import ZipFile

from portal.web import ods
from portal.web.sheet import Sheet
from portal.web.zipped import PIECE
from tests.support.ods import tables_of


def test_cells_are_read_as_they_were_given() -> None:
    given: list[list[object]] = [
        ["Title", None, "=1+1", "a  b\n c\td ", 7, 1.5],
        [date(2026, 1, 2), datetime(2026, 1, 2, 3, 4), "<&\x00>", "", True, date(1700, 1, 1)],  # noqa: DTZ001
    ]
    data = b"".join(ods.pieces([Sheet(name="A & <B>", rows=given)], right_to_left=True))
    assert tables_of(data) == [
        [
            ["Title", "", "=1+1", "a  b\n c\td ", "7", "1.5"],
            ["2026-01-02", "2026-01-02 03:04:00", "<&>", "", "True", "1700-01-01"],
        ]
    ]
    with ZipFile(io.BytesIO(data)) as parts:
        content = parts.read("content.xml").decode()
    assert 'office:value-type="float" office:value="7"' in content
    assert 'office:date-value="2026-01-02"' in content
    assert "rl-tb" in content
    assert "formula" not in content


def test_it_is_written_while_rows_are_read() -> None:
    taken = 0

    def rows() -> Iterator[list[object]]:
        nonlocal taken
        for taken in range(40_000):
            yield [hash((taken, n)) for n in range(6)]

    parts = ods.pieces([Sheet(name="A", rows=rows())])
    sizes = [len(next(parts))]
    assert 0 < taken < 20_000
    sizes += map(len, parts)
    assert max(sizes) < 3 * PIECE
