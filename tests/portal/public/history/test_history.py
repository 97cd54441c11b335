"""A sheet from its upload to its undoing: what is checked, who reads what, and what is not told."""

import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from openpyxl import Workbook
from sqlalchemy import select

from portal.app.read_models import READ_MODELS
from portal.casefile.history import letters, sheets
from portal.public.history import checking, importing, queries, sheet
from shared.core.actor import Actor
from shared.core.roles import Role
from tests.bench import past_letters
from tests.support.history import HEAD, PAGES, Desk, csv, number, uploaded
from tests.support.portal import Pages, pages, sqlite_urls
from tests.support.ready import ready

DESK, PUBLIC, STAFF = PAGES, "/en/past-letters", "/history"

ROWS = [
    "UA,UA YUG 3/1998,Yugoslavia,wgad; sr-torture,1998-03-17,1998-05-02,1999-02-01,https://un.org/x",
    "AL,AL GBR 2/2005,GBR,sr-torture,2005-03-01,,,",
    "AL,AL GBR 2/2005,GBR,wgad,2005-03-02,,2006-01-01,",
    "AL,,Burma,wgad,2005-04-02,2005-06-01; 2005-05-01,2006-01-01,",
    "AL,AL FRA 1/2005,FRA,sr-nothing,2005-03-01,,,",
    "AL,=AL FRA 2/2005,FRA,wgad,2005-03-01,,,",
    "AL,AL FRA 3/2005,FRA,wgad,tomorrow,,,",
    "AL,AL FRA 4/2005,FRA,wgad,2005-03-01,soon,,",
    "AL,AL FRA 5/2005,FRA,wgad,2005-03-01,,later,",
    "AL,AL FRA 6/2005,,wgad,2005-03-01,,,",
]
CSV = csv(*ROWS, ",,,,,,,")


@pytest.fixture
def house(tmp_path: Path) -> Iterator[Desk]:
    with pages(*sqlite_urls(tmp_path)) as built:
        ready(built.engine, READ_MODELS)
        yield Desk(built)


def assert_read_by_whom_it_concerns(portal: Pages) -> None:
    desk, anybody = portal.signed_in(Role.QUICK_RESPONSE_DESK), portal.visitor()
    # everybody reads what was public, with its own days
    here = anybody.get(PUBLIC).text
    assert "UA YUG 3/1998" in here
    assert "Yugoslavia (until" in here
    assert "Burma (today Myanmar)" in here
    assert "2 replies, the first one on" in here
    assert "1 reply, on" in here
    assert here.count("AL GBR 2/2005") == 1
    assert "Burma" in anybody.get(f"{PUBLIC}?state=MMR&year=2005").text.partition("<ul")[2]
    nothing = anybody.get(f"{PUBLIC}?state=MMR&year=1999").text
    assert "No letter matches" in nothing
    assert '<option value="1999" selected>' in nothing
    assert anybody.get(f"{PUBLIC}?state=NOWHERE&year=12345678901").status_code == 200
    with portal.engine.connect() as conn:
        rows = {row.row: row for row in conn.execute(select(letters))}
    old, kept_back = anybody.get(f"{PUBLIC}/{rows[2].letter_id}"), rows[3].letter_id
    assert "This letter was sent before the platform." in old.text
    assert "Historic, not recorded" not in old.text
    assert 'href="https://un.org/x"' in old.text
    assert anybody.get(f"{PUBLIC}/{kept_back}").status_code == 404
    assert 'dir="rtl"' in anybody.get("/ar/past-letters").text

    # whoever reads letters under embargo reads the others too
    assert "Historic, not recorded" in desk.get(f"{STAFF}/{kept_back}").text
    holder = portal.signed_in(Role.MANDATE_HOLDER, mandates={"wgad"})
    assert holder.get(f"{STAFF}/{kept_back}").status_code == 404
    assert holder.get(f"{STAFF}/{rows[2].letter_id}").status_code == 200
    # they are found by each filter, and taken along as a sheet that could be imported again
    for query, count in (
        ("state=GBR", 2), ("mandate=wgad", 3), ("type=UA", 1), ("reference=gbr+2", 2),
        ("public=no", 1), ("public=yes&year=2005", 2), ("year=1998&mandate=sr-food", 0),
        ("state=GBR&public=no&mandate=sr-torture", 1), ("reference=%25", 0),
    ):  # fmt: skip
        listed = desk.get(f"{STAFF}/export.csv?{query}").text.splitlines()
        assert listed[0].lstrip("\ufeff") == HEAD, query
        assert len(listed) == count + 1, query
        shown = desk.get(f"{STAFF}?{query}").text.partition('id="letters"')[2].partition("</ul>")[0]
        assert shown.count("<li>") == count, query
    # nobody takes along more than they read
    officer_ = portal.signed_in(Role.DESK_OFFICER, state_codes=frozenset({"GBR"}))
    for who, theirs in ((holder, 3), (officer_, 1)):
        assert len(who.get(f"{STAFF}/export.csv").text.splitlines()) == theirs + 1
    assert "No letter matches" in desk.get(f"{STAFF}?type=OL").text
    assert "1998-05-02" in desk.get(f"{STAFF}/export.csv?type=UA").text

    # R15 fails closed: nobody knows whether a past letter is about a reprisal
    for state, own, rows_seen in (
        ("MMR", frozenset[str](), [5]),
        ("GBR", frozenset[str](), [4]),
        ("GBR", frozenset({"sr-torture"}), [4, 3]),
    ):
        officer = Actor(
            actor_id="a",
            roles=frozenset({Role.DESK_OFFICER}),
            states=frozenset({state}),
            mandates=own,
        )
        with portal.engine.connect() as conn:
            seen = conn.execute(queries.found(queries.visible(officer))).all()
        assert [row.row for row in seen] == rows_seen


