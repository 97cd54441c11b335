"""Whose a slot is: as what somebody may speak, with which grade, and who may be named.

An organisation is named while everybody may find it. Hidden, it has no line (SB7). The name of a
speaker is sealed, and read by the officers and by who asked alone.
"""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from sqlalchemy import Connection

from portal.stakeholders.dialogues.queries import Dialogue, Slot
from portal.stakeholders.organisations import accreditation, accreditations
from portal.stakeholders.organisations import profile as profiles
from portal.stakeholders.organisations import queries as organisations
from portal.web.accounts import account as accounts
from portal.web.accounts.account import Account
from portal.web.context import vault
from portal.web.db import engine
from portal.web.i18n import names
from shared.contracts.stakeholders_dialogues import Speaks
from shared.core.message import derive_id
from shared.core.roles import Role
from shared.reference.accreditation import ECOSOC, GANHRI, in_force
from shared.reference.dialogues import GRADES, ROLES
from shared.reference.organisations import register_id

AUDIENCE = frozenset(ROLES.values())


def case_of(dialogue_id: str) -> UUID:
    return derive_id("dialogue case", dialogue_id)


def subject_of(slot_id: str) -> str:
    """Return the subject of a slot: the speaker and the statements go with its key."""
    return f"slot-{slot_id}"


def pseudonym(dialogue_id: str, organisation_id: str) -> str:
    """Return what tells the organisations of one dialogue apart, and no more."""
    return vault().pseudonym("slots", f"{dialogue_id}/{register_id(organisation_id)}")


def speaks_as(account: Account, of: Dialogue) -> Speaks | None:
    """Return as what this person's organisation speaks in the dialogue; None if it does not."""
    if account.organisation_id is None:
        return None
    if account.has(Role.NGO_MEMBER):
        return "ngo"
    if not account.has(Role.CONTACT_POINT):
        return None
    country = _country(register_id(account.organisation_id))
    return "nhri_concerned" if country and country == of.state_concerned else "nhri"


def grade_of(organisation_id: str | None, speaks: Speaks, on: date) -> str | None:
    """Return the grade that is in force on this day for who speaks so; None without one."""
    if organisation_id is None or speaks not in GRADES:
        return None
    with engine().connect() as conn:
        kept = accreditations.of(conn, [register_id(organisation_id)])
    records = accreditation.read_all(kept, vault().compared([one.sealed for one in kept]))
    return in_force(records, ECOSOC if speaks == "ngo" else GANHRI, on).grade


def grade_of_slot(conn: Connection, one: Slot, on: date) -> str | None:
    """Return the grade of the organisation whose slot it is."""
    author = accounts.by_ids(conn, {one.requested_by}).get(one.requested_by)
    return grade_of(author.organisation_id if author else None, one.speaks, on)


def entitled(one: Slot, grade: str | None) -> bool:
    return one.speaks not in GRADES or grade in GRADES[one.speaks]


def public_names(conn: Connection, of: Dialogue, these: Collection[Slot]) -> dict[str, str]:
    """Return what each slot is called that everybody may read; a hidden one is left out."""
    named = {one.slot_id: _by_right(of, one) for one in these if one.organisation is None}
    ours = [one for one in these if one.organisation is not None]
    people = accounts.by_ids(conn, {one.requested_by for one in ours})
    seen = dict(organisations.public(conn)) if ours else {}
    of_whom = {
        account_id: register_id(one.organisation_id)
        for account_id, one in people.items()
        if one.organisation_id
    }
    shown = sorted({one for one in of_whom.values() if one in seen})
    texts = vault().reveal_public([seen[one] for one in shown])
    called = {one: profiles.read(text).name for one, text in zip(shown, texts, strict=True) if text}
    for one in ours:
        whom = of_whom.get(one.requested_by, "")
        if whom in called and one.organisation == pseudonym(one.dialogue_id, whom):
            named[one.slot_id] = called[whom]
    return named


def officers_names(conn: Connection, of: Dialogue, these: Collection[Slot]) -> dict[str, str]:
    """Return what each slot's owner is called, as the account has it."""
    people = accounts.by_ids(conn, {one.requested_by for one in these if one.organisation})
    return {
        one.slot_id: _by_right(of, one)
        if one.organisation is None
        else (people[one.requested_by].organisation or "")
        if one.requested_by in people
        else ""
        for one in these
    }


def _by_right(of: Dialogue, one: Slot) -> str:
    return names.recipient(one.state) if one.state else names.mandate(of.mandate)


def _country(organisation_id: str) -> str | None:
    with engine().connect() as conn:
        entry = organisations.one(conn, organisation_id)
    for text in vault().compared([entry.sealed] if entry else []):
        if text is not None:
            return profiles.read(text).country
    return None
