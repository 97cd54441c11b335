"""What a mandate shares of its plans with partners of the United Nations (SD9)."""

import pytest

from shared.contracts.stakeholders_plan_commands import EndSharing, ShareActivity
from shared.core.roles import Role
from tests.portal.committee.plans.conftest import (
    DETENTION,
    HOUSING,
    KENYA,
    NEPAL,
    OTHER,
    OWN,
    PAGE,
    asked,
    clashing,
    form,
)
from tests.portal.stakeholders.test_pages import text
from tests.stakeholders import plans as said
from tests.support.planned import MOVED, Board
from tests.support.portal import Pages, Visitor

SHARED = f"{PAGE}/shared"


@pytest.fixture
def partner(portal: Pages, board: Board) -> Visitor:
    return portal.signed_in(Role.UN_PARTNER, state_codes=frozenset({"KEN"}))


def test_the_owner_shares_a_plan_and_ends_it(portal: Pages, board: Board, holder: Visitor) -> None:
    one = board.planned(OWN)
    page = text(holder.get(f"{PAGE}/{one}").text)
    assert "Shared with the United Nations partners of the State No" in page
    path = f"{PAGE}/{one}/share"
    assert "They read no comment, no name" in text(holder.get(path).text)
    assert holder.get(f"{PAGE}/{one}/end-sharing").status_code == 404
    assert holder.post(path, form()).status_code == 303
    assert asked(portal) == ShareActivity(plan_id=one)
    board.step(said.SHARED, one)
    assert holder.get(path).status_code == 404
    page = text(holder.get(f"{PAGE}/{one}").text)
    assert "Shared with the United Nations partners of the State Since" in page
    assert "are told that it moved" in text(holder.get(f"{PAGE}/{one}/move").text)
    end = f"{PAGE}/{one}/end-sharing"
    assert "they may remember" in text(holder.get(end).text)
    holder.post(end, form())
    assert asked(portal) == EndSharing(plan_id=one)


def test_a_partner_reads_what_is_shared_on_the_own_states_and_nothing_else(
    board: Board, partner: Visitor
) -> None:
    assert "No plan is shared with you now." in text(partner.get(SHARED).text)
    one, other = clashing(board)
    elsewhere = board.planned(OWN, "NPL")
    board.comment(one)
    for plan_id in (one, elsewhere):
        board.step(said.SHARED, plan_id)
    page = partner.get(SHARED).text
    assert f"{KENYA} Visit {DETENTION}" in text(page)
    assert "Planned" in text(page)
    for words in (HOUSING, NEPAL, "Clash", "Quib comment", one, other):
        assert words not in page
    for path in ("", f"/{one}", f"/{one}/share", f"/{one}/end-sharing", f"/{one}/comment"):
        assert partner.get(f"{PAGE}{path}").status_code == 403
    board.step(MOVED, one)
    board.step(said.DROPPED, one)
    dropped = text(partner.get(SHARED).text)
    assert "Dropped" in dropped
    assert "put off" not in dropped, "why is for the house"
    board.step(said.UNSHARED, one)
    assert DETENTION not in partner.get(SHARED).text


def test_what_rests_on_reprisals_is_shared_no_more(board: Board, partner: Visitor) -> None:
    one = board.planned(OWN)
    board.step(said.SHARED, one)
    board.step(said.KEPT, one)
    assert DETENTION not in partner.get(SHARED).text


@pytest.mark.parametrize("role", [Role.GOVERNMENT, Role.DESK_OFFICER, Role.MANDATE_HOLDER])
def test_nobody_else_has_the_page(portal: Pages, board: Board, role: Role) -> None:
    board.step(said.SHARED, board.planned(OTHER))
    visitor = portal.signed_in(role, state_codes=frozenset({"KEN"}))
    assert visitor.get(SHARED).status_code == 403


def test_a_partner_for_whom_no_state_is_entered_reads_why_nothing_is_there(
    portal: Pages, board: Board
) -> None:
    board.step(said.SHARED, board.planned(OWN))
    page = text(portal.signed_in(Role.UN_PARTNER).get(SHARED).text)
    assert "No State is entered for you." in page
    assert DETENTION not in page
