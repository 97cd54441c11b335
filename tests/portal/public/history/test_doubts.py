"""What can go wrong between a dry run and its import: each letter is here once, and can go."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any

import pytest
from sqlalchemy import insert, select, update
from sqlalchemy.exc import OperationalError

from portal.app.read_models import READ_MODELS
from portal.casefile.history import imports, letters, sheets
from portal.letters.communications.tables import letters as live
from portal.public.history import checking, importing, queries
from portal.public.history import desk as actions
from portal.web.delivery.outbox import outbox
from shared.contracts.approvals_history import PastLetterImported
from shared.core.roles import Role
from tests.support.history import PAGES, Desk, csv, number, uploaded
from tests.support.portal import pages, sqlite_urls
from tests.support.ready import ready

A = "AL,AL FRA 3/2020,FRA,wgad,2020-03-01,,,"
B = "AL,AL FRA 5/2020,FRA,wgad,2020-03-02,,,"
BARE = "UA,,VNM,wgad; sr-torture,1990-03-02,,,"
TODAY = date(2026, 11, 24)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with pages(*sqlite_urls(tmp_path_factory.mktemp("history"))) as built:
        ready(built.engine, READ_MODELS)
        yield Desk(built)


@pytest.fixture
def house(home: Desk) -> Desk:
    """The same house with nothing in it."""
    with home.portal.engine.begin() as conn:
        for table in (imports, letters, sheets, live, outbox):
            conn.execute(table.delete())
    home.notes = True
    home.facts.clear()
    home.portal.asked.clear()
    return home


def reported(house: Desk, content: bytes, *, today: date = TODAY) -> checking.Report:
    with house.portal.engine.connect() as conn:
        return checking.report(conn, content, "i", today=today)


def live_letter(house: Desk, reference: str) -> None:
    with house.portal.engine.begin() as conn:
        conn.execute(
            insert(live).values(
                communication_id=f"c {reference}", recipient=reference[3:6], reference=reference
            )
        )


def codes(of: checking.Report) -> list[str]:
    return [one.code for one in of.faults]


def test_two_sheets_with_the_same_letters_bring_them_once(house: Desk) -> None:
    desk = house.portal.signed_in(Role.QUICK_RESPONSE_DESK)
    first, second = uploaded(desk, csv(A, BARE)), uploaded(desk, csv(B, BARE), "second")
    house.step()
    assert desk.post(f"{first}/begin", {}).status_code == 303
    no = desk.post(f"{second}/begin", {})
    assert no.status_code == 409
    assert "Another import is running" in no.text
    house.asked()
    house.work()
    no = desk.post(f"{second}/begin", {})
    assert no.status_code == 409
    assert "Check the sheet again" in no.text
    assert not house.portal.asked
    again = desk.post(f"{second}/check", {}).headers["Location"]
    assert desk.get(second).status_code == 404
    house.step()
    assert "What this row is of is here already" in desk.get(again).text
    assert uploaded(desk, csv(B, BARE), "second") not in {second, again}  # the same form again
    house.step()
    assert desk.post(f"{again}/begin", {}).status_code == 303
    house.asked()
    house.work()
    assert number(house, letters) == 3

    # what was done is not asked again, and the pages lead back
    for page in (f"{first}/begin", f"{first}/check"):
        assert desk.post(page, {}).headers["Location"].endswith(first)
    assert desk.post(f"{first}/undo", {"reason": "twice"}).status_code == 303
    house.asked()
    assert desk.post(f"{first}/undo", {}).headers["Location"].endswith(first)
    shown = desk.get(first).text
    assert "Undone" in shown
    assert shown.count(f"by {desk.account.name if desk.account else 0}") == 3


def test_the_same_bytes_are_checked_anew_and_another_file_is_another_import(
    house: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = house.portal.signed_in(Role.QUICK_RESPONSE_DESK)
    first = uploaded(desk, csv(A))
    assert uploaded(desk, csv(B)) != first  # back, and another file in the same form
    house.step()
    assert uploaded(desk, csv(A), "later") != first
    monkeypatch.setattr(actions, "_BYTES", 10)
    large = desk.post(f"{PAGES}/upload", {"file": (BytesIO(csv(A)), "letters.csv")})
    assert large.status_code == 422
    assert "one takes 4 MB" in large.text
    with house.portal.engine.connect() as conn:
        assert not any("FRA" in row.content.cipher for row in conn.execute(select(sheets)))


def test_letters_wait_until_every_series_has_noted_its_number(house: Desk) -> None:
    """A live letter that was numbered meanwhile is told."""
    year = house.portal.clock().year
    desk = house.portal.signed_in(Role.QUICK_RESPONSE_DESK)
    day = f"{year}-01-02"
    page = uploaded(desk, csv(f"AL,AL FRA 3/{year},FRA,wgad,{day},,,"))
    house.step()
    assert f"FRA 3/{year}" in desk.get(f"{page}/begin").text
    house.notes = False
    desk.post(f"{page}/begin", {})
    house.asked()
    house.work()
    assert number(house, outbox) == 0
    live_letter(house, f"UA FRA 3/{year}")
    house.notes = True
    house.note_all()
    house.work()
    assert number(house, letters) == 1
    assert 'id="taken"' in desk.get(page).text


def test_an_import_can_be_undone_without_its_sheet(house: Desk) -> None:
    desk = house.portal.signed_in(Role.QUICK_RESPONSE_DESK)
    page = uploaded(desk, csv(A))
    house.step()
    desk.post(f"{page}/begin", {})
    # its beginning is not here yet
    house.step(days=importing.KEPT_DAYS - 1)
    assert number(house, sheets) == 1
    house.asked()
    house.work()
    with house.portal.engine.begin() as conn:
        conn.execute(sheets.delete())
    assert page in desk.get(PAGES).text
    assert "Undo this import" in desk.get(page).text
    assert desk.post(f"{page}/undo", {"reason": "twice"}).status_code == 303
    house.asked()
    assert number(house, letters) == 0


def test_what_was_refused_is_said(house: Desk) -> None:
    desk = house.portal.signed_in(Role.QUICK_RESPONSE_DESK)
    page = uploaded(desk, csv(A))
    house.step()
    desk.post(f"{page}/begin", {})
    house.asked()
    house.step()
    with house.portal.engine.begin() as conn:
        conn.execute(update(outbox).values(refused="No.", refused_status=422))
    assert "Stopped" in desk.get(PAGES).text
    house.step(days=importing.KEPT_DAYS + 1)
    with house.portal.engine.connect() as conn:
        kept = conn.execute(select(sheets.c.content, sheets.c.letters)).one()
    assert kept == (None, None)
    assert "Undo this import" in house.portal.signed_in(Role.QUICK_RESPONSE_DESK).get(page).text
    assert "Undo it and upload the sheet again" in desk.get(page).text


def test_a_sheet_that_breaks_the_check_keeps_no_other_waiting(
    house: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = house.portal.signed_in(Role.QUICK_RESPONSE_DESK)
    page = uploaded(desk, csv(A))

    def broken(error: Exception) -> Any:
        def fails(*_: object, **__: object) -> None:
            raise error

        return fails

    with monkeypatch.context() as patch:
        patch.setattr(checking, "report", broken(OperationalError("", {}, Exception())))
        house.step()
        assert "checked in the background" in desk.get(page).text
        patch.setattr(checking, "report", broken(ZeroDivisionError()))
        house.step()
    assert "cannot be read" in desk.get(page).text


def test_here_is_by_reference_or_by_type_recipient_day_and_mandates(house: Desk) -> None:
    live_letter(house, "AL FRA 3/2020")
    other = "AL,AL FRA 03/2020,FRA,wgad,2020-03-01,,,"
    joint = "UA,UA FRA 3/2020,FRA,wgad,2020-03-05,,,"
    found = reported(house, csv(A, other, joint, BARE, BARE))
    assert codes(found) == ["here", "here"]
    assert found.counts.doubles == (
        "FRA 3/2020",
        "UA VNM 1990-03-02 wgad sr-torture",
    )
    desk = house.portal.signed_in(Role.QUICK_RESPONSE_DESK)
    page = uploaded(desk, csv(B, BARE))
    house.step()
    desk.post(f"{page}/begin", {})
    house.asked()
    house.work()
    turned = "UA,,Viet Nam,sr-torture; wgad,1990-03-02,,,"
    assert codes(reported(house, csv(turned, B.replace("wgad", "sr-torture")))) == ["here", "here"]
    # a gap is one of the sheet, of what is here, and of live letters together
    more = "AL,AL FRA 4/2020,FRA,wgad,2020-03-03,,,"
    assert reported(house, csv(more)).counts.gaps == (("FRA 2020", 2),)


def test_two_rows_with_one_number_are_one_submission(house: Desk) -> None:
    first = "SUB,G/SO 215/1 FRA 12,FRA,wgad,1997-01-02,,,"
    found = reported(house, csv(first, first.replace("02,,,", "05,,,"), BARE, BARE))
    assert codes(found) == ["here"]
    assert (found.counts.letters, found.counts.submissions) == (3, 1)
    assert found.counts.doubles == ("UA VNM 1990-03-02 wgad sr-torture",)


def test_a_reference_is_of_its_recipient_and_no_later_year(house: Desk) -> None:
    rows = (
        "AL,AL FRA 99999/2026,VNM,wgad,1998-03-01,,,",
        "AL,AL VNM 1/2099,VNM,wgad,1998-03-01,,,",
        "AL,AL YUG 1/2020,YUG,wgad,2020-03-01,,,",
        "AL,AL VNM 1/1999,VNM,wgad,1998-03-01,,,",
        "AL,,VNM,wgad,1998-W10-1,,,",
        f"AL,,VNM,wgad,1998-03-01,,,https://un.org/{'x' * 500}",
    )
    found = reported(house, csv(*rows))
    assert codes(found) == ["reference", "reference", "recipient", "sent", "long"]
    assert found.counts.odd == ("AL VNM 1/1999",)
    names = ("Франция", "法国", "france", "États-Unis d\u2019Amérique", "Saint-Martin")
    told = [f"AL,,{name},wgad,1998-03-0{day},,," for day, name in enumerate(names, 1)]
    found = reported(house, csv(*told))
    assert [one.recipient for one in found.letters] == ["FRA", "FRA", "FRA", "USA"]


def test_ndjson_takes_the_columns_of_the_template_alone(house: Desk) -> None:
    whole = {"type": "AL", "recipient": "FRA", "mandates": ["wgad"], "sent": "1998-03-01"}
    lines = [whole, {**whole, "reply": "1998-04-01"}, {**whole, "Type": "AL"}]
    assert codes(reported(house, "\n".join(map(json.dumps, lines)).encode())) == ["columns"] * 2


def test_everybody_reads_the_replies_that_came_until_the_publication(house: Desk) -> None:
    desk, anybody = house.portal.signed_in(Role.QUICK_RESPONSE_DESK), house.portal.visitor()
    told = "AL,AL FRA 3/2005,FRA,wgad,2005-03-01,2005-09-03; 2005-04-02,2005-05-01,"
    late = "AL,AL VNM 3/2005,VNM,wgad,2005-03-01,2005-09-03,2005-05-01,"
    page = uploaded(desk, csv(told, late))
    house.step()
    desk.post(f"{page}/begin", {})
    house.asked()
    house.work()
    here = anybody.get("/en/past-letters").text
    assert "1 reply, on 2 Apr 2005" in here
    assert "No reply recorded" in here
    assert "2 replies, the first one on 2 Apr 2005" in desk.get("/history").text
    with house.portal.engine.connect() as conn:
        (row,) = conn.execute(select(letters).where(letters.c.recipient == "VNM"))
        assert queries.years(conn, queries.PUBLIC, public=True) == [(2005, 2, 1)]
    assert "2005-09-03" not in anybody.get(f"/en/past-letters/{row.letter_id}").text
    assert "Sep" not in anybody.get(f"/en/past-letters/{row.letter_id}").text.partition("<dl")[2]


def test_no_table_takes_a_character_that_postgresql_refuses(house: Desk) -> None:
    fact = PastLetterImported(
        import_id="i",
        letter_id="l",
        row=2,
        type="AL",
        reference="",
        recipient="FRA",
        mandates=("wgad",),
        sent_on=TODAY,
        replied_on=(),
        published_on=TODAY,
        document="https://un.org/\0",
        imported_at=datetime(2026, 11, 24, tzinfo=UTC),
    )
    house.arrive(fact, "history-i")
    with house.portal.engine.connect() as conn:
        assert conn.scalar(select(letters.c.document)) == "https://un.org/"
