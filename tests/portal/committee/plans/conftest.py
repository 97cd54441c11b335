"""People at the planning board, and what they send."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from pydantic import TypeAdapter

from shared.contracts.stakeholders_plan_commands import TYPES
from shared.core.roles import Role
from shared.reference import recipient_name
from tests.support.committee import Committee
from tests.support.organisations import asked_for
from tests.support.planned import Board
from tests.support.portal import Pages, Visitor

PAGE = "/planning-board"
DAY = timedelta(days=1)
KENYA, NEPAL, IRAN = (recipient_name(one) for one in ("KEN", "NPL", "IRN"))
OWN, OTHER = "wgad", "sr-housing"
DETENTION, HOUSING = "Working Group on Arbitrary Detention", "adequate housing"
STEPS = ("move", "confirm", "drop", "keep-from-desk", "share", "comment")
OF_OWNERS = STEPS[:5]


@pytest.fixture
def board(portal: Pages) -> Board:
    Committee(portal.engine, portal.vault)
    return Board(portal.engine, portal.vault)


@pytest.fixture
def holder(portal: Pages, board: Board) -> Visitor:
    return portal.signed_in(Role.MANDATE_HOLDER, mandates=frozenset({OWN}))


@pytest.fixture
def officer(portal: Pages, board: Board) -> Visitor:
    return portal.signed_in(Role.HUMAN_RIGHTS_OFFICER, mandates=frozenset({OWN}))


@pytest.fixture
def chair(portal: Pages, board: Board) -> Visitor:
    return portal.signed_in(Role.COORDINATION_COMMITTEE)


@pytest.fixture
def desk(portal: Pages, board: Board) -> Visitor:
    return portal.signed_in(Role.DESK_OFFICER, state_codes=frozenset({"KEN"}))


def form(**also: Any) -> dict[str, Any]:
    return {"command_id": str(uuid4()), **also}


def asked(portal: Pages) -> Any:
    """Return the command that the service was asked for last."""
    kind, data, _ = asked_for(portal.asked[-1])
    return TypeAdapter(TYPES[kind]).validate_python(data)


def clashing(board: Board, state: str = "KEN", **second: Any) -> tuple[str, str]:
    """Tell of two plans on a State, of which the second clashes with the first."""
    one, other = board.planned(OWN, state), board.planned(OTHER, state, **second)
    board.clash(other, OTHER, one, OWN)
    return one, other
