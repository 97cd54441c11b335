"""Whose a request is: which institution asked, with which grade, and who may read its name.

Officers of the register read every name. Whoever else answers a request reads it while everybody
may find the institution: a hidden one stays hidden from them (SB7).
"""

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import Connection

from portal.stakeholders.advice.queries import Request
from portal.stakeholders.organisations import accreditation, accreditations, merged
from portal.stakeholders.organisations import profile as profiles
from portal.stakeholders.organisations import queries as organisations
from portal.web.accounts import account as accounts
from portal.web.accounts.account import Account
from portal.web.context import today, vault
from portal.web.db import engine
from shared.core.actor import Actor
from shared.core.message import Sealed, derive_id
from shared.core.roles import Role
from shared.reference.accreditation import GANHRI, in_force
from shared.reference.organisations import register_id


def case_of(advice_id: str) -> UUID:
    return derive_id("advice case", advice_id)


def subject_of(advice_id: str) -> str:
    """Return the subject of a request: questions and answers go with its key."""
    return f"advice-{advice_id}"


def pseudonym(organisation_id: str) -> str:
    """Return what tells the institutions of the requests apart, and no more (SB8)."""
    return vault().pseudonym("advice", organisation_id)


def entry_of(account: Account) -> str | None:
    """Return the entry of the institution for which this person speaks; None without one."""
    if account.organisation_id is None:
        return None
    with engine().connect() as conn:
        return merged.real_of(conn, account.organisation_id)


def ours(account: Account) -> frozenset[str]:
    """Return as whom this person's institution has asked: also what was merged into its entry."""
    entry = entry_of(account)
    if entry is None:
        return frozenset()
    with engine().connect() as conn:
        return frozenset(map(pseudonym, merged.family(conn, entry)))


def grade_of(entry: str | None) -> str | None:
    """Return the institution's grade by GANHRI that is in force today; None without one."""
    if entry is None:
        return None
    with engine().connect() as conn:
        kept = accreditations.of(conn, [entry])
    records = accreditation.read_all(kept, vault().compared([one.sealed for one in kept]))
    return in_force(records, GANHRI, today()).grade


def names(conn: Connection, actor: Actor, these: Sequence[Request]) -> dict[str, str]:
    """Return what the institution of each request is called, as far as this person may read it."""
    people = accounts.by_ids(conn, {one.asked_by for one in these})
    entries = merged.pointers(conn)
    of = {
        one.advice_id: merged.real(entries, register_id(people[one.asked_by].organisation_id or ""))
        for one in these
        if one.asked_by in people
    }
    same = {one.advice_id for one in these if one.organisation == _pseudonym_of(people, one)}
    wanted = {of[one] for one in same}
    if actor.has(Role.STAKEHOLDER_OFFICER):
        found = organisations.these(conn, wanted)
        called = _called({key: one.sealed for key, one in found.items()}, on_record=True)
    else:
        called = _called(organisations.public_these(conn, wanted), on_record=False)
    return {one: called[of[one]] for one in same if of[one] in called}


def _pseudonym_of(people: Mapping[str, Account], one: Request) -> str | None:
    """Return as whom the one who asked would ask today: they may be of another institution."""
    account = people.get(one.asked_by)
    if account is None or account.organisation_id is None:
        return None
    return pseudonym(register_id(account.organisation_id))


def _called(sealed: Mapping[str, Sealed], *, on_record: bool) -> dict[str, str]:
    ids = sorted(sealed)
    reveal = vault().reveal_all if on_record else vault().reveal_public
    texts = reveal([sealed[one] for one in ids])
    return {one: profiles.read(text).name for one, text in zip(ids, texts, strict=True) if text}
