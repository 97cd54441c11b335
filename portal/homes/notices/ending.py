"""Notices of programs whose token ends soon, for the focal points of the organisation."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import Connection, Engine

from portal.homes.notices.deriving import Notice, make_due
from portal.homes.notices.pages import Page
from portal.homes.notices.told import told
from portal.homes.notices.words import TOKEN_ENDING
from portal.web.accounts import account as accounts
from portal.web.accounts import programs
from portal.web.accounts.programs import SOON
from shared.core.geneva import day_of
from shared.core.message import derive_id
from shared.core.roles import Role
from shared.platform.settings import Settings


def due(engine: Engine, settings: Settings, *, at: datetime) -> int:
    """Make the notices that are due; return how many there were. Each is made once."""
    return make_due(engine, settings, lambda conn: _notices(conn, at), at=at)


def _notices(conn: Connection, at: datetime) -> Iterator[Notice]:
    today = day_of(at)
    people = accounts.holding(conn, Role.FOCAL_POINT)
    for one in programs.ending(conn, today, today + timedelta(days=SOON)):
        theirs = [person for person in people if programs.whose(person) == one.whose]
        yield Notice(
            cause=derive_id("token-ending", one.program_id),
            kind=TOKEN_ENDING,
            at=at,
            told=told(theirs, "focal", Page.PROGRAMS, one.program_id),
        )
