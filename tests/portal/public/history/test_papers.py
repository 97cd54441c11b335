"""Reports and statements from before the platform: with their symbols, beside their visits."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from portal.app.read_models import READ_MODELS
from portal.casefile.history import papers, visits
from portal.public.history import papers as pastpapers
from portal.public.history import sheet, sight
from portal.web.delivery.outbox import outbox
from shared.core.actor import Actor
from shared.core.roles import Role
from tests.support.history import Desk, number, uploaded
from tests.support.portal import pages, sqlite_urls
from tests.support.ready import ready

PUBLIC, STAFF = "/en/past-reports", "/history-reports"
LINK = "https://un.org/x"
ROWS = [
    f"VISIT,,MEX,sr-torture,1997-08-07,,1998-01-14,{LINK},1997-08-16,completed,,",
    f"report,E/CN.4/1998/38/Add.2,MEX,sr-torture,1998-01-14,,1998-01-14,{LINK},,,chr 54,1997-08-07",
    f"STATEMENT,,MEX,sr-torture; wgad,1997-08-16,,1997-08-16,{LINK},,,,1997-08-07",
    "STATEMENT,,MEX,sr-torture,1997-08-17,,,,,,,1997-08-07",
    f"REPORT,E/CN.4/1999/61,OTH,sr-torture,1999-01-12,,1999-01-12,{LINK},,,CHR 55,",
    "REPORT,e/cn.4/1999/61,OTH,sr-torture,1999-01-12,,,,,,CHR 55,",  # no symbol is written so
    "REPORT,E/CN.4/1999/61,OTH,sr-torture,1999-01-13,,,,,,CHR 55,",  # the same again
    "REPORT,,MEX,sr-torture,1998-01-14,,,,,,,",
    "REPORT,A/HRC/4/33,MEX,sr-torture,2007-01-14,,,,,,HRC four,",
    "STATEMENT,,MEX,sr-torture,1997-08-16,,,,,,HRC 4,",
    "REPORT,A/HRC/4/33,MEX,sr-torture,2007-01-14,,,,,,HRC 4,2007-02-01",
    "REPORT,A/HRC/4/33,OTH,sr-torture,2007-01-14,,,,,,HRC 4,2006-02-01",
    "REPORT,A/HRC/4/33,MEX,sr-torture,2007-01-14,,,,,,HRC 4,then",
    "REPORT,A/HRC/4/33,MEX,sr-torture,2007-01-14,2007-03-02,,,,,,",
]


@pytest.fixture
def house(tmp_path: Path) -> Iterator[Desk]:
    with pages(*sqlite_urls(tmp_path)) as built:
        ready(built.engine, READ_MODELS)
        yield Desk(built)


def test_reports_and_statements_come_with_visits_and_stand_beside_them(house: Desk) -> None:
    portal = house.portal
    desk, anybody = portal.signed_in(Role.QUICK_RESPONSE_DESK), portal.visitor()
    assert "appear here once they are imported" in anybody.get(PUBLIC).text
    page = uploaded(desk, "\n".join([",".join(sheet.EVERY), *ROWS]).encode())
    house.work()
    shown = desk.get(page).text
    for said, times in (
        ("Of these, reports and statements", 1),
        ("Report or statement: no replies", 3),
        ("is here already", 1),
        ("Session, of a report alone", 2),
        ("Mission: the first day", 3),
    ):
        assert shown.count(said) == times, said
    assert "Reports and statements among them: 4." in desk.get(f"{page}/begin").text
    desk.post(f"{page}/begin", {})
    house.asked()
    house.work()
    house.work()
    assert (number(house, visits), number(house, papers)) == (1, 4)

    # everybody reads what was public, in its list and beside the visit that it is about
    here = anybody.get(PUBLIC).text.partition('id="papers"')[2]
    for said in ("E/CN.4/1998/38/Add.2", "CHR 54", "E/CN.4/1999/61", "Imported", f'href="{LINK}"'):
        assert said in here
    assert here.index("1999") < here.index("1998")
    assert here.count('scope="row"') == 3
    for query, count in (
        ("kind=STATEMENT", 1), ("state=MEX", 2), ("mandate=wgad", 1), ("year=1999", 1),
        ("kind=x&state=NOWHERE&year=1", 3), ("state=FRA", 0),
    ):  # fmt: skip
        found = anybody.get(f"{PUBLIC}?{query}").text.partition('id="papers"')[2]
        assert found.count('scope="row"') == count, query
    beside = anybody.get("/en/past-visits").text.partition('id="visits"')[2]
    assert "E/CN.4/1998/38/Add.2" in beside
    assert beside.count("End-of-mission statement") == 1
    assert "E/CN.4/1999/61" not in beside
    assert 'dir="rtl"' in anybody.get("/ar/past-reports").text
    for address in (
        "/en/register/states/MEX",
        "/en/country-visits/reports",
        "/en/register/statements",
    ):
        assert "/past-reports?" in anybody.get(address).text, address

    # the others are read as files of visits are
    for role, mandates, states, rows in (
        (Role.QUICK_RESPONSE_DESK, (), (), [3, 4, 5, 6]),
        (Role.MANDATE_HOLDER, ("sr-torture",), (), [3, 4, 5, 6]),
        (Role.MANDATE_HOLDER, ("wgad",), (), [3, 4, 6]),
        (Role.DESK_OFFICER, (), ("MEX",), [3, 4, 5, 6]),
        (Role.GOVERNMENT, (), ("MEX",), [3, 4, 6]),
    ):
        actor = Actor(
            actor_id="a",
            roles=frozenset({role}),
            mandates=frozenset(mandates),
            states=frozenset(states),
        )
        with portal.engine.connect() as conn:
            seen = conn.execute(pastpapers.found(sight.visible(papers, actor))).all()
        assert sorted(row.row for row in seen) == rows, actor
    assert desk.get(STAFF).text.count("Not public") == 1
    file = desk.get("/visits/sr-torture/MEX").text.partition('id="visits-before"')[2]
    assert file.count("End-of-mission statement") == 2

    with portal.engine.connect() as conn:
        assert set(conn.scalars(select(outbox.c.type))) == {"import-past-letters"}
    desk.post(f"{page}/undo", {"reason": "wrong_rows"})
    house.asked()
    assert (number(house, visits), number(house, papers)) == (0, 0)


def test_a_state_that_was_renamed_has_its_report_beside_its_visit(house: Desk) -> None:
    portal = house.portal
    desk, anybody = portal.signed_in(Role.QUICK_RESPONSE_DESK), portal.visitor()
    rows = (
        f"VISIT,,Burma,sr-torture,1988-02-03,,1988-05-01,{LINK},1988-02-09,completed,,",
        f"VISIT,,MMR,sr-torture,1988-02-03,,1988-05-01,{LINK},1988-02-09,completed,,",
        f"REPORT,E/CN.4/1990/7,MMR,sr-torture,1990-01-14,,1990-01-14,{LINK},,,CHR 46,1988-02-03",
    )
    page = uploaded(desk, "\n".join([",".join(sheet.EVERY), *rows]).encode())
    house.work()
    assert desk.get(page).text.count("is here already") == 1  # it is the same visit
    desk.post(f"{page}/begin", {})
    house.asked()
    house.work()
    house.work()
    assert "E/CN.4/1990/7" in anybody.get("/en/past-visits").text


def test_whoever_reads_visits_and_papers_finds_them_from_the_letters(house: Desk) -> None:
    officer = house.portal.signed_in(Role.HUMAN_RIGHTS_OFFICER)
    assert 'href="/history-visits"' in officer.get("/history").text
    assert "/history-reports" in officer.get("/history-visits").text
    assert "/history-visits" not in house.portal.visitor().get("/en/past-letters").text
