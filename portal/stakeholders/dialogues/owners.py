"""Which organisation a slot is of: its pseudonym is tried with the entries of the register.

The pseudonym says it, and never who asked: that person may be of another organisation by now, or
of none. What was merged is of the real entry (decision 0068).
"""

from collections import defaultdict
from collections.abc import Collection, Iterable

from sqlalchemy import Connection, select

from portal.stakeholders.dialogues.queries import Slot
from portal.stakeholders.dialogues.read_model import co_sponsors, dialogues, slots
from portal.stakeholders.organisations import merged
from portal.stakeholders.organisations.read_model import organisations
from portal.web.accounts import account as accounts
from portal.web.accounts.filers import Pseudonyms
from shared.reference.organisations import register_id


def pseudonym(vault: Pseudonyms, dialogue_id: str, entry_id: str) -> str:
    """Return what tells the organisations of one dialogue apart, and no more."""
    return vault.pseudonym("slots", f"{dialogue_id}/{entry_id}")


def entries(conn: Connection, vault: Pseudonyms, these: Collection[Slot]) -> dict[str, str]:
    """Return the entry of each slot, by its id, as mergers made it; none for a State's."""
    leads_to = merged.pointers(conn)
    found = asking(conn, vault, these)
    return {slot_id: merged.real(leads_to, entry) for slot_id, entry in found.items()}


def asking(conn: Connection, vault: Pseudonyms, these: Collection[Slot]) -> dict[str, str]:
    """Return the entry for which each slot was asked for, by the slot's id."""
    open_ = [one for one in these if one.organisation is not None]
    if not open_:
        return {}
    people = accounts.by_ids(conn, {one.requested_by for one in open_})
    of = {key: register_id(one.organisation_id or "") for key, one in people.items()}
    found = {
        one.slot_id: of[one.requested_by]
        for one in open_
        if one.requested_by in of
        and one.organisation == pseudonym(vault, one.dialogue_id, of[one.requested_by])
    }
    left = [one for one in open_ if one.slot_id not in found]
    if left:
        every = list(conn.scalars(select(organisations.c.organisation_id)))
        found |= _searched(vault, left, every)
    return found


def of_organisation(conn: Connection, vault: Pseudonyms, organisation_id: str) -> set[str]:
    """Return what this organisation, with what was merged into it, is called in each dialogue."""
    family = merged.family(conn, merged.real_of(conn, organisation_id))
    ids = conn.scalars(select(dialogues.c.dialogue_id))
    return {pseudonym(vault, one, entry) for one in ids for entry in family}


def same(conn: Connection, vault: Pseudonyms, dialogue_id: str) -> tuple[tuple[str, ...], ...]:
    """Return which of the names that are used in this dialogue are of one organisation.

    Names of organisations that do not speak there, nor join, are in no command.
    """
    leads_to = merged.pointers(conn)
    c, s = co_sponsors.c, slots.c
    used = {
        *conn.scalars(select(s.organisation).where(s.dialogue_id == dialogue_id)),
        *conn.scalars(select(c.organisation).where(c.dialogue_id == dialogue_id)),
    }
    found: dict[str, list[str]] = defaultdict(list)
    for entry in sorted({*leads_to, *leads_to.values()}):
        if (name := pseudonym(vault, dialogue_id, entry)) in used:
            found[merged.real(leads_to, entry)].append(name)
    return tuple(sorted(tuple(sorted(names)) for names in found.values() if len(names) > 1))


def _searched(vault: Pseudonyms, left: Iterable[Slot], every: Iterable[str]) -> dict[str, str]:
    """Try every entry: those who asked lead nowhere any more."""
    of: dict[str, dict[str, str]] = {}
    for one in left:
        if one.dialogue_id not in of:
            of[one.dialogue_id] = {
                pseudonym(vault, one.dialogue_id, entry): entry for entry in every
            }
    return {
        one.slot_id: of[one.dialogue_id][one.organisation]
        for one in left
        if one.organisation in of[one.dialogue_id]
    }
