"""Stored proposals, and their effect when their time has come.

No job has to run for that: code that reads an account's rights first checks whether a proposal for
the account is due (``Account.comes_at``), and then applies it.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, Row, and_, insert, or_, select, update

from portal.web.accounts import account as accounts
from portal.web.accounts import factors, focal, starting
from portal.web.accounts import session as sessions
from portal.web.accounts.account import Account, rights_of
from portal.web.accounts.proposal import Kind, Proposal, State, concerns
from portal.web.accounts.rights import Rights, given
from portal.web.accounts.tables import proposals
from portal.web.audit import entries
from portal.web.audit.chain import Read, put
from shared.core.roles import Role


def add(conn: Connection, proposal: Proposal) -> None:
    conn.execute(
        insert(proposals).values(
            proposal_id=proposal.proposal_id,
            account_id=proposal.account_id,
            kind=proposal.kind,
            roles=sorted(proposal.rights.roles),
            mandates=sorted(proposal.rights.mandates),
            state_codes=sorted(proposal.rights.states),
            organisation_id=proposal.rights.organisation_id,
            organisation=proposal.organisation,
            office=proposal.rights.office,
            email=proposal.email,
            reason=proposal.reason,
            urgent=proposal.urgent,
            proposed_by=proposal.proposed_by,
            proposed_at=proposal.proposed_at,
            expires_at=proposal.expires_at,
            appointment=proposal.appointment,
        )
    )


def by_id(conn: Connection, proposal_id: str) -> Proposal | None:
    c = proposals.c
    row = conn.execute(select(proposals).where(c.proposal_id == proposal_id)).one_or_none()
    return _proposal(row) if row else None


def open_of(conn: Connection, account_id: str, *, at: datetime) -> Proposal | None:
    """Return the account's open proposals."""
    this = and_(proposals.c.account_id == account_id, _open(at))
    row = conn.execute(select(proposals).where(this).limit(1)).one_or_none()
    return _proposal(row) if row else None


def of_appointments(conn: Connection) -> dict[str, Proposal]:
    """Return by vacancy the newest that came of an appointment."""
    c = proposals.c
    rows = conn.execute(select(proposals).where(c.appointment.is_not(None)).order_by(c.proposed_at))
    return {row.appointment: _proposal(row) for row in rows}


def all_open(conn: Connection, *, at: datetime) -> list[Proposal]:
    """Return all that are neither done nor ended, the oldest first."""
    rows = conn.execute(select(proposals).where(_open(at)).order_by(proposals.c.proposed_at))
    return [_proposal(row) for row in rows]


def over(conn: Connection, *, at: datetime) -> list[Proposal]:
    """Return those that are over, the newest first."""
    rows = conn.execute(
        select(proposals)
        .where(~_open(at))
        .order_by(proposals.c.proposed_at.desc(), proposals.c.proposal_id)
    )
    return [_proposal(row) for row in rows]


def concerning(
    conn: Connection, reader: Account, found: Collection[Proposal]
) -> list[tuple[Proposal, Account]]:
    """Return those that this person may look at, each with whom it is about."""
    subjects = accounts.by_ids(conn, {proposal.account_id for proposal in found})
    both = [(proposal, subjects[proposal.account_id]) for proposal in found]
    return [
        (proposal, subject) for proposal, subject in both if concerns(reader, proposal, subject)
    ]


def since(conn: Connection, moment: datetime) -> list[Proposal]:
    """Return those that were proposed or confirmed after this moment, the oldest first."""
    c = proposals.c
    recent = or_(c.proposed_at > moment, c.confirmed_at > moment)
    rows = conn.execute(select(proposals).where(recent).order_by(c.proposed_at))
    return [_proposal(row) for row in rows]


def confirm(
    conn: Connection, proposal: Proposal, *, by: str, at: datetime, effective_at: datetime
) -> bool:
    """Note that a second person agrees; False: it does not wait any more."""
    c = proposals.c
    waits = and_(c.confirmed_at.is_(None), c.ended_at.is_(None), c.expires_at > at)
    this = update(proposals).where(c.proposal_id == proposal.proposal_id, waits)
    new = {"confirmed_by": by, "confirmed_at": at, "effective_at": effective_at}
    return conn.execute(this.values(**new)).rowcount > 0


def end(conn: Connection, proposal: Proposal, how: State, *, by: str, at: datetime) -> bool:
    """Note that it comes to nothing; False: it did already, or is in effect."""
    c = proposals.c
    this = and_(c.proposal_id == proposal.proposal_id, c.ended_at.is_(None), c.applied_at.is_(None))
    new = {"ended": how, "ended_by": by, "ended_at": at}
    return conn.execute(update(proposals).where(this).values(**new)).rowcount > 0


def settle(engine: Engine, *, at: datetime, account_id: str | None = None) -> int:
    """Let what is due take effect, of one account or of all; return of how many proposals."""
    query = select(proposals).where(_due(at))
    if account_id is not None:
        query = query.where(proposals.c.account_id == account_id)
    with engine.connect() as conn:
        due = [_proposal(row) for row in conn.execute(query.order_by(proposals.c.effective_at))]
    return sum(_settle(engine, proposal, at=at) for proposal in due)


