"""Notices of slots in dialogues: to who asked, and to whoever answers for whose slot it is."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import Connection, select

from portal.homes.notices.pages import Page
from portal.homes.notices.told import Told, told
from portal.stakeholders.dialogues import joint, owners, queries
from portal.stakeholders.dialogues.queries import Slot
from portal.stakeholders.dialogues.read_model import slots
from portal.stakeholders.organisations import merged
from portal.web.accounts import account as accounts
from portal.web.accounts import focal
from portal.web.accounts.account import Account
from portal.web.accounts.filers import Pseudonyms
from shared.core.roles import Role
from shared.reference.organisations import register_id

_ANSWER = (Role.FOCAL_POINT, Role.CONTACT_POINT)


def of_a_slot(conn: Connection, vault: Pseudonyms, row: Any) -> list[Told] | None:
    """Return whose slot it is; None while the slot is not known."""
    one = queries.a_slot(conn, row.dialogue_id, row.slot_id)
    if one is None or one.stage is None:
        return None
    return told(_whose(conn, vault, [one])[one.slot_id], "slot", Page.SLOTS, one.slot_id)


def of_co_sponsors(conn: Connection, vault: Pseudonyms, row: Any) -> list[Told] | None:
    """Return who joins the statement of this slot; None while the slot is not known.

    Whoever was taken off just now hears of it too.
    """
    one = queries.a_slot(conn, row.dialogue_id, row.slot_id)
    if one is None or one.stage is None:
        return None
    joined = joint.of_slots(conn, [one.slot_id])
    if row.kind == "co-sponsor-left":
        joined += joint.left_last(conn, one.slot_id)
    made = [joint.as_slot(one, who) for who in joined]
    people = {who.account_id: who for some in _whose(conn, vault, made).values() for who in some}
    return told(people.values(), "cosponsor", Page.SLOTS, one.slot_id)


def of_a_dialogue(conn: Connection, vault: Pseudonyms, row: Any) -> list[Told]:
    """Return everybody with a slot in it that is still to come, each once."""
    this = (slots.c.dialogue_id == row.dialogue_id, slots.c.stage.in_(("requested", "listed")))
    found = [queries.slot(one) for one in conn.execute(select(slots).where(*this))]
    by: dict[str, Told] = {}
    for slot_id, people in _whose(conn, vault, found).items():
        for one in told(people, "slots", Page.SLOTS, slot_id):
            by.setdefault(one.account.account_id, one)
    return list(by.values())


def _whose(
    conn: Connection, vault: Pseudonyms, these: Collection[Slot]
) -> dict[str, list[Account]]:
    """Return by slot who may open it: nobody who left the organisation or is suspended."""
    entries, leads_to = owners.entries(conn, vault, these), merged.pointers(conn)
    missions = accounts.holding(conn, Role.GOVERNMENT) if len(entries) < len(these) else []
    real = set(entries.values())
    ours = real | {one for one in leads_to if merged.real(leads_to, one) in real}
    people = accounts.of_organisations(conn, ours) if ours else []
    held = focal.suspensions(conn, [one.account_id for one in people])
    members = [one for one in people if not one.disabled and one.account_id not in held]
    found: dict[str, list[Account]] = {}
    for one in these:
        if one.state is not None:
            found[one.slot_id] = [who for who in missions if one.state in who.state_codes]
            continue
        found[one.slot_id] = [
            who
            for who in members
            if merged.real(leads_to, register_id(who.organisation_id or ""))
            == entries.get(one.slot_id)
            and (who.has(*_ANSWER) or who.account_id == one.requested_by)
        ]
    return found
