"""The table of the contact log: the organisation is a pseudonym, person and note are sealed."""

from collections.abc import Iterable

from sqlalchemy import Boolean, Column, Date, MetaData, String, Table

from shared.contracts.stakeholders import STAKEHOLDERS
from shared.contracts.stakeholders_contacts import (
    ContactFollowedUp,
    ContactLogged,
    ContactTakenBack,
)
from shared.facts.kafka import Published
from shared.platform.tables import Instant, SealedText
from shared.read_models.model import Change, Put, ReadModel

CONSUMER = "portal.contacts"

tables = MetaData()
contacts = Table(
    "stakeholder_contacts",
    tables,
    Column("entry_id", String(36), primary_key=True),
    Column("organisation", String(64), index=True),
    Column("mandate", String(40), index=True),
    Column("channel", String(10)),
    Column("purpose", String(20)),
    Column("day", Date, index=True),
    Column("follow_up_on", Date),
    Column("who", SealedText),
    Column("note", SealedText),
    Column("logged_by", String(80)),
    Column("logged_at", Instant),
    Column("followed_up_at", Instant),
    Column("taken_back", Boolean),
)


def project(published: Published) -> Iterable[Change]:
    match published.fact:
        case ContactLogged() as f:
            return [
                Put(
                    contacts,
                    (f.entry_id,),
                    {
                        "organisation": f.organisation,
                        "mandate": f.mandate,
                        "channel": f.channel,
                        "purpose": f.purpose,
                        "day": f.on,
                        "follow_up_on": f.follow_up_on,
                        "who": f.who,
                        "note": f.note,
                        "logged_by": f.logged_by,
                        "logged_at": f.logged_at,
                        "followed_up_at": None,
                        "taken_back": False,
                    },
                )
            ]
        case ContactFollowedUp() as f:
            return [Put(contacts, (f.entry_id,), {"followed_up_at": f.followed_up_at})]
        case ContactTakenBack() as f:
            return [Put(contacts, (f.entry_id,), {"taken_back": True})]
        case _:
            return []


CONTACTS = ReadModel(consumer=CONSUMER, contracts=(STAKEHOLDERS,), tables=tables, project=project)
