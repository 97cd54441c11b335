"""The table of contacts with the representatives of States. Texts are sealed.

An entry and the one that corrects it may come in any order; ``logged_at`` is empty until it came.
"""

from collections.abc import Iterable

from sqlalchemy import Column, Date, MetaData, String, Table

from shared.contracts.stakeholders import STAKEHOLDERS
from shared.contracts.stakeholders_state_contacts import StateContactLogged
from shared.facts.kafka import Published
from shared.platform.tables import Instant, SealedText
from shared.read_models.model import Change, Put, ReadModel

CONSUMER = "portal.statecontacts"

tables = MetaData()
contacts = Table(
    "state_contacts",
    tables,
    Column("entry_id", String(36), primary_key=True),
    Column("state", String(3), index=True),
    Column("mandate", String(80), index=True),  # none: of none
    Column("channel", String(10)),
    Column("day", Date, index=True),
    Column("people", SealedText),
    Column("about", SealedText),
    Column("agreed", SealedText),
    Column("corrects", String(36)),
    Column("corrected_by", String(36)),  # the entry that stands in its place
    Column("logged_by", String(80)),
    Column("logged_at", Instant),
)


def project(published: Published) -> Iterable[Change]:
    match published.fact:
        case StateContactLogged() as f:
            values = {
                "state": f.state,
                "mandate": f.mandate,
                "channel": f.channel,
                "day": f.on,
                "people": f.people,
                "about": f.about,
                "agreed": f.agreed,
                "corrects": f.corrects,
                "logged_by": f.logged_by,
                "logged_at": f.logged_at,
            }
            puts = [Put(contacts, (f.entry_id,), values)]
            if f.corrects is not None:
                puts.append(Put(contacts, (f.corrects,), {"corrected_by": f.entry_id}))
            return puts
        case _:
            return []


STATE_CONTACTS = ReadModel(
    consumer=CONSUMER, contracts=(STAKEHOLDERS,), tables=tables, project=project
)
