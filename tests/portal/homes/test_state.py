"""The page of a State for those who work here has what its reader may open, and nothing else."""

import re

import pytest

from portal.followup.replies.read_model import REPLIES
from shared.contracts.followup_visit_commands import LogVisitRequest
from shared.core.message import derive_id
from shared.core.roles import Role
from tests.support.followup import LETTER, due, tell
from tests.support.portal import Pages, Visitor
from tests.support.reprisals import known
from tests.support.visits import Visits

R = Role
OTHER = str(derive_id("other"))
PAGE = "/countries/CHE"


@pytest.fixture
def house(portal: Pages) -> Pages:
    """Two letters to Switzerland, of which one rests on a reprisal, and a request for a visit."""
    visits = Visits(portal.engine, portal.vault, portal.clock())
    visits.log(LogVisitRequest, "CHE", ago=1_500, kind="official")
    planted = due(OTHER, reference="AL CHE 2/2026", recipient="CHE", mandates=("sr-health",))
    tell(portal.engine, REPLIES, [due(), planted])
    known(portal.engine, LETTER)
    known(portal.engine, OTHER, reprisal=True)
    return portal


def numbers(visitor: Visitor, page: str = PAGE) -> list[int]:
    answer = visitor.get(page)
    assert answer.status_code == 200
    return [int(one) for one in re.findall(r'state=CHE">(\d+)<', answer.text)]


def test_each_reader_counts_what_they_may_open(house: Pages) -> None:
    chief = house.signed_in(R.CHIEF)
    assert numbers(chief)[0] == 2
    assert "AL CHE 2/2026" in chief.get(PAGE).text
    other = house.signed_in(R.HUMAN_RIGHTS_OFFICER, mandates=frozenset({"sr-health"}))
    assert numbers(other)[0] == 1
    page = other.get(PAGE).text
    assert re.search(r'register/states/CHE" class="govuk-back-link"', page)
    assert "AL CHE 2/2026" in page
    assert "UA CHE 1/2026" not in page
    assert "SR torture" in page, "a line of the visit file"
    assert "/visits/sr-torture/CHE" not in page
    stranger = house.signed_in(R.MANDATE_HOLDER, mandates=frozenset({"sr-water"}))
    assert numbers(stranger) == [0, 0, 0, 0]
    assert "CHE 1/2026" not in stranger.get(PAGE).text


def test_the_desk_of_a_state_finds_no_reprisal_in_any_byte(house: Pages) -> None:
    desk = house.signed_in(R.DESK_OFFICER, state_codes=frozenset({"CHE"}))
    page = desk.get(PAGE).text
    assert numbers(desk)[0] == 1
    assert "UA CHE 1/2026" in page
    assert "/visits/sr-torture/CHE" in page
    assert 'href="/countries" class="govuk-back-link"' in page
    for planted in ("CHE 2/2026", OTHER, "SR health"):
        assert planted not in page
    assert f'href="{PAGE}"' in desk.get("/countries").text
    elsewhere = house.signed_in(R.DESK_OFFICER, state_codes=frozenset({"KEN"}))
    assert numbers(elsewhere) == [0, 0, 0, 0]
    assert "/2026" not in elsewhere.get(PAGE).text
    assert "SR torture" not in elsewhere.get(PAGE).text
    assert desk.get("/countries/ZZZ").status_code == 404
    assert desk.get("/countries/OTH").status_code == 404


def test_a_state_of_which_there_is_nothing_says_so(portal: Pages) -> None:
    tell(portal.engine, REPLIES, [])
    Visits(portal.engine, portal.vault, portal.clock())
    known(portal.engine)
    page = portal.signed_in(R.QUICK_RESPONSE_DESK).get("/countries/NPL").text
    assert "while its reply is awaited" in page
    assert "A visit file of this State appears here" in page
