"""Country visits from before the platform: dated when they happened, and read as visits are."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import insert, select

from portal.app.read_models import READ_MODELS
from portal.casefile.history import letters, visits
from portal.public.history import sheet, sight
from portal.public.history import visits as pastvisits
from portal.stakeholders.read_model import terms
from portal.web.delivery.outbox import outbox
from shared.core.actor import Actor
from shared.core.roles import Role
from tests.portal.stakeholders.test_pages import text
from tests.support.history import Desk, number, uploaded
from tests.support.portal import Pages, Visitor, pages, sqlite_urls
from tests.support.ready import ready

PUBLIC, STAFF = "/en/past-visits", "/history-visits"
BRIEFING = "/en/register/states/MEX/briefing"
ROWS = [
    "VISIT,,MEX,sr-torture,1997-08-07,,1998-01-14,https://un.org/x,1997-08-16,completed",
    "visit,,Yugoslavia,wgad; sr-torture,1998-03-02,,1998-05-01,,1998-03-09,Interrupted",
    "VISIT,,Burma,sr-torture,2001-02-03,,2001-02-03,,,requested",
    "VISIT,,MEX,sr-torture,2004-05-01,,,,2004-05-08,cancelled",
    "UA,UA GBR 3/1998,GBR,wgad,1998-03-17,,1999-02-01,,,",
    "VISIT,,MEX,sr-torture,1997-08-07,,,,1997-08-16,completed",  # the first one again
    "VISIT,V 3,MEX,sr-torture,1999-08-07,,,,1999-08-16,completed",
    "VISIT,,OTH,sr-torture,1999-08-07,,,,1999-08-16,completed",
    "VISIT,,MEX,sr-torture,1999-08-07,,,,,completed",
    "VISIT,,MEX,sr-torture,1999-08-07,,,,soon,completed",
    "VISIT,,MEX,sr-torture,1999-08-07,,,,1999-08-16,agreed",
    "UA,UA GBR 4/1998,GBR,wgad,1998-03-17,,,,,completed",
    "UA,UA GBR 5/1998,GBR,wgad,1998-03-17,,,,1998-03-18,",
]


@pytest.fixture
def house(tmp_path: Path) -> Iterator[Desk]:
    with pages(*sqlite_urls(tmp_path)) as built:
        ready(built.engine, READ_MODELS)
        yield Desk(built)


def _held(portal: Pages, name: str, first: date, last: date) -> None:
    with portal.engine.begin() as conn:
        conn.execute(
            insert(terms).values(
                term_id=name,
                mandate="sr-torture",
                holder=portal.vault.seal(f"term-{name}", name),
                number=1,
                starts_on=first,
                ends_on=last,
            )
        )


def test_visits_come_with_letters_and_are_shown_when_they_happened(house: Desk) -> None:
    portal = house.portal
    desk, anybody = portal.signed_in(Role.QUICK_RESPONSE_DESK), portal.visitor()
    _held(portal, "Nadia Then", date(1993, 1, 1), date(1998, 12, 31))
    _held(portal, "Omar Later", date(1999, 1, 1), date(2004, 12, 31))
    assert "appear here once they are imported" in anybody.get(PUBLIC).text
    page = uploaded(desk, "\n".join([",".join(sheet.EVERY), *ROWS]).encode())
    house.work()
    shown = desk.get(page).text
    for said, times in (
        ("Of these, country visits", 1),
        ("is here already", 1),
        ("Visit: of a State", 2),
        ("Until: the last day", 3),
        ("Status, of a visit alone", 2),
    ):
        assert shown.count(said) == times, said
    head, *wrong = desk.get(f"{page}/problems.csv").text.splitlines()
    assert head.endswith("document,until,status,problem")
    assert len(wrong) == 8
    assert "Visits among them: 4." in desk.get(f"{page}/begin").text
    desk.post(f"{page}/begin", {})
    house.asked()
    house.work()
    house.work()
    assert (number(house, letters), number(house, visits)) == (1, 4)

    # everybody reads what was public, with its own days, and who held the mandate then
    here = anybody.get(PUBLIC).text.partition('id="visits"')[2]
    for said in ("1997", "Visit over", "Interrupted", "Requested", "Yugoslavia (until", "Imported"):
        assert said in here
    assert 'href="https://un.org/x"' in here
    assert here.index("Omar Later") < here.index("Nadia Then")  # the newest visit comes first
    assert "2004" not in here
    assert 'dir="rtl"' in anybody.get("/ar/past-visits").text
    for query, there, not_there in (
        ("state=MEX", "1997", "1998"),
        ("state=MMR", "2001", "1997"),
        ("mandate=wgad", "1998", "2001"),
        ("status=requested", "2001", "1997"),
        ("year=1997&state=NOWHERE&status=x", "1997", "2001"),
    ):
        found = anybody.get(f"{PUBLIC}?{query}").text.partition('id="visits"')[2]
        assert f">{there}" in found or f" {there}" in found, query
        assert f" {not_there}" not in found.partition("Imported")[0], query
    assert "No visit matches" in anybody.get(f"{PUBLIC}?state=FRA").text
    for address in ("/en/register/states/MEX", "/en/mandates/sr-torture"):
        assert 'id="visits-before"' in anybody.get(address).text, address
    assert 'id="visits-before"' not in anybody.get("/en/register/states/FRA").text

    _stands_in_timeline_and_briefing(anybody)

    # the others are read as files of visits are
    assert {Role.MANDATE_HOLDER, Role.HUMAN_RIGHTS_OFFICER, Role.DESK_OFFICER} < sight.READERS
    for actor, rows in (
        (Actor(actor_id="a", roles=frozenset({Role.QUICK_RESPONSE_DESK})), [2, 3, 4, 5]),
        (_works(Role.MANDATE_HOLDER, mandates={"sr-torture"}), [2, 3, 4, 5]),
        (_works(Role.MANDATE_HOLDER, mandates={"wgad"}), [2, 3, 4]),
        (_works(Role.DESK_OFFICER, states={"MEX"}), [2, 3, 4, 5]),
        (_works(Role.COORDINATION_COMMITTEE), [2, 3, 4]),
        (_works(Role.GOVERNMENT, states={"MEX"}), [2, 3, 4]),
    ):
        with portal.engine.connect() as conn:
            seen = conn.execute(pastvisits.found(sight.visible(visits, actor))).all()
        assert sorted(row.row for row in seen) == rows, actor
    assert "2004" in desk.get(f"{STAFF}?state=MEX").text.partition('id="visits"')[2]
    file = desk.get("/visits/sr-torture/MEX").text.partition('id="visits-before"')[2]
    assert "2004" in file
    assert "Not public" in file
    assert "Nothing on file" in desk.get("/visits/sr-torture/MEX").text  # it changes no standing

    # none starts anything, and undone there is none
    with portal.engine.connect() as conn:
        assert set(conn.scalars(select(outbox.c.type))) == {"import-past-letters"}
    desk.post(f"{page}/undo", {"reason": "wrong_rows"})
    house.asked()
    assert (number(house, letters), number(house, visits)) == (0, 0)
    assert "appear here once they are imported" in desk.get(STAFF).text
    assert not json.loads(anybody.get(f"{BRIEFING}.json").text)["items"]


def _stands_in_timeline_and_briefing(anybody: Visitor) -> None:
    """What took place, marked as imported, and in no number of today's visits."""
    for address in ("/en/register/states/MEX?kind=past_visit&year=1997", BRIEFING):
        shown = text(anybody.get(address).text)
        assert shown.count("Visit from before the platform, imported") == 1, address
        assert "Visit from 7 Aug 1997 to 16 Aug 1997" in shown
    told = json.loads(anybody.get(f"{BRIEFING}.json").text)
    (item,) = told["items"]
    assert (item["kind"], item["on"], told["numbers"]["visits"]) == ("past_visit", "1997-08-16", 0)
    assert "state=MEX&year=1997" in item["address"]
    assert not json.loads(anybody.get(f"{BRIEFING}.json?until=1996").text)["items"]
    assert anybody.get(f"{BRIEFING}.xlsx").status_code == 200


def _works(
    role: Role, *, mandates: set[str] | None = None, states: set[str] | None = None
) -> Actor:
    return Actor(
        actor_id="a",
        roles=frozenset({role}),
        mandates=frozenset(mandates or ()),
        states=frozenset(states or ()),
    )
