"""Slots are released of organisations that were dissolved, or have no grade any more (SB2).

The organisation decides, and not who asked for the slot: they may be elsewhere by now.

It runs in the ``consume`` process, the only one that reads records without somebody who asks. What
was delivered stands: the service releases only what is still to come. The command's id is made of
the slot and of the request for it, so a slot is released once, and one that is asked
for again is a new one. What the service refused is asked again each hour while it is due.
"""

from collections.abc import Callable
from datetime import UTC, datetime

from sqlalchemy import Engine, select

from portal.stakeholders.dialogues import joint, owners, queries
from portal.stakeholders.dialogues.joint import CoSponsor
from portal.stakeholders.dialogues.queries import Slot
from portal.stakeholders.dialogues.read_model import dialogues, slots
from portal.stakeholders.organisations import merged, recorded
from portal.stakeholders.organisations import queries as organisations
from portal.web.clock.moved import Moved
from portal.web.clock.rounds import rounds
from shared.contracts.stakeholders_dialogue_commands import PartWithCoSponsor, ReleaseSlot
from shared.core.geneva import day_of
from shared.core.message import derive_id
from shared.platform.settings import Settings
from shared.platform.vault import Vault
from shared.reference.accreditation import ECOSOC, GANHRI, in_force
from shared.reference.dialogues import DISSOLVED, GRADES, NO_GRADE

_EVERY = 60.0  # seconds


def due(engine: Engine, vault: Vault, *, at: datetime) -> int:
    """Release what no grade of today entitles to, and what is of nobody any more.

    Return how many commands were written.
    """
    with engine.connect() as conn:
        these = select(slots).join(dialogues, dialogues.c.dialogue_id == slots.c.dialogue_id)
        still = these.where(
            slots.c.stage.in_(("requested", "listed")),
            slots.c.speaks.in_(tuple(GRADES)),
            dialogues.c.closed_at.is_(None),
        )
        found = [queries.slot(row) for row in conn.execute(still)]
        leads = {one.slot_id: one for one in found}
        joins = [one for one in joint.of_slots(conn, leads) if one.slot_id in leads]
        of = {joint.key(one): one for one in joins}
        # Those who join are looked at first: a slot passes to nobody who has no grade.
        found = [*(joint.as_slot(leads[one.slot_id], one) for one in joins), *found]
        asking, leads_to = owners.asking(conn, vault, found), merged.pointers(conn)
        whose = {key: merged.real(leads_to, entry) for key, entry in asking.items()}
        records = recorded.records(conn, vault, {*asking.values(), *whose.values()})
        gone = organisations.dissolved(conn, set(whose.values()))
    today = day_of(at)
    told = 0
    for slot in found:
        if whose.get(slot.slot_id) in gone:
            told += _released(engine, vault, slot, of.get(slot.slot_id), DISSOLVED, at)
            continue
        if asking.get(slot.slot_id) not in records:
            continue  # it had a record when it asked: the tables are being built again
        scheme = ECOSOC if slot.speaks == "ngo" else GANHRI
        known = records.get(whose[slot.slot_id], ())
        if in_force(known, scheme, today).grade not in GRADES[slot.speaks]:
            told += _released(engine, vault, slot, of.get(slot.slot_id), NO_GRADE, at)
    return told


async def run(
    engine: Engine,
    vault: Vault,
    settings: Settings,
    *,
    real: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> None:
    """Work until cancelled."""
    clock = Moved(settings, engine, real)
    await rounds(lambda: due(engine, vault, at=clock()), every=_EVERY, waits="slots wait")


def _released(
    engine: Engine, vault: Vault, slot: Slot, joins: CoSponsor | None, code: str, at: datetime
) -> bool:
    """Release the slot; or, if ``joins`` it, take the co-sponsor off."""
    case = derive_id("dialogue case", slot.dialogue_id)
    if joins is not None:
        parts = PartWithCoSponsor(
            dialogue_id=joins.dialogue_id,
            slot_id=joins.slot_id,
            co_sponsor=joins.organisation,
            code=code,
        )
        parts_id = derive_id("co-sponsor", code, joint.key(joins), joins.asked_at.isoformat())
        return recorded.ask(engine, parts, parts_id, case, at=at)
    with engine.connect() as conn:
        same = owners.same(conn, vault, slot.dialogue_id)
    command = ReleaseSlot(dialogue_id=slot.dialogue_id, slot_id=slot.slot_id, code=code, same=same)
    command_id = derive_id("slot", code, slot.slot_id, slot.number, slot.organisation)
    return recorded.ask(engine, command, command_id, case, at=at)
