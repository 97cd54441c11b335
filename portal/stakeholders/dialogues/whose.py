"""Whose a slot is: as what somebody may speak, with which grade, and who may be named.

An organisation is named while everybody may find it. Hidden, it has no line (SB7). The name of a
speaker is sealed, and read by the officers, by who asked, and by who answers for whose slot it is.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from itertools import count
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, and_, false

from portal.stakeholders.dialogues import owners, queries
from portal.stakeholders.dialogues.queries import Dialogue, Slot
from portal.stakeholders.dialogues.read_model import slots
from portal.stakeholders.organisations import accreditation, accreditations, merged
from portal.stakeholders.organisations import profile as profiles
from portal.stakeholders.organisations import queries as organisations
from portal.web.accounts import account as accounts
from portal.web.accounts import focal
from portal.web.accounts.account import Account
from portal.web.context import vault
from portal.web.db import engine
from portal.web.i18n import names
from shared.contracts.stakeholders_dialogues import Speaks
from shared.core.message import derive_id
from shared.core.roles import Role
from shared.reference.accreditation import ECOSOC, GANHRI, Record, in_force
from shared.reference.dialogues import GRADES, ROLES, slot_id
from shared.reference.organisations import register_id

_FOR_OTHERS = (Role.FOCAL_POINT, Role.CONTACT_POINT)
AUDIENCE = frozenset({*ROLES.values(), Role.GOVERNMENT})


def case_of(dialogue_id: str) -> UUID:
    return derive_id("dialogue case", dialogue_id)


def subject_of(slot_id: str) -> str:
    """Return the subject of a slot: the speaker and the statements go with its key."""
    return f"slot-{slot_id}"


def pseudonym(dialogue_id: str, organisation_id: str) -> str:
    """Return what tells the organisations of one dialogue apart: the real entry, after a merger."""
    with engine().connect() as conn:
        entry = merged.real_of(conn, organisation_id)
    return owners.pseudonym(vault(), dialogue_id, entry)


def id_of(dialogue_id: str, organisation: str) -> str:
    """Return the id of this organisation's slot: another one, if it passed the first one on."""
    with engine().connect() as conn:
        for number in count(1):
            one = slot_id(dialogue_id, organisation if number == 1 else f"{organisation}/{number}")
            found = queries.a_slot(conn, dialogue_id, one)
            if found is None or found.organisation == organisation:
                return one
    raise AssertionError


def merged_with(dialogue_id: str, own: str, organisation_id: str) -> tuple[str, ...]:
    """Return what the other entries of this organisation are called in the dialogue."""
    with engine().connect() as conn:
        entries = merged.family(conn, merged.real_of(conn, organisation_id))
    names = {owners.pseudonym(vault(), dialogue_id, one) for one in entries}
    return tuple(sorted(names - {own}))


def same(dialogue_id: str) -> tuple[tuple[str, ...], ...]:
    """Return which names in the dialogue are of one organisation, by mergers."""
    with engine().connect() as conn:
        return owners.same(conn, vault(), dialogue_id)


def mine(conn: Connection, account: Account) -> ColumnElement[bool]:
    """Return which slots this person has to do with.

    Those of their State; those that they asked for, while they are of the organisation; and all of
    it for whoever answers for it. Two who dispute who speaks have none.
    """
    if account.has(Role.GOVERNMENT):
        return slots.c.state.in_(sorted(account.state_codes))
    if account.organisation_id is None or focal.suspensions(conn, [account.account_id]):
        return false()
    if account.has(*_FOR_OTHERS):
        return ours(conn, account)
    return and_(ours(conn, account), slots.c.requested_by == account.account_id)


def ours(conn: Connection, account: Account) -> ColumnElement[bool]:
    """Return which slots are of this person's organisation, whoever asked."""
    found = owners.of_organisation(conn, vault(), account.organisation_id or "")
    return slots.c.organisation.in_(sorted(found))


def speaks_as(account: Account, of: Dialogue) -> Speaks | None:
    """Return as what this person's organisation speaks in the dialogue; None if it does not."""
    if account.organisation_id is None:
        return None
    with engine().connect() as conn:
        if focal.suspensions(conn, [account.account_id]):
            return None
        entry = merged.real_of(conn, account.organisation_id)
    if account.has(Role.NGO_MEMBER):
        return "ngo"
    if not account.has(Role.CONTACT_POINT):
        return None
    country = _country(entry)
    return "nhri_concerned" if country and country == of.state_concerned else "nhri"


