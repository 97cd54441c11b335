"""Landing pages: due replies with their dates, and recommendations."""

import re

import pytest

from portal.followup.recommendations.read_model import RECOMMENDATIONS
from portal.followup.replies.read_model import REPLIES
from shared.contracts.followup import ReplyDue
from shared.core.message import derive_id
from shared.core.roles import Role
from tests.portal.letters.communications.conftest import Desk
from tests.support.followup import due, issued, logged, overdue, published, tell
from tests.support.letters import LEAD, OTHER, THIRD
from tests.support.reprisals import known

HOMES = {"officer": "/mandate", "holder": "/waiting", "desk officer": "/countries"}


ABOUT = [str(derive_id("letter", number)) for number in range(1, 6)]


def case(number: int, in_days: int, *, recipient: str = "KEN", mandate: str = LEAD) -> ReplyDue:
    return due(
        str(derive_id("letter", number)),
        reference=f"UA {recipient} {number}/2026",
        recipient=recipient,
        mandates=(mandate, OTHER),
        in_days=in_days,
    )


SOON, LATE, FAR, ANSWERED = case(1, 3), case(2, -2), case(3, 20), case(4, 2)
ELSEWHERE = case(5, 1, recipient="NPL", mandate=THIRD)
FACTS = [SOON, LATE, overdue(LATE), FAR, ANSWERED, logged(ANSWERED), ELSEWHERE]


def told(desk: Desk, *, reprisal: bool = False) -> None:
    known(desk.portal.engine, *ABOUT, reprisal=reprisal)
    tell(desk.portal.engine, REPLIES, FACTS)


def test_no_reply_about_a_reprisal_stands_there_for_the_desk_of_the_state(desk: Desk) -> None:
    told(desk, reprisal=True)
    assert "or overdue, will appear here" in desk["desk officer"].get("/countries").text
    assert "UA KEN 1/2026" in desk["officer"].get("/mandate").text


@pytest.mark.parametrize(("who", "address"), HOMES.items())
def test_replies_that_are_late_or_due_within_a_week_stand_there_with_their_dates(
    desk: Desk, who: str, address: str
) -> None:
    assert "or overdue, will appear here" in desk[who].get(address).text
    told(desk)
    _, _, page = desk[who].get(address).text.partition('id="replies-due"')
    assert re.findall(r"UA \w{3} \d/2026", page) == ["UA KEN 2/2026", "UA KEN 1/2026"]
    assert "in 3 days" in page
    assert "27 Nov 2026" in page
    assert "2 days ago" in page


@pytest.mark.parametrize(
    ("who", "address"),
    {
        "strange officer": "/mandate",
        "strange holder": "/waiting",
        "strange desk officer": "/countries",
    }.items(),
)
def test_those_of_others_do_not(desk: Desk, who: str, address: str) -> None:
    told(desk)
    found = re.findall(r"UA \w{3} \d/2026", desk[who].get(address).text)
    assert found == ["UA NPL 5/2026"]


def test_on_the_page_of_a_mandate_stand_only_its_own_whatever_else_one_is(desk: Desk) -> None:
    told(desk)
    both = desk.portal.signed_in(
        Role.HUMAN_RIGHTS_OFFICER, Role.QUICK_RESPONSE_DESK, mandates=frozenset({THIRD})
    )
    assert re.findall(r"UA \w{3} \d/2026", both.get("/mandate").text) == ["UA NPL 5/2026"]


@pytest.mark.parametrize("who", ["officer", "desk officer"])
def test_the_page_follows_while_it_is_open(desk: Desk, who: str) -> None:
    page = desk[who].get(HOMES[who]).text
    found = re.search(r'hx-get="([^"]+)"[^>]*hx-trigger="every 1s"', page)
    assert found
    assert desk[who].fragment(found[1]).status_code == 204
    told(desk)
    assert "UA KEN 1/2026" in desk[who].fragment(found[1]).text


def test_a_desk_officer_sees_what_was_recommended_to_his_countries(desk: Desk) -> None:
    assert "once a mandate-holder makes it public" in desk["desk officer"].get("/countries").text
    recommendation = str(derive_id("recommendation", 7))
    words = desk.portal.vault.seal(f"recommendation-{recommendation}", "Close the cells.")
    facts = [issued(recommendation, addressee="KEN", text=words)]
    tell(desk.portal.engine, RECOMMENDATIONS, facts)
    assert "Close the cells." not in desk["desk officer"].get("/countries").text
    tell(desk.portal.engine, RECOMMENDATIONS, [*facts, published(facts[0])])
    page = desk["desk officer"].get("/countries").text
    assert "What everybody may read." in page
    assert "Close the cells." not in page
    assert f"/recommendations/{recommendation}" in page
    assert "Close the cells." not in desk["strange desk officer"].get("/countries").text
