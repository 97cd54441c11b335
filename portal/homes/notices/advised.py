"""Recipients of news about requests for advice: who answers, who assigns, the institution."""

from typing import Any

from sqlalchemy import Connection, select

from portal.homes.notices.pages import Page
from portal.homes.notices.told import Told, told
from portal.stakeholders.advice.read_model import requests
from portal.web.accounts import account as accounts
from portal.web.accounts.filers import Pseudonyms
from shared.core.roles import Role
from shared.reference.organisations import register_id

_c = requests.c
_ADVISERS = (Role.STAKEHOLDER_OFFICER, Role.HUMAN_RIGHTS_OFFICER)


def institution(conn: Connection, vault: Pseudonyms, row: Any) -> list[Told] | None:
    """Return who speaks for the institution that asked; None while the request is not known.

    By its pseudonym, as each of them would ask: who went to another institution is told nothing.
    """
    organisation = conn.scalar(select(_c.organisation).where(_c.advice_id == row.advice_id))
    if organisation is None:
        return None
    found = [
        one
        for one in accounts.holding(conn, Role.CONTACT_POINT)
        if one.organisation_id is not None
        and vault.pseudonym("advice", register_id(one.organisation_id)) == organisation
    ]
    return told(found, "asker", Page.ADVICE, row.advice_id)


def officer(conn: Connection, row: Any) -> list[Told] | None:
    """Return who has the request now; None while it is not known."""
    known = select(_c.officer_id).where(_c.advice_id == row.advice_id, _c.asked_at.is_not(None))
    this = conn.execute(known).one_or_none()
    return has_it(conn, this.officer_id, row.advice_id) if this else None


def assigners(conn: Connection, advice_id: str) -> list[Told]:
    found = accounts.holding(conn, Role.STAKEHOLDER_OFFICER)
    return told(found, "advisers", Page.ADVISING, advice_id)


def has_it(conn: Connection, officer_id: str | None, advice_id: str) -> list[Told]:
    """Return this officer, who may have left since it was assigned."""
    found = accounts.by_id(conn, officer_id) if officer_id else None
    if found is None or found.disabled or not found.has(*_ADVISERS):
        return []
    return told([found], "adviser", Page.ADVISING, advice_id)
