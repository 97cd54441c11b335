"""Notices of laws that punish contact with the UN: to the organisations of the State, and officers.

An organisation hears that there is something new on its page. Whose entry names the State is asked
when a notice is made, and is kept nowhere.
"""

from collections.abc import Iterator
from datetime import datetime
from functools import partial

from sqlalchemy import Connection, Engine, select

from portal.homes.notices.calls import Opening
from portal.homes.notices.deriving import Notice, make_due
from portal.homes.notices.pages import Page
from portal.homes.notices.told import NEWS_FOR, Told, told
from portal.homes.notices.words import CONTACT_LAW, LAW_LIFTING
from portal.stakeholders.organisations import laws, merged, queries
from portal.stakeholders.organisations.laws import Law
from portal.stakeholders.organisations.profile import read
from portal.stakeholders.organisations.read_model import organisations
from portal.web.accounts import account as accounts
from shared.core.message import derive_id
from shared.core.roles import Role
from shared.platform.settings import Settings
from shared.reference.organisations import register_id

_c = organisations.c


def due(engine: Engine, vault: Opening, settings: Settings, *, at: datetime) -> int:
    """Make the notices that are due, each once; return how many there were."""
    return make_due(engine, settings, lambda conn: _notices(conn, vault, at), at=at)


def _notices(conn: Connection, vault: Opening, at: datetime) -> Iterator[Notice]:
    since = at - NEWS_FOR
    for law in laws.told_since(conn, since):
        for step, when in (("recorded", law.recorded_at), ("lifted", law.lifted_at)):
            if when is not None and when >= since:
                yield Notice(
                    cause=derive_id(CONTACT_LAW, law.state, step, when),
                    kind=CONTACT_LAW,
                    at=when,
                    told=partial(_speakers, vault, law.state),
                )
        if law.stands and law.proposed_at is not None and law.proposed_at >= since:
            yield Notice(
                cause=derive_id(LAW_LIFTING, law.state, law.proposed_at),
                kind=LAW_LIFTING,
                at=law.proposed_at,
                told=partial(_officers, law),
            )


def _speakers(vault: Opening, state: str, conn: Connection) -> list[Told]:
    """Return who speaks for an entry that names the State, hidden or not, each led to its page."""
    rows = conn.execute(select(_c.organisation_id, _c.profile).where(queries.CONFIRMED)).all()
    texts = vault.reveal_all([row.profile for row in rows])
    these = {
        row.organisation_id
        for row, text in zip(rows, texts, strict=True)
        if text is not None and state in laws.named(read(text))
    }
    of = merged.pointers(conn)
    return [
        one
        for who in accounts.holding(conn, Role.FOCAL_POINT)
        if merged.real(of, whose := register_id(who.organisation_id or "")) in these
        for one in told([who], "focal", Page.OURS, whose)
    ]


def _officers(law: Law, conn: Connection) -> list[Told]:
    officers = accounts.holding(conn, Role.STAKEHOLDER_OFFICER)
    others = [one for one in officers if one.account_id != law.proposed_by]
    return told(others, "register", Page.LAWS, law.state)
