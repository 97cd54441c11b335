"""Proposals of rights: made, confirmed, and read back."""

from datetime import timedelta
from typing import Any

from sqlalchemy import select

from portal.web.accounts import account as accounts
from portal.web.accounts.account import Account
from portal.web.accounts.tables import proposals
from portal.web.audit.chain import audit, verify
from shared.core.roles import Role
from tests.support.portal import Pages, Visitor

DAY = timedelta(hours=24)
HOLDER: dict[str, Any] = {
    "roles": ["mandate_holder"],
    "mandates": ["sr-torture"],
    "reason": "The Council appointed her",
}
URGENT = {"urgent": "A letter waits for her"}


def proposed(portal: Pages, admin: Visitor, person: Account, **fields: Any) -> str:
    """Propose to make somebody a holder; return the address of the proposal."""
    sent = admin.post(f"/accounts/{person.account_id}", {**HOLDER, **fields})
    assert sent.status_code == 303, sent.text
    return newest(portal)


def newest(portal: Pages) -> str:
    query = select(proposals.c.proposal_id).order_by(proposals.c.proposed_at.desc())
    with portal.engine.connect() as conn:
        return f"/proposals/{conn.scalars(query).first()}"


def confirmed(visitor: Visitor, address: str) -> int:
    return visitor.post(f"{address}/confirm", {}).status_code


def rights(portal: Pages, person: Account) -> frozenset[Role]:
    with portal.engine.connect() as conn:
        found = accounts.by_id(conn, person.account_id)
    assert found
    return found.roles


def log(portal: Pages, what: str) -> list[tuple[str, str]]:
    c = audit.c
    with portal.engine.connect() as conn:
        assert verify(conn).whole
        rows = conn.execute(select(c.actor_id, c.purpose).where(c.what == what).order_by(c.number))
        return [tuple(row) for row in rows]


def freshly(portal: Pages, visitor: Visitor, path: str) -> Visitor:
    """Let the session look fresh after the clock moved."""
    assert visitor.account
    again = portal.sign_in(visitor.account)
    assert again.get(path).status_code == 200
    return again
