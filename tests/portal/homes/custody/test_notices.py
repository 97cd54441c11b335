"""What a successor is told leads to the item, and the line of the inbox names it."""

import pytest

from portal.homes.notices import inbox
from portal.homes.notices.pages import Page
from portal.homes.notices.told import Told
from shared.contracts.stakeholders_custody import Item
from shared.core.case_numbers import case_number
from shared.core.message import derive_id
from tests.portal.homes.custody.conftest import World, holder
from tests.portal.homes.custody.test_custody import TO
from tests.portal.stakeholders.test_pages import text
from tests.support.letters import LEAD
from tests.support.portal import Pages

_OF: dict[Item, tuple[str, Page, str]] = {
    "visit-files": ("custody-of-visit-file", Page.VISIT_FILE, "/visits/"),
    "missions": ("custody-of-mission", Page.MISSION, "/missions/"),
    "visit-reports": ("custody-of-visit-report", Page.VISIT_REPORT, "/visit-reports/"),
    "rounds": ("custody-of-round", Page.OUR_ROUND, "/rounds/"),
}


@pytest.mark.parametrize("kind", _OF)
def test_a_line_of_the_inbox_names_what_came_and_leads_to_it(
    portal: Pages, world: World, kind: Item
) -> None:
    said, page, address = _OF[kind]
    visitor, now = holder(portal, TO), portal.clock()
    assert visitor.account is not None
    one = Told(account=visitor.account, reason="successor", page=page, item_id=world.item(kind))
    cause = derive_id("custody of a test", kind)
    with portal.engine.begin() as conn:
        inbox.add(conn, cause, said, [one], at=now, now=now)
    notice = derive_id("notice", cause, visitor.account.account_id)
    assert "is with your mandate now" not in text(visitor.get("/notices").text)
    world.passed(kind)
    line = text(visitor.get("/notices").text)
    assert "is with your mandate now" in line
    if page != Page.VISIT_REPORT:
        assert ("Switzerland" if kind == "rounds" else "Kenya") in line
    led = visitor.get(f"/notices/{notice}")
    assert led.status_code == 303
    assert address in led.headers["Location"]
    there = visitor.get(led.headers["Location"])
    if kind == "visit-files":
        assert there.status_code == 303
        assert there.headers["Location"] == f"/visits/{LEAD}/KEN"
        there = visitor.get(there.headers["Location"])
    assert there.status_code == 200


def test_a_mission_and_its_report_have_lines_of_their_own(portal: Pages, world: World) -> None:
    visitor, now = holder(portal, TO), portal.clock()
    assert visitor.account is not None
    mission = world.item("missions")
    assert world.item("visit-reports") == mission, "they have one id"
    for kind in ("missions", "visit-reports"):
        said, page, _ = _OF[kind]
        one = Told(account=visitor.account, reason="successor", page=page, item_id=mission)
        with portal.engine.begin() as conn:
            inbox.add(conn, derive_id("both of a test", kind), said, [one], at=now, now=now)
        world.passed(kind)
    lines = text(visitor.get("/notices").text)
    for told in ("A mission of a mandate", "A report on a visit of a mandate"):
        assert f"{told} that ended is with your mandate now" in lines
    assert case_number(mission) not in lines
