"""A sheet of accreditations, row by row."""

import csv
from collections.abc import Collection, Mapping
from datetime import date
from io import BytesIO, StringIO

import pytest
from openpyxl import Workbook

from portal.source.drafts.spreadsheet import Unreadable
from portal.stakeholders.organisations import accreditation, listed
from portal.stakeholders.organisations.listed import COLUMNS, MOST, Read
from portal.stakeholders.organisations.profile import Profile
from portal.stakeholders.organisations.queries import Entry
from shared.core.message import derive_id
from tests.support.organisations import named

TODAY = date(2026, 11, 28)
GOOD = {
    "organisation": "Álpha watch",
    "scheme": "ECOSOC",
    "status": "Special",
    "body": "ECOSOC",
    "decided": "2026-04-01",
    "effective": "2026-04-02",
    "document": "E/2026/L.1",
}
ENTRIES = [
    Entry(organisation_id=named(1), profile=Profile(name="Alpha Watch", type="ngo", country="KEN")),
    Entry(organisation_id=named(2), profile=Profile(name="Same", type="nhri", country="KEN")),
    Entry(organisation_id=named(3), profile=Profile(name="Same", type="nhri", country="FRA")),
]


@pytest.fixture(autouse=True)
def _ids(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        accreditation, "id_of", lambda one, told: str(derive_id(one, *map(str, told.values())))
    )


def sheet(*rows: Mapping[str, str]) -> bytes:
    out = StringIO()
    written = csv.DictWriter(out, COLUMNS, restval="")
    written.writeheader()
    written.writerows(rows)
    return out.getvalue().encode()


def every(_: Collection[str]) -> list[Entry]:
    return ENTRIES


def read(*rows: Mapping[str, str]) -> Read:
    return listed.read(sheet(*rows), every, today=TODAY)


def test_a_good_row_finds_its_entry_by_any_way_of_writing_its_name() -> None:
    for name in ("Álpha watch", "ALPHA WATCH", named(1).upper()):
        found = read({**GOOD, "organisation": name})
        assert not found.faults
        [row] = found.rows
        assert row.entry.organisation_id == named(1)
        assert (row.number, row.record.scheme, row.record.status) == (2, "ecosoc", "special")
        assert row.record.effective == date(2026, 4, 2)


def test_a_workbook_is_read_like_a_text() -> None:
    book, out = Workbook(), BytesIO()
    assert book.active
    book.active.append(list(GOOD))
    book.active.append([*list(GOOD.values())[:4], date(2026, 4, 1), date(2026, 4, 2), "E/1"])
    book.save(out)
    found = listed.read(out.getvalue(), every, today=TODAY)
    assert not found.faults
    assert found.rows[0].record.decided == date(2026, 4, 1)


def test_what_is_wrong_is_said_of_each_row_and_column() -> None:
    found = read(
        GOOD,
        {**GOOD, "decided": "1 April", "document": ""},
        {**GOOD, "scheme": "iso"},
        {**GOOD, "status": "A"},
        {**GOOD, "effective": "2026-03-01"},
        {**GOOD, "status": "suspended"},
        {**GOOD, "organisation": "Same"},
        {**GOOD, "organisation": ""},
    )
    assert [one.number for one in found.rows] == [2]
    assert {(one.row, one.column) for one in found.faults} == {
        (3, "decided"),
        (3, "document"),
        (4, "scheme"),
        (5, "status"),
        (6, "effective"),
        (7, "until"),
        (8, "organisation"),
        (9, "organisation"),
    }


def test_two_of_the_same_name_are_told_apart_by_the_country() -> None:
    found = read(
        {**GOOD, "organisation": "Same", "country": "fra", "scheme": "ganhri", "status": "a"}
    )
    assert [(one.entry.organisation_id, one.record.status) for one in found.rows] == [
        (named(3), "A")
    ]


def test_who_is_not_in_the_register_is_left_out_and_counted() -> None:
    found = read({**GOOD, "organisation": "Nobody Here", "decided": "x"}, GOOD)
    assert (len(found.rows), found.unknown, list(found.faults)) == (1, 1, [])


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (listed.template(), "The list is empty"),
        (b"", "The first row must name"),
        (b"organisation;status\r\nx;y", "The first row must name"),
        (sheet(GOOD).replace(b"country", b"capital"), "The first row must name"),
        (sheet(*[GOOD] * (MOST + 1)), "Divide the list"),
        (b"PK\x03\x04", "cannot be opened"),
        (b"\xe9\xff", "letters of this file"),
    ],
)
def test_a_file_that_is_no_such_list_says_what_to_do(content: bytes, sentence: str) -> None:
    with pytest.raises(Unreadable, match=sentence):
        listed.read(content, every, today=TODAY)
