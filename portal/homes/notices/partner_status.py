"""Notices that the status of a partner of a visit changed: to those who work for the mandate.

A notice says neither whose, nor what became of it: its page does (VR3).
"""

from collections.abc import Iterator
from datetime import datetime
from functools import partial

from sqlalchemy import Connection, Engine

from portal.homes.notices import partnering
from portal.homes.notices.deriving import Notice, make_due
from portal.homes.notices.told import NEWS_FOR
from portal.homes.notices.words import PARTNER_STATUS
from portal.homes.partnerstatus import queries
from shared.core.geneva import day_of
from shared.core.message import derive_id
from shared.platform.settings import Settings


def due(engine: Engine, settings: Settings, *, at: datetime) -> int:
    """Make the notices that are due, each once; return how many there were."""
    today = day_of(at)

    def found(conn: Connection) -> Iterator[Notice]:
        for one in queries.changed(conn, at - NEWS_FOR, today):
            yield Notice(
                cause=derive_id(PARTNER_STATUS, one.partner_id, one.status.what, one.status.at),
                kind=PARTNER_STATUS,
                at=one.status.at,
                told=partial(partnering.office, one.mission_id, today),
            )

    return make_due(engine, settings, found, at=at)
