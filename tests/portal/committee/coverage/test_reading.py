"""A sheet of answers: what is wrong is said row by row, and nothing wrong is read."""

from datetime import date

import pytest

from portal.committee.coverage import reading
from portal.committee.coverage.reading import COLUMNS, Read
from portal.source.drafts.spreadsheet import Unreadable

TODAY = date(2026, 11, 24)
SOURCE, DAY = "A/HRC/60/62", "2026-10-01"
GOOD = f"{SOURCE},{DAY}"


def read(*lines: str, kind: str = "number", head: str = "state,value,source,dated_on") -> Read:
    content = "\r\n".join([head, *lines]).encode()
    return reading.read(content, kind, today=TODAY)


def test_a_state_is_named_by_code_or_in_any_of_the_six_languages() -> None:
    found = read(*(f"{name},3,{GOOD}" for name in ("ken", "Франция", "瑞士", "Saint-Siège (le)")))
    assert [one.state for one in found.values] == ["KEN", "FRA", "CHE", "VAT"]
    assert not found.faults
    (first, *_) = found.values
    assert (first.value, first.source, first.dated_on) == ("3", "A/HRC/60/62", date(2026, 10, 1))


@pytest.mark.parametrize(
    ("line", "column", "sentence"),
    [
        (f"Yugoslavia,3,{GOOD}", "state", "BIH, HRV, MNE, MKD, SRB, SVN"),
        (f"Swaziland,3,{GOOD}", "state", "SWZ"),
        (f"Cook Islands,3,{GOOD}", "state", "member"),
        (f"ATA,3,{GOOD}", "state", "member"),
        (f"Nowhere,3,{GOOD}", "state", "member"),
        (f",3,{GOOD}", "state", "member"),
        (f"KEN,many,{GOOD}", "value", "na"),
        (f"KEN,,{GOOD}", "value", "no data"),
        ("KEN,3,I know it,2026-10-01", "source", "symbol"),
        ("KEN,3,A/HRC/60/62,October", "dated_on", "2026-11-24"),
        ("KEN,3,A/HRC/60/62,2026-11-25", "dated_on", "to come"),
    ],
)
def test_a_wrong_row_says_what_to_do(line: str, column: str, sentence: str) -> None:
    found = read(
        f"FRA,2,{GOOD}",
        f'"{line.split(",", maxsplit=1)[0]}"' + line[len(line.split(",", maxsplit=1)[0]) :],
    )
    (fault,) = found.faults
    assert (fault.row, fault.column) == (3, column)
    assert sentence in fault.reason
    assert [one.state for one in found.values] == ["FRA"]


def test_a_state_stands_there_once_and_an_answer_is_taken_back() -> None:
    found = read(f"KEN,no data,{GOOD}", f"FRA,na,{GOOD}", f"Kenya,3,{GOOD}")
    assert [(one.state, one.value) for one in found.values] == [("KEN", None), ("FRA", "na")]
    (fault,) = found.faults
    assert (fault.row, fault.column) == (4, "state")


def test_the_columns_are_those_of_the_template_in_any_order() -> None:
    assert reading.template().decode("utf-8-sig").strip() == ",".join(COLUMNS)
    found = read(f"{SOURCE},{DAY},KEN,3", head="source,dated_on,state,value")
    assert [one.state for one in found.values] == ["KEN"]
    for head in ("state,value", "state,value,source,dated_on,score", "a,b,c,d"):
        with pytest.raises(Unreadable):
            read("KEN,3", head=head)


def test_an_empty_sheet_is_none() -> None:
    with pytest.raises(Unreadable):
        read()
    with pytest.raises(Unreadable):
        read(",,,")


def test_the_kind_of_the_question_says_what_an_answer_is() -> None:
    assert not read(f"KEN,Never,{GOOD}", f"FRA,2019-05-17,{GOOD}", kind="visit").faults
    assert not read(f"KEN,YES,{GOOD}", kind="yes").faults
    assert read(f"KEN,elsewhere,{GOOD}", kind="day").faults