def test_a_sheet_is_checked_imported_read_and_undone(house: Desk) -> None:
    portal = house.portal
    desk, anybody = portal.signed_in(Role.QUICK_RESPONSE_DESK), portal.visitor()
    assert "Sheets that you upload" in desk.get(DESK).text
    assert "once they are imported" in anybody.get(PUBLIC).text
    assert desk.get(f"{DESK}/template.csv").text.startswith("\ufefftype,reference")
    assert "Yugoslavia" not in desk.get(f"{DESK}/upload").text
    assert desk.post(f"{DESK}/upload", {}).status_code == 422
    page = uploaded(desk, CSV)
    assert "checked in the background" in desk.get(page).text
    for act in ("begin", "undo", "problems.csv"):
        assert desk.get(f"{page}/{act}").status_code == 404

    # the dry run says what is wrong, and gives it back as a sheet
    house.work()
    shown = desk.get(page).text
    for said in ("GBR 2005", "1 number is missing", "GBR 2/2005", "several letters", "Mandates: c"):
        assert said in shown
    problems = desk.get(f"{page}/problems.csv").text.splitlines()
    assert problems[0] == f"{HEAD},problem"
    assert [line.split(",")[1] for line in problems[1:]] == [
        "AL FRA 1/2005",
        "'=AL FRA 2/2005",
        *(f"AL FRA {n}/2005" for n in (3, 4, 5, 6)),
    ]

    # it is confirmed, and then told in the background; a process that is killed does nothing twice
    check = desk.get(f"{page}/begin").text
    assert "Import 4 rows?" in check
    assert "Everybody reads at once: 3." in check
    assert desk.post(f"{page}/begin", {}).status_code == 303
    house.asked()
    assert "Being imported" in desk.get(DESK).text
    house.work()
    house.work()
    assert number(house, letters) == 4
    assert "4 of 4 rows are here." in desk.get(DESK).text
    assert desk.get(f"{page}/begin").status_code == 303

    assert_read_by_whom_it_concerns(portal)

    # a letter that is here is left out of the next sheet
    again = uploaded(desk, CSV + b"\n", "second")
    assert again != page
    house.work()
    assert desk.get(again).text.count("is here already") == 4

    # undone, and uploaded again
    assert "All letters of this import are gone" in desk.get(f"{page}/undo").text
    assert desk.post(f"{page}/undo", {}).status_code == 422
    assert desk.post(f"{page}/undo", {"reason": "wrong_rows"}).status_code == 303
    house.asked()
    house.work()
    assert number(house, letters) == 0
    assert "Rows of the sheet are wrong" in desk.get(page).text
    assert "Undone" in desk.get(page).text
    assert uploaded(desk, CSV, "third") != page
    assert desk.get(f"{DESK}/{UUID(int=1)}").status_code == 404

    # what nobody confirmed is forgotten, and what was imported is not
    house.step(days=importing.KEPT_DAYS + 1)
    assert number(house, sheets) == 1
    with portal.engine.connect() as conn:
        (kept,) = conn.execute(select(sheets)).all()
    assert (kept.content, kept.letters, kept.faults) == (None, None, None)
    assert "GBR" not in str(kept.counts)
    assert "Undone" in desk.get(page).text
    assert desk.get(f"{page}/problems.csv").status_code == 404


