from typing import Any
from uuid import uuid4

import pytest
from pydantic import TypeAdapter

from shared.contracts.stakeholders_situation_commands import TYPES
from shared.core.roles import Role
from shared.reference import recipient_name
from tests.support.committee import Committee, elected, member
from tests.support.organisations import asked_for
from tests.support.portal import Pages, Visitor
from tests.support.warnings import Warnings
from tests.support.watched import Watched

PAGE = "/watch-list"
KENYA, IRAN, NEPAL = (recipient_name(one) for one in ("KEN", "IRN", "NPL"))
STEPS = ("open", "decline", "take-back", "review", "level", "close", "reopen", "actions/note")
HOUSE = (Role.COORDINATION_COMMITTEE, Role.CHIEF, Role.QUICK_RESPONSE_DESK)


@pytest.fixture
def warnings(portal: Pages) -> Warnings:
    Committee(portal.engine, portal.vault)
    return Warnings(portal.engine, portal.vault)


@pytest.fixture
def list_(portal: Pages, warnings: Warnings) -> Watched:
    return Watched(portal.engine, portal.vault)


@pytest.fixture
def chair(portal: Pages, list_: Watched) -> Visitor:
    return portal.signed_in(Role.COORDINATION_COMMITTEE)


@pytest.fixture
def desk(portal: Pages, list_: Watched) -> Visitor:
    return portal.signed_in(Role.DESK_OFFICER, state_codes=frozenset({"KEN"}))


def form(**also: Any) -> dict[str, Any]:
    return {"command_id": str(uuid4()), **also}


def asked(portal: Pages) -> Any:
    """Return the command that the service was asked for last."""
    kind, data, _ = asked_for(portal.asked[-1])
    return TypeAdapter(TYPES[kind]).validate_python(data)


def on_record(portal: Pages, visitor: Visitor, *nationalities: str, chair: bool = False) -> None:
    assert visitor.account
    seat = member("sr-torture", *nationalities, holder_id=visitor.account.account_id)
    other = member("sr-food", "CHE")
    fact = elected(members=(seat, other), chair=seat.term_id if chair else None)
    Committee(portal.engine, portal.vault, told=1_000_000).tell(fact)
