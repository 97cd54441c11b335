"""Slots of organisations whose accreditation was suspended or withdrawn are released (SB2).

The organisation decides, and not who asked for the slot: they may be elsewhere by now.

It runs in the ``consume`` process, the only one that reads records without somebody who asks. What
was delivered stands: the service releases only what is still to come. The command's id is made of
the slot and of the request for it, so a slot is released once, and one that is asked
for again is a new one.
"""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime

import structlog
from sqlalchemy import Engine, select
from sqlalchemy.exc import IntegrityError, SQLAlchemyError

from portal.stakeholders.dialogues import owners, queries
from portal.stakeholders.dialogues.queries import Slot
from portal.stakeholders.dialogues.read_model import dialogues, slots
from portal.stakeholders.organisations import accreditation, accreditations, merged
from portal.web.clock.moved import Moved
from portal.web.delivery import outbox
from shared.contracts.commands import stored
from shared.contracts.stakeholders_dialogue_commands import ReleaseSlot
from shared.core.geneva import day_of
from shared.core.message import derive_id
from shared.platform.settings import Settings
from shared.platform.vault import Vault
from shared.reference.accreditation import ECOSOC, GANHRI, Record, in_force
from shared.reference.dialogues import GRADES, NO_GRADE
from shared.reference.organisations import REGISTER_CLOCK

log = structlog.get_logger(__name__)

_EVERY = 60.0  # seconds


def due(engine: Engine, vault: Vault, *, at: datetime) -> int:
    """Release what no grade of today entitles to; return how many commands were written."""
    with engine.connect() as conn:
        these = select(slots).join(dialogues, dialogues.c.dialogue_id == slots.c.dialogue_id)
        still = these.where(
            slots.c.stage.in_(("requested", "listed")),
            slots.c.speaks.in_(tuple(GRADES)),
            dialogues.c.closed_at.is_(None),
        )
        found = [queries.slot(row) for row in conn.execute(still)]
        asking, leads_to = owners.asking(conn, vault, found), merged.pointers(conn)
        whose = {key: merged.real(leads_to, entry) for key, entry in asking.items()}
        kept = accreditations.of(conn, {*asking.values(), *whose.values()})
        records: dict[str, tuple[Record, ...]] = dict.fromkeys(
            (one.organisation_id for one in kept), ()
        )
        texts = vault.reveal_all([one.sealed for one in kept])
        for one, text in zip(kept, texts, strict=True):
            if text is not None:
                records[one.organisation_id] += (accreditation.read(one, text),)
    today = day_of(at)
    told = 0
    for slot in found:
        if asking.get(slot.slot_id) not in records:
            continue  # it had a record when it asked: the tables are being built again
        scheme = ECOSOC if slot.speaks == "ngo" else GANHRI
        known = records.get(whose[slot.slot_id], ())
        if in_force(known, scheme, today).grade not in GRADES[slot.speaks]:
            told += _released(engine, slot, at)
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
    while True:
        try:
            await asyncio.to_thread(lambda: due(engine, vault, at=clock()))
        except SQLAlchemyError as error:
            log.warning("slots wait", error=type(error).__name__)
        await asyncio.sleep(_EVERY)


def _released(engine: Engine, slot: Slot, at: datetime) -> bool:
    command = ReleaseSlot(dialogue_id=slot.dialogue_id, slot_id=slot.slot_id, code=NO_GRADE)
    command_id = derive_id("slot without a grade", slot.slot_id, slot.number)
    try:
        with engine.begin() as conn:
            if outbox.find(conn, command_id):
                return False
            outbox.add(
                conn,
                *stored(command),
                by=REGISTER_CLOCK,
                command_id=command_id,
                correlation_id=derive_id("dialogue case", slot.dialogue_id),
                at=at,
            )
    except IntegrityError:
        return False  # another process was faster
    return True