def test_of_a_sheet_that_was_erased_nothing_is_imported_or_left(house: Desk) -> None:
    portal = house.portal
    desk = portal.signed_in(Role.QUICK_RESPONSE_DESK)
    page = uploaded(desk, CSV)
    house.work()
    import_id = page.rpartition("/")[2]
    portal.vault.forget(sheet.subject_of(import_id), at=portal.clock())
    for _ in range(2):  # at once, and when what was read from it is gone too
        shown = desk.get(page).text
        assert "This sheet was erased." in shown
        assert "GBR" not in shown
        for gone in ("begin", "problems.csv"):
            assert desk.get(f"{page}/{gone}").status_code == 404
        desk.post(f"{page}/begin", {})
        desk.post(f"{page}/check", {})
        house.work()
    with portal.engine.connect() as conn:
        (kept,) = conn.execute(select(sheets)).all()
    assert (kept.content, kept.letters, kept.faults) == (None, None, None)
    assert "GBR" not in str(kept.counts)
    assert number(house, letters) == 0
    begun = uploaded(desk, CSV, "second")
    house.work()
    desk.post(f"{begun}/begin", {})
    house.asked()
    house.work()
    portal.vault.forget(sheet.subject_of(begun.rpartition("/")[2]), at=portal.clock())
    assert desk.get(f"{begun}/problems.csv").status_code == 404
    house.work()
    assert "Undo this import" in desk.get(begun).text
    assert number(house, letters) == 4


def test_any_sheet_is_read_or_refused_as_a_whole(house: Desk) -> None:
    """The same letters as CSV, as a workbook and as NDJSON."""
    book = Workbook()
    for line in (HEAD, ROWS[1], ROWS[3]):
        book.active.append(line.split(","))  # type: ignore[union-attr]
    out = io.BytesIO()
    book.save(out)
    cells = [dict(zip(sheet.COLUMNS, row.split(","), strict=True)) for row in (ROWS[1], ROWS[3])]
    told: list[Any] = [
        {f" {name.upper()} ": cell for name, cell in cells[0].items()},
        {**cells[1], "replies": ["2005-06-01", "2005-05-01"], "document": None},
    ]
    lines = "\n\n".join(map(json.dumps, told)).encode("utf-8-sig")
    plain = csv(ROWS[1], ROWS[3])
    with house.portal.engine.connect() as conn:

        def report(content: bytes) -> checking.Report:
            return checking.report(conn, content, "i", today=house.portal.clock().date())

        found = [report(content) for content in (out.getvalue(), lines, plain)]
        ours = [[(one.reference, one.replied_on) for one in of.letters] for of in found]
        assert ours[0] == ours[1] == ours[2]
        assert len(ours[0]) == 2
        for content, code in (
            (b"{", "unreadable"),
            (b'{"a": 1}\n[]', "unreadable"),
            (b"\xff\x00", "unreadable"),
            (b"type,name", "columns"),
            (HEAD.encode(), "empty"),
            (csv(ROWS[0].replace("/x", "/\0")), "unreadable"),
            (b'{"document": "a\\u0000b"}', "unreadable"),
        ):
            assert report(content).counts.unusable == code
        assert queries.sheet(conn, "nothing") is None
    desk = house.portal.signed_in(Role.QUICK_RESPONSE_DESK)
    page = uploaded(desk, b"type,name")
    house.work()
    assert "must name the columns" in desk.get(page).text
    assert desk.get(f"{page}/begin").status_code == 404


def test_the_time_of_many_letters(monkeypatch: pytest.MonkeyPatch) -> None:
    """As tests/bench/past_letters.py runs it with ten thousand."""
    assert past_letters.measured(250).letters == 250
    monkeypatch.setattr(sheet, "MOST", 3)
    with pytest.raises(sheet.Unusable, match="too_many"):
        sheet.read(past_letters.invented(5), "i", mandates={"wgad"}, today=past_letters.TODAY)
