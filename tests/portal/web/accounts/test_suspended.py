"""A suspension stands against every older proposal, and against an administrator alone."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine

from portal.web.accounts import account as accounts
from portal.web.accounts import focal, proposals
from portal.web.accounts.account import Account
from portal.web.accounts.proposal import Kind, State
from portal.web.accounts.rights import Rights
from shared.core.roles import Role
from tests.portal.web.accounts.test_proposals_kept import AT, ONE, engine
from tests.support.portal import Pages
from tests.support.proposals import freshly

__all__ = ["engine"]

DAY = timedelta(days=1)
GIVES = Rights(roles=frozenset({Role.NGO_MEMBER, Role.FOCAL_POINT}), organisation_id="ngo")


def found(engine: Engine) -> Account:
    with engine.connect() as conn:
        account = accounts.by_id(conn, "a1")
    assert account
    return account


@pytest.mark.parametrize(
    ("kind", "proposed", "stopped"),
    [
        (Kind.RIGHTS, AT, True),
        (Kind.RIGHTS, AT + DAY, True),
        (Kind.EMAIL, AT, True),
        (Kind.RESET, AT, True),
        (Kind.RESET, AT + DAY, False),
    ],
)
def test_what_was_proposed_before_a_suspension_brings_nobody_back(
    engine: Engine, kind: Kind, proposed: datetime, *, stopped: bool
) -> None:
    two = replace(
        ONE,
        proposal_id="p2",
        kind=kind,
        rights=GIVES,
        email="taken@example.org" if kind is Kind.EMAIL else None,
        proposed_at=proposed,
        expires_at=AT + 20 * DAY,
    )
    with engine.begin() as conn:
        proposals.add(conn, two)
        proposals.confirm(conn, two, by="a3", at=AT + DAY, effective_at=AT + 2 * DAY)
    with engine.begin() as conn:
        focal.suspend(conn, found(engine), "takeover", by="officer", at=AT + timedelta(hours=1))
    proposals.settle(engine, at=AT + 3 * DAY)
    with engine.connect() as conn:
        after = proposals.by_id(conn, "p2")
    assert after
    assert after.state(AT + 3 * DAY) is (State.STOPPED if stopped else State.IN_EFFECT)
    assert not found(engine).roles
    assert found(engine).email == "a1@example.org"


def test_no_administrator_alone_gives_back_what_a_suspension_took(portal: Pages) -> None:
    admin = portal.signed_in(Role.SYSTEM_ADMIN)
    person = portal.person(Role.NGO_MEMBER, Role.FOCAL_POINT, organisation_id="ngo")
    with portal.engine.begin() as conn:
        focal.suspend(conn, person, "takeover", by="officer", at=portal.clock())
    page = f"/accounts/{person.account_id}"
    sent = {"roles": ["ngo_member", "focal_point"], "organisation_id": "ngo", "organisation": "N"}
    answer = freshly(portal, admin, page).post(page, {**sent, "reason": "Asked for"})
    assert answer.status_code == 422
    assert "suspended as a focal point" in answer.text
    with portal.engine.connect() as conn:
        after = accounts.by_id(conn, person.account_id)
    assert after
    assert not after.roles
