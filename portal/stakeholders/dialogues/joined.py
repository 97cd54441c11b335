"""Who joins the statement of a slot, as whose slot it is, officers, and everybody see it.

Everybody reads the names of those that were accepted and that everybody may find: a hidden one has
no line (SB7).
"""

from collections.abc import Collection

from sqlalchemy import Connection

from portal.stakeholders.dialogues import joint, owners, whose
from portal.stakeholders.dialogues.joint import CoSponsor
from portal.stakeholders.dialogues.queries import Dialogue, Slot
from portal.stakeholders.dialogues.read_model import co_sponsors
from portal.web.accounts import focal
from portal.web.accounts.account import Account
from portal.web.context import vault
from shared.core.roles import Role

_ANSWER = (Role.FOCAL_POINT, Role.CONTACT_POINT)


def mine(conn: Connection, account: Account) -> list[CoSponsor]:
    """Return what this person has to do with, as of slots (``whose.mine``)."""
    if account.organisation_id is None or focal.suspensions(conn, [account.account_id]):
        return []
    names = owners.of_organisation(conn, vault(), account.organisation_id)
    found = joint.some(conn, co_sponsors.c.organisation.in_(sorted(names)))
    answers = account.has(*_ANSWER)
    return [one for one in found if answers or one.asked_by == account.account_id]


def names(
    conn: Connection, of: Dialogue, slot: Slot, these: Collection[CoSponsor]
) -> dict[str, str]:
    """Return what these are called, for whose slot it is and for officers. It is on record."""
    return whose.officers_names(conn, of, [joint.as_slot(slot, one) for one in these])


def public_names(conn: Connection, of: Dialogue, these: Collection[Slot]) -> dict[str, list[str]]:
    """Return by slot which accepted co-sponsors everybody may find, by name."""
    by_id = {one.slot_id: one for one in these}
    joined = [one for one in joint.of_slots(conn, by_id) if one.accepted_at is not None]
    found: dict[str, list[str]] = {}
    made = [(one, joint.as_slot(by_id[one.slot_id], one)) for one in joined]
    called = whose.public_names(conn, of, [slot for _, slot in made])
    for one, slot in made:
        if slot.slot_id in called:
            found.setdefault(one.slot_id, []).append(called[slot.slot_id])
    return found


def officers_names(conn: Connection, of: Dialogue, these: Collection[Slot]) -> dict[str, list[str]]:
    """Return by slot what its accepted co-sponsors are called. The reading is on record."""
    by_id = {one.slot_id: one for one in these}
    joined = [one for one in joint.of_slots(conn, by_id) if one.accepted_at is not None]
    made = [joint.as_slot(by_id[one.slot_id], one) for one in joined]
    called = whose.officers_names(conn, of, made) if made else {}
    found: dict[str, list[str]] = {}
    for one in joined:
        found.setdefault(one.slot_id, []).append(called[joint.key(one)])
    return found