def grade_of(organisation_id: str | None, speaks: Speaks, on: date) -> str | None:
    """Return the grade that is in force on this day for who speaks so; None without one.

    After a merger it is that of the real entry: no status is inherited (SB13).
    """
    if organisation_id is None or speaks not in GRADES:
        return None
    with engine().connect() as conn:
        kept = accreditations.of(conn, [merged.real_of(conn, organisation_id)])
    records = accreditation.read_all(kept, vault().compared([one.sealed for one in kept]))
    return _grade(records, speaks, on)


def grades_of(conn: Connection, these: Collection[Slot], on: date) -> dict[str, str | None]:
    """Return the grade of the organisation whose each slot is, in as many statements as for one.

    After a merger it is that of the real entry: no status is inherited (SB13).
    """
    of = owners.entries(conn, vault(), these)
    kept = accreditations.of(conn, set(of.values()))
    records: dict[str, list[Record]] = {entry: [] for entry in of.values()}
    texts = vault().compared([one.sealed for one in kept])
    for one, text in zip(kept, texts, strict=True):
        if text is not None:
            records[one.organisation_id].append(accreditation.read(one, text))
    return {
        one.slot_id: _grade(records[of[one.slot_id]], one.speaks, on) if one.slot_id in of else None
        for one in these
    }


def _grade(records: Sequence[Record], speaks: Speaks, on: date) -> str | None:
    if speaks not in GRADES:
        return None
    return in_force(records, ECOSOC if speaks == "ngo" else GANHRI, on).grade


def entitled(one: Slot, grade: str | None) -> bool:
    return one.speaks not in GRADES or grade in GRADES[one.speaks]


def public_names(conn: Connection, of: Dialogue, these: Collection[Slot]) -> dict[str, str]:
    """Return what each slot is called that everybody may read; a hidden one is left out."""
    named = {one.slot_id: _by_right(of, one) for one in these if one.organisation is None}
    whose = owners.entries(conn, vault(), these)
    seen = organisations.public_these(conn, set(whose.values())) if whose else {}
    shown = sorted(seen)
    texts = vault().reveal_public([seen[one] for one in shown])
    called = {one: profiles.read(text).name for one, text in zip(shown, texts, strict=True) if text}
    return named | {key: called[entry] for key, entry in whose.items() if entry in called}


def officers_names(conn: Connection, of: Dialogue, these: Collection[Slot]) -> dict[str, str]:
    """Return what each slot's owner is called, as its account has it, or else its entry."""
    named = {one.slot_id: _by_right(of, one) for one in these if one.organisation is None}
    whose = owners.entries(conn, vault(), these)
    leads_to, people = merged.pointers(conn), accounts.by_ids(conn, {o.requested_by for o in these})
    for one in these:
        who, entry = people.get(one.requested_by), whose.get(one.slot_id)
        if who and entry and _entry_of(who, leads_to) == entry:
            named[one.slot_id] = who.organisation or ""
    left = {key: entry for key, entry in whose.items() if key not in named}
    called = _register_names(conn, set(left.values()))
    found = {key: called.get(entry, "") for key, entry in left.items()}
    return {one.slot_id: "" for one in these} | named | found


def _register_names(conn: Connection, entries: Collection[str]) -> Mapping[str, str]:
    """Return what these are called in the register. The reading is on record."""
    found = list(organisations.these(conn, entries).values())
    texts = vault().reveal_all([one.sealed for one in found])
    some = organisations.entries([one.organisation_id for one in found], texts)
    return {one.organisation_id: one.profile.name for one in some}


def _entry_of(account: Account, leads_to: Mapping[str, str]) -> str:
    return merged.real(leads_to, register_id(account.organisation_id or ""))


def _by_right(of: Dialogue, one: Slot) -> str:
    return names.recipient(one.state) if one.state else names.mandate(of.mandate)


def _country(organisation_id: str) -> str | None:
    with engine().connect() as conn:
        entry = organisations.one(conn, organisation_id)
    for text in vault().compared([entry.sealed] if entry else []):
        if text is not None:
            return profiles.read(text).country
    return None
