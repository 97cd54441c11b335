"""Records of accreditation as a process reads them that nobody asks, and the command that follows.

Such a process shows them to nobody, so nothing of the reading is on record.
"""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, Engine

from portal.stakeholders.organisations import accreditation, accreditations
from portal.web.delivery import once, outbox
from shared.contracts.commands import Command
from shared.core.message import derive_id
from shared.platform.vault import Vault
from shared.reference.accreditation import Record
from shared.reference.organisations import REGISTER_CLOCK


def records(
    conn: Connection, vault: Vault, entries: Collection[str]
) -> dict[str, tuple[Record, ...]]:
    """Return the records of each entry that has some; of an erased one the key alone."""
    kept = accreditations.of(conn, entries)
    found: dict[str, tuple[Record, ...]] = dict.fromkeys((one.organisation_id for one in kept), ())
    texts = vault.reveal_all([one.sealed for one in kept])
    for one, text in zip(kept, texts, strict=True):
        if text is not None:
            found[one.organisation_id] += (accreditation.read(one, text),)
    return found


def ask(engine: Engine, command: Command, command_id: UUID, case: UUID, *, at: datetime) -> bool:
    """Let the register's clock ask for this, once; False if it did already.

    What the service refused is asked once more in each hour: it may have changed what it says.
    """
    with engine.connect() as conn:
        kept = outbox.find(conn, command_id)
    if kept and kept["delivered_at"] and kept["refused"]:
        command_id = derive_id("asked again", command_id, f"{at:%Y-%m-%dT%H}")
    return once.keep(
        engine, command, by=REGISTER_CLOCK, command_id=command_id, correlation_id=case, at=at
    )
