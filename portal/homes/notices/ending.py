"""Notices of programs whose token ends soon, for the focal points of the organisation."""

from datetime import datetime, timedelta

from sqlalchemy import Engine

from portal.homes.notices.deriving import Notice, is_made, make
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
    today = day_of(at)
    with engine.connect() as conn:
        people = accounts.holding(conn, Role.FOCAL_POINT)
        new = [
            Notice(
                cause=cause,
                kind=TOKEN_ENDING,
                at=at,
                told=told(
                    [person for person in people if programs.whose(person) == one.whose],
                    "focal",
                    Page.PROGRAMS,
                    one.program_id,
                ),
            )
            for one in programs.ending(conn, today, today + timedelta(days=SOON))
            if not is_made(conn, cause := derive_id("token-ending", one.program_id))
        ]
    make(engine, settings, new, now=at)
    return len(new)
