"""A provider's part of a round as a sheet: both ways give the same facts (F.3)."""

from dataclasses import replace
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook

from portal.followup.rounds import sheet
from portal.followup.rounds.sheet import Filled, Line, Origin
from portal.source.drafts.spreadsheet import Unreadable
from portal.web.i18n.texts import speaking
from shared.contracts.followup_round_commands import KeepAnswers
from tests.portal.followup.rounds.test_pages import a_round, form, government, last, ngo
from tests.support.portal import Pages
from tests.support.rounds import NGO, ONE, TWO

LINES = [
    Line(row="r-1", text="=Open the cells.", answer="=1+1", wish="unnamed"),
    Line(row="r-2", text="Film it.", answer="", wish="publish"),
]

ORIGIN = Origin(round_id="round-1", provider_id="ngo-1", step=3)


def changed(content: bytes, cell: str, value: str) -> bytes:
    book = load_workbook(BytesIO(content))
    tab: Any = book.active
    tab[cell] = value
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def read(content: bytes, *, wishes: bool = True) -> Any:
    return sheet.read(content, ["r-1", "r-2"], ORIGIN, wishes=wishes)


def test_a_sheet_of_another_round_or_provider_or_of_an_older_draft_is_refused() -> None:
    with speaking("en"):
        for one, said in (
            (replace(ORIGIN, round_id="round-0"), "not made for you"),
            (replace(ORIGIN, provider_id="ngo-2"), "not made for you"),
            (replace(ORIGIN, step=2), "Your draft changed"),
            (replace(ORIGIN, erased=1), "Your draft changed"),
        ):
            with pytest.raises(Unreadable, match=said):
                read(sheet.made(LINES, one, wishes=True))
        with pytest.raises(Unreadable, match="not made for you"):
            read(b"Row,Recommendation,Steps\nr-1,Open the cells.,Done\n")


def test_what_is_downloaded_is_read_again_in_any_language() -> None:
    with speaking("en"):
        made = sheet.made(LINES, ORIGIN, wishes=True)
        tab: Any = load_workbook(BytesIO(made)).active
        assert tab.protection.sheet
        assert tab["C2"].number_format == "@"
        locks = [tab.cell(row=2, column=at).protection.locked for at in (1, 2, 3, 4, 5)]
        assert tab.column_dimensions["E"].hidden
        assert locks == [True, True, False, False, True]
        back = read(made)
    assert back == [
        Filled(row="r-1", answer="=1+1", wish="unnamed"),
        Filled(row="r-2", answer="", wish="publish"),
    ]
    with speaking("ar"):
        assert read(sheet.made(LINES, ORIGIN, wishes=True)) == back
    with speaking("en"):
        plain = read(sheet.made(LINES, ORIGIN, wishes=False), wishes=False)
    assert [one.answer for one in plain] == ["=1+1", ""]


def test_wrong_rows_are_said_by_their_number() -> None:
    with speaking("en"):
        made = sheet.made(LINES, ORIGIN, wishes=True)
        for cell, value, said in (
            ("A3", "r-9", "Row 3: it is none of this round"),
            ("A3", "r-1", "Row 3: it stands there twice"),
            ("C2", "x" * 4_001, "Row 2: the answer is too long"),
            ("C2", "a\u202eb", "Row 2: "),
            ("D2", "whatever", "Row 2: say what the mandate"),
            ("C2", "=1+1", "Row 2: a cell is a formula"),
            ("C3", "=-see annex", "Row 3: a cell is a formula"),
        ):
            with pytest.raises(Unreadable, match=said):
                read(changed(made, cell, value))
        gone = {"r-1": "=1+1"}
        left = sheet.read(made, ["r-2"], ORIGIN, wishes=True, gone=gone)
        assert [one.row for one in left] == ["r-2"], "what cannot be read any more stays as it is"
        with pytest.raises(Unreadable, match="Row 2: it is none of this round"):
            sheet.read(made, ["r-2"], ORIGIN, wishes=True, gone={"r-1": "else"})
        odd = [replace(LINES[0], text="of old\x0b times")]
        assert read(sheet.made(odd, ORIGIN, wishes=True))
        with pytest.raises(Unreadable, match="no row"):
            read(b"Row,Recommendation\n")
        with pytest.raises(Unreadable, match="more rows"):
            read(b"Row\n" + b",\n" * 700)


def test_a_sheet_keeps_the_same_draft_as_the_form(portal: Pages) -> None:
    some = a_round(portal)
    some.keep(NGO, "What we saw", wish="unnamed")
    visitor, base = ngo(portal), f"/rounds/{some.round_id}"
    assert "Fill in a sheet" in visitor.get(f"{base}/answer").text
    got = visitor.get(f"{base}/sheet.xlsx")
    assert "spreadsheetml" in (got.mimetype or "")
    tab: Any = load_workbook(BytesIO(got.data)).active
    rows = {tab.cell(row=at, column=1).value: at for at in (2, 3)}
    assert tab.cell(row=rows[ONE], column=3).value == "What we saw"
    content = changed(got.data, f"C{rows[TWO]}", "Seen too")
    typed = form(visitor, f"{base}/sheet", file=(BytesIO(content), "a.xlsx"))
    answer = visitor.post(f"{base}/sheet", typed)
    assert answer.status_code == 303, answer.text
    kept = last(portal)
    assert isinstance(kept, KeepAnswers)
    assert (kept.seen, [one.recommendation_id for one in kept.answers]) == (1, [TWO])
    assert portal.vault.reveal(kept.answers[0].text) == "Seen too"
    content = changed(got.data, f"C{rows[ONE]}", "")
    visitor.post(f"{base}/sheet", form(visitor, f"{base}/sheet", file=(BytesIO(content), "a")))
    assert [one.text for one in last(portal).answers] == [None]
    assert visitor.post(f"{base}/sheet", form(visitor, f"{base}/sheet")).status_code == 422
    some.keep(NGO, "Seen by another", TWO)
    told = len(portal.asked)
    stale = form(visitor, f"{base}/sheet", file=(BytesIO(got.data), "a.xlsx"))
    answer = visitor.post(f"{base}/sheet", stale)
    assert (answer.status_code, len(portal.asked)) == (422, told)
    assert "Your draft changed" in answer.text
    bad = form(visitor, f"{base}/sheet", file=(BytesIO(b"PKx"), "a.xlsx"))
    assert visitor.post(f"{base}/sheet", bad).status_code == 422
    own: Any = load_workbook(BytesIO(government(portal).get(f"{base}/sheet.xlsx").data)).active
    assert own["D1"].value is None
    assert ngo(portal, "org-9").get(f"{base}/sheet.xlsx").status_code == 404
