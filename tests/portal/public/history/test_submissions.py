"""Submissions from before the platform: imported with letters, read by few, and public nowhere."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from portal.app.read_models import READ_MODELS
from portal.casefile.history import letters, submissions
from portal.public.history import submissions as pastsubmissions
from portal.public.history.submissions import READERS
from portal.web.delivery.outbox import outbox
from shared.core.actor import Actor
from shared.core.roles import Role
from tests.support.history import PAGES, Desk, csv, number, uploaded
from tests.support.portal import pages, sqlite_urls
from tests.support.ready import ready

LIST = "/past-submissions"
ROWS = [
    "UA,UA GBR 3/1998,GBR,wgad,1998-03-17,,1999-02-01,",
    "SUB,G/SO 215/1 GBR 12,GBR,wgad; sr-torture,1997-01-02,,,",
    "sub,G/SO 215/1 BUR 13,Burma,wgad,1998-01-02,,,",
    "SUB,,GBR,wgad,1997-01-02,,,",
    "SUB,JANE DOE 12,GBR,wgad,1997-01-02,,,",
    "SUB,G/SO 14,GBR,wgad,1997-01-02,1997-03-02,,",
]


@pytest.fixture
def house(tmp_path: Path) -> Iterator[Desk]:
    with pages(*sqlite_urls(tmp_path)) as built:
        ready(built.engine, READ_MODELS)
        yield Desk(built)


def test_submissions_come_with_letters_and_are_read_by_few(house: Desk) -> None:
    portal = house.portal
    desk = portal.signed_in(Role.QUICK_RESPONSE_DESK)
    assert "appear here once they are imported" in desk.get(LIST).text
    page = uploaded(desk, csv(*ROWS))
    house.work()
    shown = desk.get(page).text
    assert "Of these, submissions" in shown
    assert shown.count("Submission: a number of its own") == 3
    assert "Submissions among them: 2." in desk.get(f"{page}/begin").text
    desk.post(f"{page}/begin", {})
    house.asked()
    house.work()
    house.work()
    assert (number(house, letters), number(house, submissions)) == (1, 2)
    assert "3 of 3 rows are here." in desk.get(PAGES).text

    # the desk finds them, and so does whom they were addressed to; nobody else has a door
    every = desk.get(LIST).text
    for said in ("G/SO 215/1 GBR 12", "Burma (today Myanmar)", "Historic, not recorded"):
        assert said in every
    for query, there, not_there in (
        ("state=GBR", "GBR 12", "BUR 13"),
        ("state=MMR", "BUR 13", "GBR 12"),
        ("year=1998", "BUR 13", "GBR 12"),
        ("reference=gbr+12&state=NOWHERE&year=1", "GBR 12", "BUR 13"),
    ):
        found = desk.get(f"{LIST}?{query}").text.partition('id="submissions"')[2]
        assert there in found, query
        assert not_there not in found, query
    assert "No submission matches" in desk.get(f"{LIST}?state=FRA&year=1990").text
    torture = portal.signed_in(Role.MANDATE_HOLDER, mandates={"sr-torture"}).get(LIST).text
    assert "GBR 12" in torture
    assert "BUR 13" not in torture
    officer = portal.signed_in(Role.HUMAN_RIGHTS_OFFICER, mandates={"sr-food"})
    assert "GBR 12" not in officer.get(LIST).text
    assert f'href="{LIST}"' in officer.get("/history").text
    chief = portal.signed_in(Role.CHIEF)
    assert f'href="{LIST}"' not in chief.get("/history").text
    assert {Role.QUICK_RESPONSE_DESK, Role.HUMAN_RIGHTS_OFFICER, Role.MANDATE_HOLDER} == READERS
    # R15 fails closed: nobody knows which of them is about a reprisal
    both = frozenset({Role.QUICK_RESPONSE_DESK, Role.DESK_OFFICER})
    for theirs, count in ((frozenset[str](), 0), (frozenset({"sr-torture"}), 1)):
        who = Actor(actor_id="a", roles=both, states=frozenset({"GBR"}), mandates=theirs)
        with portal.engine.connect() as conn:
            seen = conn.execute(pastsubmissions.found(pastsubmissions.visible(who))).all()
        assert len(seen) == count
    for public in ("/en/past-letters", "/history"):
        assert "G/SO 215/1" not in desk.get(public).text

    # none starts anything, and a submission that is here is left out of the next sheet
    with portal.engine.connect() as conn:
        types = set(conn.scalars(select(outbox.c.type)))
    assert types == {"import-past-letters"}
    again = uploaded(desk, csv(*ROWS[:3]), "second")
    house.work()
    assert desk.get(again).text.count("What this row is of is here already") == 3

    assert "submissions of this import" in desk.get(f"{page}/undo").text
    desk.post(f"{page}/undo", {"reason": "wrong_rows"})
    house.asked()
    assert (number(house, letters), number(house, submissions)) == (0, 0)
    assert "appear here once they are imported" in desk.get(LIST).text