def settled(engine: Engine, account: Account, *, at: datetime) -> Account:
    """Return the account with what is due for it by now."""
    if account.comes_at is None or account.comes_at > at:
        return account
    settle(engine, at=at, account_id=account.account_id)
    with engine.connect() as conn:
        return accounts.by_id(conn, account.account_id) or account


def _settle(engine: Engine, proposal: Proposal, *, at: datetime) -> bool:
    c = proposals.c
    this = and_(c.proposal_id == proposal.proposal_id, _due(at))
    with engine.begin() as conn:
        if not conn.execute(update(proposals).where(this).values(applied_at=at)).rowcount:
            return False  # another process was faster, or it was stopped
        account = accounts.locked(conn, proposal.account_id)
        assert account is not None  # noqa: S101  # its proposals go with it
        if proposal.email and accounts.by_email(conn, proposal.email):
            _stop(conn, proposal, at=at)
            return False
        if _is_held(conn, proposal):
            _stop(conn, proposal, at=at)
            return False
        for what, detail in _effect(conn, account, proposal, at=at):
            put(conn, [_entry(proposal, what, detail)], at=at)
    return True


def _is_held(conn: Connection, proposal: Proposal) -> bool:
    """Whether a suspension stands against it: officers reinstate, and no older proposal does.

    Rights are never given to who is suspended; what was proposed since may bring an account back
    to its person, such as by other second steps.
    """
    held = focal.suspensions(conn, [proposal.account_id]).get(proposal.account_id)
    return held is not None and (proposal.kind is Kind.RIGHTS or proposal.proposed_at <= held.at)


def _stop(conn: Connection, proposal: Proposal, *, at: datetime) -> None:
    """Something came between that it cannot stand beside: nothing is left to do."""
    this = update(proposals).where(proposals.c.proposal_id == proposal.proposal_id)
    conn.execute(this.values(applied_at=None, ended=State.STOPPED, ended_by="", ended_at=at))


def _effect(
    conn: Connection, account: Account, proposal: Proposal, *, at: datetime
) -> Sequence[tuple[str, str]]:
    """Do it; return the entries of the audit log."""
    match proposal.kind:
        case Kind.RIGHTS:
            before = rights_of(account)
            after = before.together(proposal.rights)
            named = proposal.organisation or account.organisation
            accounts.set_rights(conn, account.account_id, after, named)
            starting.release(conn, account.account_id, at=at)
            done = [(entries.GRANT, line) for line in given(before, after)]
        case Kind.ENABLE:
            accounts.set_disabled(conn, account.account_id, disabled=False)
            done = [(entries.ACCOUNT_ENABLED, proposal.proposal_id)]
        case Kind.RESET:
            factors.remove_all(conn, account.account_id)
            done = [(entries.FACTORS_RESET, proposal.proposal_id)]
        case Kind.EMAIL:
            accounts.set_email(conn, account.account_id, proposal.email or account.email)
            done = [(entries.EMAIL_CHANGED, proposal.proposal_id)]
    # Each session began with the rights, and the second step, of then.
    sessions.end_all(conn, account.account_id)
    return done


def _entry(proposal: Proposal, what: str, detail: str) -> Read:
    return Read(
        actor_id=proposal.confirmed_by or "",
        roles=frozenset({Role.SYSTEM_ADMIN}),
        what=what,
        subject=f"account-{proposal.account_id}",
        purpose=detail,
    )


def _due(at: datetime) -> ColumnElement[bool]:
    c = proposals.c
    return and_(c.effective_at <= at, c.applied_at.is_(None), c.ended_at.is_(None))


def _open(at: datetime) -> ColumnElement[bool]:
    c = proposals.c
    alive = or_(c.confirmed_at.is_not(None), c.expires_at > at)
    return and_(c.applied_at.is_(None), c.ended_at.is_(None), alive)


def _proposal(row: Row[Any]) -> Proposal:
    return Proposal(
        proposal_id=row.proposal_id,
        account_id=row.account_id,
        kind=Kind(row.kind),
        rights=Rights(
            roles=frozenset(map(Role, row.roles)),
            mandates=frozenset(row.mandates),
            states=frozenset(row.state_codes),
            organisation_id=row.organisation_id,
            office=row.office,
        ),
        organisation=row.organisation,
        email=row.email,
        reason=row.reason,
        urgent=row.urgent,
        proposed_by=row.proposed_by,
        proposed_at=row.proposed_at,
        expires_at=row.expires_at,
        confirmed_by=row.confirmed_by,
        confirmed_at=row.confirmed_at,
        effective_at=row.effective_at,
        applied_at=row.applied_at,
        ended=State(row.ended) if row.ended else None,
        ended_by=row.ended_by,
        ended_at=row.ended_at,
        appointment=row.appointment,
    )
