"""Where the people of an organisation that was split are, and where each may go (decision 0071).

An account is of one organisation, and reads what that filed. So somebody is of another entry at
once only where nothing was filed: a new one, to which nobody came before. Elsewhere a focal point
of that entry agrees.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, insert, select, update

from portal.stakeholders.organisations import apart
from portal.stakeholders.organisations.apart import Split
from portal.stakeholders.organisations.tables import choices
from portal.web.accounts import account as accounts
from portal.web.accounts import acts
from portal.web.accounts.account import Account, rights_of
from portal.web.accounts.rights import given, taken
from portal.web.audit import entries
from shared.core.roles import Role
from shared.reference.organisations import register_id

_c = choices.c


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """``waits_for``: the entry of which a focal point has to agree."""

    split: Split
    account_id: str
    waits_for: str | None
    chosen_at: datetime | None


def may_choose(conn: Connection, split: Split, account_ids: Iterable[str], at: datetime) -> None:
    """Let these choose once the split is confirmed: they are of the organisation now."""
    known = set(conn.scalars(select(_c.account_id).where(_c.split_id == split.split_id)))
    for one in sorted({*account_ids} - known):
        _put(conn, split.split_id, one, split.organisation_id, came_at=at)


def of(conn: Connection, account: Account, at: datetime) -> list[Choice]:
    """Return the splits of which this person chooses now."""
    found = _found(conn, _c.account_id == account.account_id)
    return [one for one in found if places(one.split, account, at)]


def places(split: Split, account: Account, at: datetime) -> tuple[str, ...]:
    """Return the entries to which this person may go now. Theirs is not among them."""
    here = register_id(account.organisation_id or "")
    until = split.chosen_until()
    every = (split.organisation_id, *split.new_ids)
    if until is None or at > until or here not in every:
        return ()
    to = every if split.step == "split" else every[:1]
    return tuple(one for one in to if one != here)


def come(conn: Connection, entry_id: str, at: datetime) -> list[tuple[Choice, Account]]:
    """Return who wants to be of this entry and waits for one of its focal points."""
    waiting = _found(conn, (_c.entry_id == entry_id) & _c.chosen_at.is_not(None))
    people = accounts.by_ids(conn, {one.account_id for one in waiting})
    return [
        (one, people[one.account_id])
        for one in waiting
        if one.account_id in people
        and not people[one.account_id].disabled
        and entry_id in places(one.split, people[one.account_id], at)
    ]


def asked_since(conn: Connection, moment: datetime) -> list[tuple[Choice, str]]:
    """Return who has waited at which entry since then."""
    found = _found(conn, _c.chosen_at >= moment)
    return [(one, one.waits_for) for one in found if one.waits_for]


def who(conn: Connection, split_id: str) -> set[str]:
    """Return the accounts that choose about this split."""
    return set(conn.scalars(select(_c.account_id).where(_c.split_id == split_id)))


def choose(conn: Connection, choice: Choice, entry_id: str, at: datetime) -> bool:
    """Keep what this person chose; return whether they can be of that entry at once."""
    split, account_id = choice.split, choice.account_id
    this = _c.split_id == split.split_id
    rows = conn.execute(select(choices).where(this).with_for_update()).all()
    account = accounts.locked(conn, account_id)
    _over(conn, split.split_id, account_id)
    _put(conn, split.split_id, account_id, entry_id, chosen_at=at)
    return (
        account is not None
        and account.has(Role.FOCAL_POINT)
        and split.step == "split"
        and entry_id in split.new_ids
        and not any(row.entry_id == entry_id and row.came_at for row in rows)
        and not _anybody(conn, entry_id)
    )


def go(
    conn: Connection, choice: Choice, entry_id: str, *, code: str, name: str, at: datetime
) -> None:
    """Let this person be of that entry. ``code``: what its accounts are of; ``name``: its name."""
    split_id, account_id = choice.split.split_id, choice.account_id
    account = accounts.locked(conn, account_id)
    if account is None:
        return
    before = rights_of(account)
    after = replace(before, organisation_id=code)
    accounts.set_rights(conn, account_id, after, name)
    accounts.end_programs(conn, account_id)
    _over(conn, split_id, account_id)
    _put(conn, split_id, account_id, entry_id, came_at=at)
    subject = f"account-{account_id}"
    acts.record(conn, entries.REVOCATION, subject, taken(before, after))
    acts.record(conn, entries.GRANT, subject, given(before, after))


def _anybody(conn: Connection, entry_id: str) -> bool:
    """Whether an account is of this entry, be it disabled: it filed something perhaps."""
    every = accounts.everybody(conn)
    return any(register_id(one.organisation_id or "") == entry_id for one in every)


def _over(conn: Connection, split_id: str, account_id: str) -> None:
    """Let the person wait nowhere."""
    this = (_c.split_id == split_id) & (_c.account_id == account_id)
    conn.execute(update(choices).where(this).values(chosen_at=None))


def _put(
    conn: Connection, split_id: str, account_id: str, entry_id: str, **values: datetime
) -> None:
    key = {"split_id": split_id, "account_id": account_id, "entry_id": entry_id}
    changed = conn.execute(update(choices).filter_by(**key).values(**values))
    if not changed.rowcount:
        conn.execute(insert(choices).values(**key, **values))


def _found(conn: Connection, which: ColumnElement[bool]) -> list[Choice]:
    """Return one for each person and split, with where the person waits."""
    rows = conn.execute(select(choices).where(which).order_by(_c.split_id, _c.account_id)).all()
    splits = apart.some(conn, {row.split_id for row in rows})
    waiting = {(row.split_id, row.account_id): row for row in rows if row.chosen_at}
    found = {}
    for row in rows:
        key = (row.split_id, row.account_id)
        if row.split_id in splits:
            waits = waiting.get(key)
            found[key] = Choice(
                split=splits[row.split_id],
                account_id=row.account_id,
                waits_for=waits.entry_id if waits else None,
                chosen_at=waits.chosen_at if waits else None,
            )
    return list(found.values())
